import { demandWritableCheckout, Refusal } from "../setup/checkout.mjs";
import { install } from "../setup/install.mjs";
import { formatDuration, say, step } from "../setup/progress.mjs";
import { runTool } from "../setup/run-command.mjs";
import { refuseUnderRunningProduct } from "../setup/start-product.mjs";
import { STAGES } from "./test-stages.mjs";

/** @typedef {import("./test-stages.mjs").Stage} Stage */

const USAGE = "npm test [-- --long] [--only stage,stage] [--list]";
const LONGEST_OUTPUT = 400;

/**
 * Reads the arguments; throws Refusal on one that is unknown.
 * @param {readonly string[]} args
 */
export function readArguments(args) {
  const rest = [...args];
  /** @type {{ long: boolean, list: boolean, only: string[] }} */
  const wanted = { long: false, list: false, only: [] };
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "--long") wanted.long = true;
    else if (arg === "--list") wanted.list = true;
    else if (arg === "--only") wanted.only.push(...(rest.shift() ?? "").split(","));
    else if (arg.startsWith("--only=")) wanted.only.push(...arg.slice("--only=".length).split(","));
    else throw new Refusal(`"${arg}" is not known; allowed: ${USAGE}`);
  }
  const unknown = wanted.only.find((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown !== undefined) {
    throw new Refusal(
      `there is no stage "${unknown}"; allowed: ${STAGES.map(({ name }) => name).join(", ")}`,
    );
  }
  return wanted;
}

/**
 * Runs every check and test, one stage after the other whatever fails, and prints the sum as the last line.
 * @param {readonly string[]} args
 */
export async function runTests(args) {
  try {
    const wanted = readArguments(args);
    if (wanted.list) {
      for (const { name, title } of STAGES) say(name, title);
      return;
    }
    await prepare();
    const stages = STAGES.filter(({ name, long }) =>
      wanted.only.length > 0 ? wanted.only.includes(name) : wanted.long || !long,
    );
    process.exitCode = await runStages(stages);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

async function prepare() {
  demandWritableCheckout();
  console.log("Interlock's checks and tests");
  await install("everything", refuseUnderRunningProduct);
  await step("generate", "preparing the database client", async () => {
    const { code, output } = await runTool("turbo/bin/turbo", [
      "run",
      "generate",
      "--ui=stream",
      "--output-logs=errors-only",
    ]);
    if (code !== 0) throw new Refusal(`The database client could not be generated:\n${output}`);
  });
}

/**
 * Runs stages and returns the exit code.
 * @param {readonly Stage[]} stages
 */
async function runStages(stages) {
  const startedAt = performance.now();
  const sum = { passed: 0, failed: 0, skipped: 0 };
  /** @type {string[]} */
  const summary = [];
  for (const { name, title, run } of stages) {
    const begunAt = performance.now();
    const result = await step(name, title, run);
    sum.passed += result.passed;
    sum.failed += result.failed;
    sum.skipped += result.skipped.length;
    const counts = `${result.passed} passed, ${result.failed} failed, ${result.skipped.length} skipped`;
    summary.push(
      `${name.padEnd(12)} ${formatDuration(performance.now() - begunAt).padStart(12)}  ${counts}`,
    );
    if (result.note) console.log(result.note);
    if (result.failed > 0) console.log(lastLines(result.output));
    for (const skip of result.skipped) say("skipped", skip);
    say(name, counts.replaceAll(",", ";"));
  }
  console.log(
    `\n${summary.join("\n")}\n${"all".padEnd(12)} ${formatDuration(performance.now() - startedAt).padStart(12)}\n`,
  );
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  return sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

/**
 * Keeps the end of a long output, where test runners put what failed.
 * @param {string} output
 */
function lastLines(output) {
  const lines = output.split("\n");
  if (lines.length <= LONGEST_OUTPUT) return output;
  return [`… ${lines.length - LONGEST_OUTPUT} lines above`, ...lines.slice(-LONGEST_OUTPUT)].join(
    "\n",
  );
}
