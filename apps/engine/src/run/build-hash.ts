import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * SHA-256 of the code that decides: of the bundle when the engine runs from one, otherwise of the sources of core and
 * engine. Bound into the journal, so that a replay knows which build decided.
 */
export function buildHash(entry: string): string {
  const file = fileURLToPath(entry);
  const hash = createHash("sha256");
  if (!file.endsWith(".ts")) return hash.update(readFileSync(file)).digest("hex");
  // This file's own place: the entry may lie in any folder of the sources.
  const engine = join(dirname(fileURLToPath(import.meta.url)), "../..");
  const roots = [join(engine, "src"), join(engine, "../../packages/core/src")];
  for (const root of roots) for (const path of sourcesUnder(root)) hash.update(readFileSync(path));
  return hash.digest("hex");
}

function sourcesUnder(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * Returns the hash by which an engine of the same build knows itself: a command of the bundles is beside the engine's.
 * Takes the address of the code that asks.
 */
export function runningBuild(entry: string): string {
  return buildHash(entry.endsWith(".ts") ? entry : new URL("main.js", entry).href);
}
