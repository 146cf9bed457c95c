import fc from "fast-check";
import { afterAll, inject } from "vitest";

/**
 * @typedef {object} TestFiles how many files of tests began and ended under one change
 * @property {unknown} change
 * @property {number} begun
 * @property {number} ended
 */

/** Few runs, for every change of the code repeats them; the same ones, so that an answer holds the next time. */
fc.configureGlobal({ numRuns: 100, seed: 1 });

/** A file that a change keeps from being loaded begins and never ends: `every-module.ts`, which is last, notices it. */
const shared = /** @type {{ testFiles?: TestFiles }} */ (globalThis);
const change = inject(/** @type {never} */ ("activeMutant"));
const before = shared.testFiles;
const files = before?.change === change && before !== undefined ? before : begin(change);
shared.testFiles = files;
files.begun += 1;
afterAll(() => {
  files.ended += 1;
});

/**
 * @param {unknown} underChange
 * @returns {TestFiles}
 */
function begin(underChange) {
  return { change: underChange, begun: 0, ended: 0 };
}
