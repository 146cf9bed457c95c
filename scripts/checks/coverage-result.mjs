import { join, relative } from "node:path";
import { readJson } from "../setup/read-json.mjs";
import { oneCheck, sumResults } from "./stage-result.mjs";

/**
 * @typedef {{ total: number, covered: number }} Counted
 * @typedef {{ lines: Counted, branches: Counted }} FileCoverage
 */

/** Least share of lines and of branches that the unit tests must reach, in percent. */
export const LEAST = [
  { folder: "packages/core/src", percent: 95 },
  { folder: "apps/engine/src", percent: 85 },
];

/**
 * Adds up the coverage of the files below a folder.
 * @param {Record<string, FileCoverage>} files by path from the root
 * @param {string} folder
 */
export function coverageOf(files, folder) {
  const inside = Object.entries(files).filter(([path]) => path.startsWith(`${folder}/`));
  /** @param {"lines" | "branches"} kind */
  const percent = (kind) => {
    const total = inside.reduce((sum, [, file]) => sum + file[kind].total, 0);
    const covered = inside.reduce((sum, [, file]) => sum + file[kind].covered, 0);
    return total === 0 ? 0 : (100 * covered) / total;
  };
  return { lines: percent("lines"), branches: percent("branches") };
}

/**
 * Names the files that pull a folder's figure down, the worst first.
 * @param {Record<string, FileCoverage>} files
 * @param {string} folder
 */
function worstFiles(files, folder) {
  return Object.entries(files)
    .filter(([path]) => path.startsWith(`${folder}/`))
    .map(([path, { lines, branches }]) => ({
      path,
      open: lines.total - lines.covered + branches.total - branches.covered,
    }))
    .filter(({ open }) => open > 0)
    .sort((a, b) => b.open - a.open)
    .slice(0, 12)
    .map(({ path, open }) => `  ${path}: ${open} lines and branches that no unit test reaches`);
}

/**
 * Compares the last unit run's coverage with what is asked: one check for each folder.
 * @param {string} root
 */
export function coverageResult(root) {
  const summary = /** @type {Record<string, FileCoverage> | undefined} */ (
    readJson(join(root, "coverage", "coverage-summary.json"))
  );
  if (summary === undefined) {
    return oneCheck(false, "no coverage was measured: run the stage unit first");
  }
  const files = Object.fromEntries(
    Object.entries(summary).map(([file, counts]) => [
      relative(root, file).replaceAll("\\", "/"),
      counts,
    ]),
  );
  const results = LEAST.map(({ folder, percent }) => {
    const { lines, branches } = coverageOf(files, folder);
    const text = `${folder}: ${lines.toFixed(1)} % of lines, ${branches.toFixed(1)} % of branches; at least ${percent} % of both`;
    return oneCheck(
      lines >= percent && branches >= percent,
      [text, ...worstFiles(files, folder)].join("\n"),
      text,
    );
  });
  return { ...sumResults(results), note: results.map(({ note }) => note).join("\n") };
}
