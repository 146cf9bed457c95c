import { demandWritableCheckout, Refusal } from "../setup/checkout.mjs";
import { install } from "../setup/install.mjs";
import { noteResults } from "../setup/note-results.mjs";
import { formatDuration, say, step } from "../setup/progress.mjs";
import { runTool } from "../setup/run-command.mjs";
import { refuseUnderRunningProduct } from "../setup/start-product.mjs";
import { sumResults } from "./stage-result.mjs";
import { STAGES } from "./test-stages.mjs";
import { twoAtATime } from "./two-at-a-time.mjs";

/**
 * @typedef {import("./stage-result.mjs").StageResult} StageResult
 * @typedef {import("./test-stages.mjs").Stage} Stage
 */

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
    process.exitCode = await runStages(stages, wanted.only.length === 0);
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
 * Runs stages, those that may run beside one another two at a time, and returns the exit code.
 * @param {readonly Stage[]} stages
 * @param {boolean} complete
 */
async function runStages(stages, complete) {
  const startedAt = performance.now();
  /** @type {string[]} */
  const summary = [];
  /** @type {StageResult[]} */
  const results = [];
  for (const group of groupStages(stages)) {
    await twoAtATime(group, async (stage) => {
      const { result, line } = await runStage(stage);
      results.push(result);
      summary.push(line);
    });
  }
  const sum = sumResults(results);
  console.log(
    `\n${summary.join("\n")}\n${"all".padEnd(12)} ${formatDuration(performance.now() - startedAt).padStart(12)}\n`,
  );
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped.length} skipped`);
  const { passed, failed, skipped } = sum;
  noteResults("tests", { complete, passed, failed, skipped: skipped.length });
  return failed > 0 || passed === 0 ? 1 : 0;
}

/**
 * Splits stages into groups that run one after the other: neighbors that are static checks are one group.
 * @param {readonly Stage[]} stages
 * @returns {Stage[][]}
 */
export function groupStages(stages) {
  /** @type {Stage[][]} */
  const groups = [];
  for (const stage of stages) {
    const group = groups.at(-1);
    if (stage.isStatic && group?.[0]?.isStatic) group.push(stage);
    else groups.push([stage]);
  }
  return groups;
}

/**
 * Runs a stage, prints what it found, and returns that with its line of the summary.
 * @param {Stage} stage
 */
async function runStage({ name, title, run }) {
  const begunAt = performance.now();
  const result = await step(name, title, run);
  const counts = `${result.passed} passed, ${result.failed} failed, ${result.skipped.length} skipped`;
  if (result.note) console.log(result.note);
  if (result.failed > 0) console.log(lastLines(result.output));
  for (const skip of result.skipped) say("skipped", skip);
  say(name, counts.replaceAll(",", ";"));
  const took = formatDuration(performance.now() - begunAt);
  return { result, line: `${name.padEnd(12)} ${took.padStart(12)}  ${counts}` };
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
