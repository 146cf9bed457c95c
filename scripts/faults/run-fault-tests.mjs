import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readJson } from "../setup/read-json.mjs";
import { runTool } from "../setup/run-command.mjs";
import { isBrowserFile } from "./fault-tests.mjs";

/**
 * @typedef {import("./fault-table.mjs").RanTest} RanTest
 * @typedef {import("../checks/playwright-tally.mjs").Suite} Suite
 *
 * What tests came to.
 * @typedef {object} Ran
 * @property {readonly RanTest[]} tests
 * @property {string} output
 * @property {number} code 0 when all passed
 */

const LONGEST_MS = 40 * 60_000;
/** Playwright's words for an end in vitest's. One that passed only when tried again is not reliable. */
const ENDS = { expected: "passed", unexpected: "failed", flaky: "failed", skipped: "skipped" };

/**
 * Runs the tests of rows in some files, those in a browser after the others.
 * @param {readonly string[]} ids
 * @param {readonly string[]} paths
 * @returns {Promise<Ran>}
 */
export async function runFaultTests(ids, paths) {
  const browser = paths.filter(isBrowserFile);
  const others = paths.filter((path) => !isBrowserFile(path));
  const first = others.length === 0 ? NOTHING : await runVitest(ids, others);
  const second = browser.length === 0 ? NOTHING : await runBrowser(browser);
  return {
    tests: [...first.tests, ...second.tests],
    output: `${first.output}${second.output}`,
    code: first.code === 0 ? second.code : first.code,
  };
}

/** @type {Ran} */
const NOTHING = { tests: [], output: "", code: 0 };

/**
 * @param {readonly string[]} ids
 * @param {readonly string[]} paths
 * @returns {Promise<Ran>}
 */
async function runVitest(ids, paths) {
  return withReport(async (report) => {
    const { code, output } = await runTool(
      "vitest/vitest.mjs",
      [
        "run",
        ...["unit", "pure", "simulation", "process"].flatMap((name) => ["--project", name]),
        ...["--testNamePattern", `(^| )(${ids.join("|")}) `],
        ...["--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
        ...paths,
      ],
      { env: { NO_COLOR: "1" }, timeoutMs: LONGEST_MS, onLine: showProgress },
    );
    const told = /** @type {{ testResults: { assertionResults: RanTest[] }[] } | undefined} */ (
      readJson(report)
    );
    return {
      tests: told?.testResults.flatMap((file) => file.assertionResults) ?? [],
      output,
      code,
    };
  });
}

/**
 * Builds the product and uses it in a browser. The tests of a file share a product, and a later one may look at what
 * the earlier ones did: a file runs whole.
 * @param {readonly string[]} paths
 * @returns {Promise<Ran>}
 */
async function runBrowser(paths) {
  const built = await runTool("turbo/bin/turbo", ["run", "build", "--ui=stream"], {
    env: { NO_COLOR: "1" },
    timeoutMs: LONGEST_MS,
  });
  if (built.code !== 0) return { tests: [], ...built };
  return withReport(async (report) => {
    const { code, output } = await runTool(
      "@playwright/test/cli.js",
      ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json", ...paths],
      {
        env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report, NO_COLOR: "1" },
        timeoutMs: LONGEST_MS,
        onLine: showProgress,
      },
    );
    const told = /** @type {{ suites: readonly Suite[] } | undefined} */ (readJson(report));
    return { tests: told?.suites.flatMap(ranIn) ?? [], output, code };
  });
}

/**
 * Returns the tests of a suite of Playwright's report.
 * @param {Suite} suite
 * @returns {RanTest[]}
 */
export function ranIn({ suites = [], specs = [] }) {
  const own = specs.flatMap(({ title, tests }) =>
    tests.map(({ status, results = [] }) => ({
      title,
      status: ENDS[status],
      duration: results.reduce((sum, { duration }) => sum + duration, 0),
    })),
  );
  return [...own, ...suites.flatMap(ranIn)];
}

/**
 * @param {(report: string) => Promise<Ran>} run writes its report to the path
 */
async function withReport(run) {
  const folder = mkdtempSync(join(tmpdir(), "interlock-faults-"));
  try {
    return await run(join(folder, "report.json"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Shows a line for each file, or each test in a browser, that is done.
 * @param {string} line
 */
function showProgress(line) {
  if (/^ *[✓❯×✗✘] /.test(line)) console.log(line.trimEnd());
}
