import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./setup/build.mjs";
import { demandWritableCheckout, Refusal, ROOT } from "./setup/checkout.mjs";
import { install } from "./setup/install.mjs";
import { noteResults } from "./setup/note-results.mjs";
import { step } from "./setup/progress.mjs";
import { readJson } from "./setup/read-json.mjs";
import { runCommand } from "./setup/run-command.mjs";
import { refuseUnderRunningProduct } from "./setup/start-product.mjs";

/**
 * @typedef {import("../bench/harness/bench-row.ts").BenchRow} BenchRow
 */

const FOLDER = join(ROOT, "bench");
const RESULTS = join(FOLDER, "results.json");
const LONGEST_MS = 20 * 60_000;

/**
 * Measures: runs every bench/*.bench.ts, or those whose names contain one of `wanted`, each in a process of its own,
 * prints a table and writes bench/results.json. A benchmark that throws is void and makes the exit code 1.
 * @param {readonly string[]} wanted
 */
export async function runBenches(wanted) {
  try {
    demandWritableCheckout();
    const names = chooseBenches(wanted);
    await install("everything", refuseUnderRunningProduct);
    await build();
    const { rows, failed } = await measure(names);
    const merged = mergeRows(wanted.length === 0 ? [] : readResults(), rows);
    writeResults(merged);
    console.log(`\n${formatRows(merged)}\n`);
    console.log(`${merged.length} figures in bench/results.json`);
    for (const name of failed) console.error(`void: ${name}`);
    const complete = wanted.length === 0;
    noteResults("benchmark", { complete, passed: rows.length, failed: failed.length, skipped: 0 });
    process.exitCode = failed.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** @param {readonly string[]} wanted */
function chooseBenches(wanted) {
  const all = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".bench.ts"))
    .sort();
  const chosen = all.filter(
    (name) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
  );
  if (chosen.length > 0) return chosen;
  throw new Refusal(
    `No benchmark is named like ${wanted.join(", ")}; there are: ${all.join(", ") || "none"}.`,
  );
}

/** @param {readonly string[]} names */
async function measure(names) {
  /** @type {BenchRow[]} */
  const rows = [];
  /** @type {string[]} */
  const failed = [];
  for (const name of names) {
    const folder = mkdtempSync(join(tmpdir(), "interlock-bench-"));
    const path = join(folder, "rows");
    const before = loadInWords();
    await step("bench", name, async () => {
      const { code, output } = await runCommand(
        process.execPath,
        ["--expose-gc", "--import", "tsx", join(FOLDER, name)],
        {
          env: { INTERLOCK_BENCH_ROWS: path },
          timeoutMs: LONGEST_MS,
        },
      );
      if (code !== 0) {
        failed.push(name);
        console.error(output);
      } else if (existsSync(path)) rows.push(...parseRows(readFileSync(path, "utf8")));
      console.log(`  ${name}: ${before} before, ${loadInWords()} after`);
      for (const remark of remarksIn(output)) console.log(`  ${remark}`);
    });
    rmSync(folder, { recursive: true, force: true });
  }
  return { rows, failed };
}

/** Returns what a benchmark remarks on its figures, a sentence each. @param {string} output */
export function remarksIn(output) {
  return output.split("\n").flatMap((line) => /^note: (.+)$/.exec(line)?.[1] ?? []);
}

/** Says how busy this machine was in the last minute: others' work is in the figures. */
function loadInWords() {
  const [minute = 0] = loadavg();
  return `load average ${minute.toFixed(1)} on ${availableParallelism()} processors`;
}

/**
 * Reads the rows that a benchmark wrote, one in a line.
 * @param {string} text
 */
export function parseRows(text) {
  const lines = text.split("\n").filter((line) => line !== "");
  /** @type {unknown} */
  const rows = JSON.parse(`[${lines.join(",")}]`);
  return /** @type {BenchRow[]} */ (rows);
}

/**
 * Replaces rows by those of the same name that were measured now, and sorts them by name.
 * @param {readonly BenchRow[]} before
 * @param {readonly BenchRow[]} now
 */
export function mergeRows(before, now) {
  const byName = new Map([...before, ...now].map((row) => [row.name, row]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @returns {BenchRow[]} */
function readResults() {
  return /** @type {BenchRow[] | undefined} */ (readJson(RESULTS)) ?? [];
}

/** @param {readonly BenchRow[]} rows */
function writeResults(rows) {
  writeFileSync(`${RESULTS}.tmp`, `${JSON.stringify(rows, null, 2)}\n`);
  renameSync(`${RESULTS}.tmp`, RESULTS);
}

/**
 * Writes rows as a table: the figure, its goal, whether that is reached, and what it is compared with.
 * @param {readonly BenchRow[]} rows
 */
export function formatRows(rows) {
  const cells = rows.map(({ name, value, unit, goal, better, baseline }) => {
    const reached = better === "lower" ? value <= goal : value >= goal;
    return [
      name,
      `${formatFigure(value)} ${unit}`,
      `${better === "lower" ? "≤" : "≥"} ${formatFigure(goal)}`,
      reached ? "reached" : "missed",
      baseline === undefined ? "" : formatFigure(baseline),
    ];
  });
  const table = [["figure", "value", "goal", "", "baseline"], ...cells];
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/**
 * Writes a figure with three significant digits, large ones whole and grouped.
 * @param {number} value
 */
export function formatFigure(value) {
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toPrecision(3)));
}
