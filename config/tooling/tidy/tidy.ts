import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkCalls } from "./banned-calls.ts";
import { checkWords } from "./banned-words.ts";
import { checkDeadExports } from "./dead-exports.ts";
import { type Exception, excuse } from "./exceptions.ts";
import { checkLinks } from "./link-rules.ts";
import { checkName } from "./name-rules.ts";
import { formatOffence, type Offence } from "./offence.ts";
import { checkFileSize, checkFolders } from "./size-rules.ts";
import { readSource, type SourceFile } from "./source-file.ts";
import { formatStyleTable, measureStyle } from "./style-table.ts";
import { trackedFiles } from "./tracked-files.ts";
import { checkTypeEscapes } from "./type-escapes.ts";

/** Texts that no person writes or that are quoted as they are. */
const SKIPPED =
  /^(package-lock\.json|LICENSE)$|\.(png|jpg|ico|woff2?|svg|wasm|gz|bin|golden\.\w+)$|^config\/absent\//;

/** Runs every rule of this house over the repository at `root` and returns what breaks them, exceptions taken out. */
export function checkRepository(root: string): { files: SourceFile[]; offences: Offence[] } {
  const files = trackedFiles(root)
    .filter((path) => !SKIPPED.test(path) && existsSync(join(root, path)))
    .map((path) => readSource(path, readFileSync(join(root, path), "utf8")));
  const offences = [
    ...files.flatMap((file) => [
      ...checkFileSize(file),
      ...checkName(file),
      ...checkWords(file),
      ...checkCalls(file),
      ...checkTypeEscapes(file),
    ]),
    ...checkFolders(files),
    ...checkDeadExports(files),
    ...checkLinks(files, (path) => existsSync(join(root, path))),
  ];
  return { files, offences: excuse(offences, readExceptions(root)) };
}

function readExceptions(root: string): Exception[] {
  const text = readFileSync(join(root, "config/tooling/tidy-exceptions.json"), "utf8");
  return JSON.parse(text) as Exception[];
}

/** Names the parts of the repository that have a row of their own in the style table. */
function partsOf(files: readonly SourceFile[]): [string, SourceFile[]][] {
  const ours = files.filter(({ path }) => /^(apps|packages)\//.test(path));
  const parts = new Map<string, SourceFile[]>([["ours", ours]]);
  for (const file of ours) {
    const part = file.path.split("/").slice(0, 2).join("/");
    parts.set(part, [...(parts.get(part) ?? []), file]);
  }
  parts.set(
    "tooling",
    files.filter(({ path }) => /^(config|scripts|bench|e2e)\//.test(path)),
  );
  return [...parts];
}

function main(): void {
  const { files, offences } = checkRepository(process.cwd());
  console.log(formatStyleTable(partsOf(files).map(([name, part]) => measureStyle(name, part))));
  console.log();
  for (const offence of offences) console.log(formatOffence(offence));
  console.log(`${files.length} files, ${offences.length} offences`);
  process.exitCode = offences.length === 0 ? 0 : 1;
}

if (process.argv[1]?.endsWith("tidy.ts")) main();
