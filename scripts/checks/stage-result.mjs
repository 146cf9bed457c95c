/**
 * What a test runner counted.
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {readonly { name: string, reason: string }[]} skipped
 *
 * What a stage of `npm test` found.
 * @typedef {object} StageResult
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} skipped one entry for each test left out: its name and the reason
 * @property {string} output printed when something failed
 * @property {string} [note] printed always, e.g. a table of numbers
 */

/**
 * Counts a check that either holds or not as one test.
 * @param {boolean} holds
 * @param {string} output
 * @param {string} [note]
 * @returns {StageResult}
 */
export function oneCheck(holds, output, note) {
  const counts = { passed: holds ? 1 : 0, failed: holds ? 0 : 1, skipped: [], output };
  return note === undefined ? counts : { ...counts, note };
}

/**
 * Adds up the results of parts of a stage.
 * @param {readonly StageResult[]} results
 * @returns {StageResult}
 */
export function sumResults(results) {
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
    skipped: results.flatMap(({ skipped }) => skipped),
    output: results
      .filter(({ failed }) => failed > 0)
      .map(({ output }) => output)
      .join("\n"),
  };
}

/**
 * Turns a test runner's tally into a result. A run that left no tally, or ended badly with every test green, failed;
 * so did a test that was left out without saying why.
 * @param {Tally | undefined} tally
 * @param {{ code: number, output: string }} run
 * @returns {StageResult}
 */
export function tallyResult(tally, run) {
  if (tally === undefined) return oneCheck(false, run.output);
  const unexplained = tally.skipped.filter(({ reason }) => reason === "");
  const lost = run.code !== 0 && tally.failed === 0 && unexplained.length === 0 ? 1 : 0;
  const complaints = unexplained.map(({ name }) => `left out without a reason: ${name}`);
  return {
    passed: tally.passed,
    failed: tally.failed + unexplained.length + lost,
    skipped: tally.skipped
      .filter(({ reason }) => reason !== "")
      .map(({ name, reason }) => `${name}: ${reason}`),
    output: [run.output, ...complaints].join("\n"),
  };
}
