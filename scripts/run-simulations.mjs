import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Refusal, ROOT } from "./setup/checkout.mjs";
import { install } from "./setup/install.mjs";
import { runCommand } from "./setup/run-command.mjs";
import { refuseUnderRunningProduct } from "./setup/start-product.mjs";

/**
 * @typedef {{ invariant: string, at: number, sentence: string }} Violation
 * @typedef {{ seed: string, violations: Violation[], executions: number, orders: number }} Result
 */

const WORKER = join(ROOT, "apps", "engine", "test", "simulation", "simulate-main.ts");
const SAY_EVERY_MS = 10_000;
const SHOWN_MAX = 3;
const USAGE = `npm run simulate -- [--seeds N] [--seed S]: the whole engine against the
whole simulated venue, under faults drawn from a seed. An auditor that sees only
the venue's truth checks the invariants of docs/INVARIANTS.md.
  --seeds N   how many seeds; 1000 unless told
  --seed S    the first seed; alone, this one and no other
The first run installs the packages of the tests, which takes a minute or two.`;

/**
 * Simulates the whole engine by many seeds on all cores. Prints how fast it goes, and each seed that broke a promise
 * with the command that runs it alone; the exit code is then 1.
 * @param {readonly string[]} args
 */
export async function runSimulations(args) {
  if (args.includes("--help")) return void console.log(USAGE);
  try {
    const { first, count } = readArguments(args);
    await install("everything", refuseUnderRunningProduct);
    const tally = new Tally(count);
    const workers = Math.min(availableParallelism(), count);
    const runs = Array.from({ length: workers }, (_, index) =>
      runWorker(
        { first: first + index, count: shareOf(count, workers, index), stride: workers },
        tally,
      ),
    );
    await Promise.all(runs);
    tally.end();
    process.exitCode = tally.failed === 0 && tally.done === count ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
  return undefined;
}

/** @param {readonly string[]} args */
function readArguments(args) {
  const options = /** @type {const} */ ({ seeds: { type: "string" }, seed: { type: "string" } });
  const { values } = parseOrRefuse(() => parseArgs({ args: [...args], options }));
  const first = Number(values.seed ?? 1);
  const count = Number(values.seeds ?? (values.seed === undefined ? 1_000 : 1));
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count) || first < 0 || count < 1)
    throw new Refusal(`--seeds and --seed are whole numbers.\n${USAGE}`);
  return { first, count };
}

/**
 * An argument that nobody knows is the caller's slip, to be told in a sentence.
 * @template T
 * @param {() => T} parse
 * @returns {T}
 */
function parseOrRefuse(parse) {
  try {
    return parse();
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

/**
 * @param {number} count
 * @param {number} workers
 * @param {number} index
 */
function shareOf(count, workers, index) {
  return Math.floor((count - index + workers - 1) / workers);
}

/**
 * @param {{ first: number, count: number, stride: number }} share
 * @param {Tally} tally
 */
async function runWorker({ first, count, stride }, tally) {
  const args = ["--import", "tsx", WORKER, String(first), String(count), String(stride)];
  const { code, output } = await runCommand(process.execPath, args, {
    onLine: (line) => {
      if (!line.startsWith("{")) return;
      /** @type {unknown} */
      const result = JSON.parse(line);
      tally.take(/** @type {Result} */ (result));
    },
  });
  if (code === 0) return;
  const trouble = output.split("\n").filter((line) => !line.startsWith("{"));
  console.error(`A simulation ended with exit code ${code}:\n${trouble.slice(-20).join("\n")}`);
}

/** What came of the seeds so far. */
class Tally {
  /** @param {number} wanted */
  constructor(wanted) {
    this.wanted = wanted;
    this.done = 0;
    this.failed = 0;
    this.orders = 0;
    this.executions = 0;
    this.began = performance.now();
    this.said = this.began;
  }

  /** @param {Result} result */
  take(result) {
    this.done += 1;
    this.orders += result.orders;
    this.executions += result.executions;
    if (result.violations.length > 0) this.fail(result);
    if (performance.now() - this.said < SAY_EVERY_MS) return;
    this.said = performance.now();
    console.log(this.sentence());
  }

  /** @param {Result} result */
  fail({ seed, violations }) {
    this.failed += 1;
    console.log(`seed ${seed} broke a promise: npm run simulate -- --seed ${seed}`);
    for (const { invariant, at, sentence } of violations.slice(0, SHOWN_MAX))
      console.log(`  ${invariant} at ${new Date(at).toISOString()}: ${sentence}`);
  }

  sentence() {
    const perMinute = Math.round((this.done / (performance.now() - this.began)) * 60_000);
    return `${this.done} of ${this.wanted} seeds, ${perMinute} a minute, ${this.failed} failed`;
  }

  end() {
    console.log(`${this.sentence()}; ${this.orders} orders, ${this.executions} executions`);
    if (this.failed === 0)
      console.log(
        "Checked in every seed: no order sent twice, no fill lost, limits, kills, books (docs/INVARIANTS.md).",
      );
  }
}
