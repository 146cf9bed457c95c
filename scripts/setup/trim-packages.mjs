import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * What packages bring and this product never reads, by path below node_modules: a third of the disk space.
 * Source maps serve only a debugger inside other people's code; the rest belongs to databases other than Postgres.
 */
const UNREAD = [
  /\.map$/,
  /^@prisma\/client\/runtime\/query_compiler_.*\.(cockroachdb|mysql|sqlite|sqlserver)\./,
  /^prisma\/build\/query_compiler_.*\.(cockroachdb|mysql|sqlite|sqlserver)\./,
  /^effect\/src\//,
  /^next\/dist\/docs\//,
];

/**
 * Tells whether a file of a package can go.
 * @param {string} path below node_modules, with forward slashes
 */
export function isUnread(path) {
  return UNREAD.some((pattern) => pattern.test(path));
}

/**
 * Deletes what is never read from an installed node_modules and returns how many bytes that freed.
 * @param {string} folder the node_modules folder
 */
export function trimPackages(folder) {
  let freed = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (!isUnread(path.slice(folder.length + 1).replaceAll("\\", "/"))) continue;
    freed += statSync(path).size;
    rmSync(path);
  }
  return freed;
}
