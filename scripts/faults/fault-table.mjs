import { idsOfName } from "./fault-tests.mjs";

/**
 * @typedef {import("../../apps/engine/test/faults/fault-row.ts").FaultTable} FaultTable
 *
 * One test as vitest's JSON reporter tells it.
 * @typedef {object} RanTest
 * @property {string} title
 * @property {string} status
 * @property {number | undefined} [duration] milliseconds
 *
 * What became of a row.
 * @typedef {object} RowResult
 * @property {string} id
 * @property {string} fault
 * @property {"passed" | "failed" | "skipped" | "missing"} state
 * @property {number} tests
 * @property {number} seconds
 * @property {string} note
 */

/**
 * Tells of every row what became of its tests. A row passes when all of them did and nothing is said to be missing.
 * @param {readonly FaultTable[]} tables
 * @param {readonly RanTest[]} tests
 * @returns {RowResult[]}
 */
export function judgeRows(tables, tests) {
  return tables
    .flatMap((table) => table.rows)
    .map(({ id, fault, missing }) => {
      const own = tests.filter(({ title }) => idsOfName(title).includes(id));
      const ms = own.reduce((sum, { duration = 0 }) => sum + duration, 0);
      const note = missing ?? "";
      return {
        id,
        fault,
        state: stateOf(own, missing),
        tests: own.length,
        seconds: ms / 1_000,
        note,
      };
    });
}

/**
 * @param {readonly RanTest[]} tests
 * @param {string | undefined} missing
 */
function stateOf(tests, missing) {
  if (tests.some(({ status }) => status === "failed")) return "failed";
  if (missing !== undefined || tests.length === 0) return "missing";
  // A machine may be unable to run a test, which says so itself; one that ran speaks for the row.
  return tests.some(({ status }) => status === "passed") ? "passed" : "skipped";
}

/**
 * Writes the rows as a table for people, with the sum as its last line.
 * @param {readonly RowResult[]} rows
 */
export function formatRows(rows) {
  const width = Math.max(...rows.map(({ fault }) => fault.length));
  const lines = rows.map(({ id, fault, state, tests, seconds, note }) =>
    `${id}  ${fault.padEnd(width)}  ${state.padEnd(7)}  ${String(tests).padStart(3)} tests  ${seconds.toFixed(1).padStart(6)} s  ${note}`.trimEnd(),
  );
  const counts = ["passed", "failed", "skipped", "missing"].map(
    (state) => `${rows.filter((row) => row.state === state).length} ${state}`,
  );
  return [
    ...lines,
    "",
    `${rows.length} ${rows.length === 1 ? "row" : "rows"}: ${counts.join(", ")}`,
  ].join("\n");
}
