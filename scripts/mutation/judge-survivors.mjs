/**
 * @typedef {object} Survivor a change of the code that no test notices
 * @property {string} file
 * @property {string} was the changed piece of code
 * @property {string} becomes
 * @property {number} line where it stands now; not part of its identity, for lines move
 *
 * @typedef {object} Explained a survivor that a person has looked at
 * @property {string} file
 * @property {string} was
 * @property {string} becomes
 * @property {string} why no test can notice it
 *
 * @typedef {object} Verdict
 * @property {readonly Survivor[]} unexplained
 * @property {readonly Explained[]} outdated explained, and killed by now: the entry has to go
 */

/**
 * Tells which survivors nobody has explained, and which explanations are needed no more.
 * @param {readonly Survivor[]} survivors
 * @param {readonly Explained[]} explained
 * @returns {Verdict}
 */
export function judgeSurvivors(survivors, explained) {
  const known = new Set(explained.map(identify));
  const found = new Set(survivors.map(identify));
  return {
    unexplained: survivors.filter((one) => !known.has(identify(one))),
    outdated: explained.filter((one) => !found.has(identify(one))),
  };
}

/** @param {Pick<Survivor, "file" | "was" | "becomes">} one */
function identify({ file, was, becomes }) {
  return JSON.stringify([file, was, becomes]);
}

/**
 * @typedef {object} MutationReport the report's file, as far as it is read
 * @property {Record<string, { source: string, mutants: readonly Mutant[] }>} files
 *
 * @typedef {object} Mutant
 * @property {string} status
 * @property {string} [replacement]
 * @property {{ start: Place, end: Place }} location
 *
 * @typedef {{ line: number, column: number }} Place counted from 1
 */

/** What a comment tells Stryker to leave out counts as noticed by nobody: reasons stand in one list. */
const NOTICED = ["Killed", "Timeout", "RuntimeError", "CompileError"];

/**
 * @typedef {object} Tried what was tried in one file
 * @property {number} tried
 * @property {number} reached changes of code that some test runs
 */

/**
 * Reads the survivors out of a report, and how much was tried in each file.
 * @param {MutationReport} report
 * @returns {{ survivors: Survivor[], files: Record<string, Tried> }}
 */
export function survivorsOf(report) {
  /** @type {Survivor[]} */
  const survivors = [];
  /** @type {Record<string, Tried>} */
  const files = {};
  for (const [file, { source, mutants }] of Object.entries(report.files)) {
    const lines = source.split("\n");
    files[file] = {
      tried: mutants.length,
      reached: mutants.filter(({ status }) => status !== "NoCoverage").length,
    };
    for (const { status, replacement = "", location } of mutants) {
      if (NOTICED.includes(status)) continue;
      const { line } = location.start;
      survivors.push({
        file,
        was: oneLine(cut(lines, location)),
        becomes: oneLine(replacement),
        line,
      });
    }
  }
  return { survivors, files };
}

/**
 * @param {readonly string[]} lines
 * @param {Mutant["location"]} location
 */
function cut(lines, { start, end }) {
  const taken = lines.slice(start.line - 1, end.line);
  const last = taken.length - 1;
  return taken
    .map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined),
    )
    .join("\n");
}

/** @param {string} text */
function oneLine(text) {
  return text.replace(/\s+/g, " ").trim();
}
