/**
 * The parts of Playwright's JSON report that are counted.
 * @typedef {object} Annotation
 * @property {string} type
 * @property {string} [description]
 *
 * @typedef {object} ReportedTest
 * @property {"expected" | "unexpected" | "flaky" | "skipped"} status
 * @property {readonly Annotation[]} annotations
 * @property {readonly { duration: number }[]} [results] its runs, in milliseconds
 *
 * @typedef {object} Suite
 * @property {readonly Suite[]} [suites]
 * @property {readonly { title: string, tests: readonly ReportedTest[] }[]} [specs]
 *
 * @typedef {object} Report
 * @property {readonly Suite[]} suites
 * @property {readonly unknown[]} errors
 */

/**
 * Counts a report. A test that passed only when tried again counts as failed: it is not reliable.
 * @param {Report} report
 */
export function readPlaywrightTally(report) {
  const tests = report.suites.flatMap(testsOf);
  const skipped = tests
    .filter(({ status }) => status === "skipped")
    .map(({ name, annotations }) => ({
      name,
      reason: annotations.find(({ type }) => type === "skip")?.description ?? "",
    }));
  const passed = tests.filter(({ status }) => status === "expected").length;
  return { passed, failed: tests.length - passed - skipped.length + report.errors.length, skipped };
}

/**
 * @param {Suite} suite
 * @returns {(ReportedTest & { name: string })[]}
 */
function testsOf({ suites = [], specs = [] }) {
  return [
    ...specs.flatMap(({ title, tests }) => tests.map((test) => ({ ...test, name: title }))),
    ...suites.flatMap(testsOf),
  ];
}
