import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockfileFaults } from "./check-lockfile.mjs";
import { ROOT } from "../setup/checkout.mjs";
import { coverageResult } from "./coverage-result.mjs";
import { readPlaywrightTally } from "./playwright-tally.mjs";
import { readJson } from "../setup/read-json.mjs";
import { runTool } from "../setup/run-command.mjs";
import { oneCheck, sumResults, tallyResult } from "./stage-result.mjs";
import { typedProjects } from "./typed-projects.mjs";

/**
 * @typedef {import("./check-lockfile.mjs").LockEntry} LockEntry
 * @typedef {import("./playwright-tally.mjs").Report} Report
 * @typedef {import("./stage-result.mjs").StageResult} StageResult
 * @typedef {import("./stage-result.mjs").Tally} Tally
 *
 * One step of `npm test`.
 * @typedef {object} Stage
 * @property {string} name as `--only` takes it
 * @property {string} title
 * @property {boolean} [long] run with --long only
 * @property {boolean} [isStatic] reads the sources alone, on one core, so that two may run at a time
 * @property {() => Promise<StageResult>} run
 */

const MINUTE_MS = 60_000;
/** About half of what there is to lint: the two halves keep two cores equally busy. */
const LINTED_FIRST = ["apps/engine"];
const CODE_FOLDERS = ["apps", "packages", "e2e", "bench", "scripts", "config"].filter((folder) =>
  existsSync(join(ROOT, folder)),
);

/** @type {readonly Stage[]} */
export const STAGES = [
  { name: "lockfile", title: "the lock file installs on every platform", run: checkLockfile },
  {
    name: "build",
    title: "database client, engine and console build",
    run: () => check("turbo/bin/turbo", ["run", "build", "--ui=stream", "--output-logs=new-only"]),
  },
  {
    name: "lint",
    title: "typed lint of the engine (typescript-eslint)",
    isStatic: true,
    run: () => check("eslint/bin/eslint.js", LINTED_FIRST),
  },
  {
    name: "lint-rest",
    title: "typed lint of all else (typescript-eslint)",
    isStatic: true,
    run: () =>
      check("eslint/bin/eslint.js", [
        ".",
        ...LINTED_FIRST.flatMap((folder) => ["--ignore-pattern", `${folder}/**`]),
      ]),
  },
  { name: "types", title: "types, one check a package (tsc)", isStatic: true, run: checkTypes },
  {
    name: "format",
    title: "format and lint (Biome)",
    isStatic: true,
    run: () =>
      check("@biomejs/biome/bin/biome", [
        "check",
        "--error-on-warnings",
        "--reporter=concise",
        "--max-diagnostics=200",
      ]),
  },
  {
    name: "dependencies",
    title: "who may import whom (dependency-cruiser)",
    isStatic: true,
    run: checkDependencies,
  },
  {
    name: "tidy",
    title: "sizes, names, words, dead code, links",
    isStatic: true,
    run: checkTidy,
  },
  {
    name: "unit",
    title: "unit and integration tests (vitest)",
    run: () => runVitest("unit", ["--project", "pure"], 12),
  },
  {
    name: "simulation",
    title: "whole engines against the whole venue, by seeds (vitest)",
    run: () => runVitest("simulation", [], 12),
  },
  {
    name: "process",
    title: "tests that start and kill processes (vitest)",
    run: () => runVitest("process", [], 12),
  },
  {
    name: "browser",
    title: "the console in a browser (Playwright)",
    run: () => runBrowser({}, 15),
  },
  {
    name: "coverage",
    title: "the unit tests again, with what they cover of core and engine",
    long: true,
    run: async () => {
      const tests = await runVitest("unit", ["--project", "pure", "--coverage"], 15);
      return sumResults([tests, coverageResult(ROOT)]);
    },
  },
  {
    name: "story",
    title: "stories that take market days, in a browser (Playwright)",
    long: true,
    run: () => runBrowser({ INTERLOCK_LONG: "1" }, 30),
  },
  {
    name: "long",
    title: "the same guarantees for longer (vitest)",
    long: true,
    run: () => runVitest("long", [], 240),
  },
];

/**
 * Runs a tool that checks one thing.
 * @param {string} script
 * @param {readonly string[]} args
 */
async function check(script, args) {
  const { code, output } = await runTool(script, args, {
    env: { NO_COLOR: "1" },
    timeoutMs: 10 * MINUTE_MS,
  });
  return oneCheck(code === 0, output);
}

async function checkLockfile() {
  const lock = /** @type {{ packages: Record<string, LockEntry> }} */ (
    readJson(join(ROOT, "package-lock.json"))
  );
  const faults = lockfileFaults(lock.packages);
  return oneCheck(faults.length === 0, faults.join("\n"));
}

async function checkDependencies() {
  const args = [
    "--config",
    "config/tooling/dependency-rules.mjs",
    "--output-type",
    "err-long",
    ...CODE_FOLDERS,
  ];
  return check("dependency-cruiser/bin/dependency-cruise.mjs", args);
}

/**
 * Checks every package with its own tsconfig.json, by TypeScript 7: it finds what TypeScript 6, which lint and build
 * need, finds, in a fifth of the time.
 */
async function checkTypes() {
  /** @type {StageResult[]} */
  const results = [];
  for (const project of typedProjects(ROOT)) {
    const args = ["-p", project, "--noEmit", "--pretty", "false"];
    results.push(await check("typescript-7/lib/tsc.js", args));
  }
  return sumResults(results);
}

/** The style table is printed on every run, so that the numbers stay seen. */
async function checkTidy() {
  const { code, output } = await runTool("tsx/dist/cli.mjs", ["config/tooling/tidy/tidy.ts"]);
  const [table = "", offences = ""] = output.split("\n\n");
  return oneCheck(code === 0, offences, table);
}

/**
 * Runs one project of vitest.config.ts.
 * @param {string} project
 * @param {readonly string[]} args
 * @param {number} minutes
 */
async function runVitest(project, args, minutes) {
  const folder = mkdtempSync(join(tmpdir(), "interlock-tally-"));
  const tally = join(folder, "tally.json");
  const run = await runTool(
    "vitest/vitest.mjs",
    [
      "run",
      "--project",
      project,
      "--reporter=default",
      "--reporter=./config/tooling/tally-reporter.ts",
      ...args,
    ],
    { env: { INTERLOCK_TALLY: tally, NO_COLOR: "1" }, timeoutMs: minutes * MINUTE_MS },
  );
  const counted = /** @type {Tally | undefined} */ (readJson(tally));
  rmSync(folder, { recursive: true, force: true });
  return tallyResult(counted, run);
}

/**
 * @param {Readonly<Record<string, string>>} env
 * @param {number} minutes
 */
async function runBrowser(env, minutes) {
  const folder = mkdtempSync(join(tmpdir(), "interlock-browser-"));
  const report = join(folder, "report.json");
  const run = await runTool(
    "@playwright/test/cli.js",
    ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"],
    {
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, NO_COLOR: "1" },
      timeoutMs: minutes * MINUTE_MS,
    },
  );
  const counted = /** @type {Report | undefined} */ (readJson(report));
  rmSync(folder, { recursive: true, force: true });
  return tallyResult(counted && readPlaywrightTally(counted), run);
}
