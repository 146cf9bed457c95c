import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/**
 * @typedef {import("../../apps/engine/test/faults/fault-row.ts").FaultTable} FaultTable
 *
 * A file with tests of fault rows.
 * @typedef {object} FaultFile
 * @property {string} path from the checkout's root, with slashes
 * @property {readonly string[]} ids rows that its tests name
 */

const SOURCES = ["apps", "packages", "e2e/tests"];
const TEST = /\.(?:test|spec)\.ts$/;
const LONG = /\.long\.(?:test|spec)\.ts$/;
const BROWSER = /\.spec\.ts$/;
/** A test's name, or the part of it that a table of cases holds: it begins with one row or several. */
const NAME = /["'`]((?:[A-Z]\d\d )+)/g;

/**
 * Returns the row ids that a test's name begins with; none for a name of another kind.
 * @param {string} name
 */
export function idsOfName(name) {
  return /^(?:[A-Z]\d\d )+/.exec(name)?.[0].trim().split(" ") ?? [];
}

/**
 * Finds the test files below a checkout whose tests name rows, in the order of their paths.
 * @param {string} root
 * @returns {FaultFile[]}
 */
export function findFaultFiles(root) {
  return SOURCES.flatMap((folder) => testFiles(join(root, folder)))
    .map((path) => ({
      path: relative(root, path).split(sep).join("/"),
      ids: idsIn(readFileSync(path, "utf8")),
    }))
    .filter(({ ids }) => ids.length > 0)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Whether a file's tests drive the built product in a browser.
 * @param {string} path
 */
export function isBrowserFile(path) {
  return BROWSER.test(path);
}

/** @param {string} text */
function idsIn(text) {
  const ids = [...text.matchAll(NAME)].flatMap(([, names = ""]) => idsOfName(names));
  return [...new Set(ids)].sort();
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function testFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const isOurs = !["node_modules", "dist"].includes(entry.name) && !entry.name.startsWith(".");
      return isOurs ? testFiles(path) : [];
    }
    return TEST.test(entry.name) && !LONG.test(entry.name) ? [path] : [];
  });
}

/**
 * Returns what is wrong between the catalog and the tests, as sentences; none when every row has a test or says why
 * it has none, and every name is one of a row.
 * @param {readonly FaultTable[]} tables
 * @param {readonly FaultFile[]} files
 */
export function catalogFaults(tables, files) {
  const rows = tables.flatMap((table) => table.rows);
  const known = new Set(rows.map(({ id }) => id));
  const shown = new Set(files.flatMap(({ ids }) => ids));
  const strangers = files.flatMap(({ path, ids }) =>
    ids
      .filter((id) => !known.has(id))
      .map((id) => `${path} names ${id}, which is no row of the catalog.`),
  );
  const twice = rows
    .filter(({ id }, index) => rows.findIndex((row) => row.id === id) !== index)
    .map(({ id }) => `${id} is in the catalog twice.`);
  const unsaid = rows
    .filter(({ id, missing }) => !shown.has(id) && missing === undefined)
    .map(({ id }) => `${id} has no test and does not say why.`);
  return [...strangers, ...twice, ...unsaid];
}
