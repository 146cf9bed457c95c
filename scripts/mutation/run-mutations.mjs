import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../setup/checkout.mjs";
import { install } from "../setup/install.mjs";
import { readJson } from "../setup/read-json.mjs";
import { runTool } from "../setup/run-command.mjs";
import { refuseUnderRunningProduct } from "../setup/start-product.mjs";
import { judgeSurvivors, survivorsOf } from "./judge-survivors.mjs";

/**
 * @typedef {import("./judge-survivors.mjs").Explained} Explained
 * @typedef {import("./judge-survivors.mjs").MutationReport} MutationReport
 * @typedef {import("./judge-survivors.mjs").Survivor} Survivor
 */

const CORE = "packages/core/src";
const REPORT = join(ROOT, "node_modules/.cache/mutation.json");
const EXPLAINED = join(ROOT, "config/mutation/explained.json");
const WHAT =
  "change core's risk, order and kill modules one place at a time; tell which changes no test notices.";
const USAGE = `npm run mutate: ${WHAT}
  PATTERN ...       change only these files, e.g. ${CORE}/risk/checks/*.ts
  --part FOLDER     change only the files of a folder of core, e.g. --part risk/checks
  --again           try everything again; otherwise only what changed since, or whose tests did.
                    Say so after a change of what core's rules stand on, e.g. of its numbers.`;

/**
 * Runs `npm run mutate`. The exit code is 1 when a change is noticed by no test and nobody has said why none can, or
 * when an explanation is needed no more.
 * @param {readonly string[]} args
 */
export async function runMutations(args) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: "boolean" },
      again: { type: "boolean" },
      part: { type: "string", multiple: true, default: [] },
    },
  });
  if (values.help === true) return void console.log(USAGE);
  await install("everything", refuseUnderRunningProduct);
  const chosen = [...positionals, ...values.part.map((part) => `${CORE}/${part}/**/*.ts`)];
  const options = [
    ...(values.again === true ? ["--force"] : []),
    ...(chosen.length === 0
      ? []
      : ["--mutate", [...chosen, "!**/*.test.ts", "!**/test/**"].join(",")]),
  ];
  // It takes long, and nobody waits for it: what else the machine does comes first.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const { code, output } = await runTool(
    "@stryker-mutator/core/bin/stryker.js",
    ["run", "config/mutation/stryker.config.mjs", ...options],
    { onLine: (line) => void (line.includes("tested (") && console.log(line)) },
  );
  if (code !== 0) {
    console.error(output);
    process.exitCode = 1;
    return undefined;
  }
  const isFine = tell(/** @type {MutationReport} */ (readJson(REPORT)), chosen.length === 0);
  process.exitCode = isFine ? 0 : 1;
  return undefined;
}

/**
 * Prints what no test notices, and how many changes of each file were tried. Tells whether everything is in order.
 * @param {MutationReport} report
 * @param {boolean} isWhole whether all files were changed: a part of them says nothing of the rest
 */
function tell(report, isWhole) {
  const { survivors, files } = survivorsOf(report);
  const { explained } = /** @type {{ explained: readonly Explained[] }} */ (readJson(EXPLAINED));
  const { unexplained, outdated } = judgeSurvivors(survivors, explained);
  for (const { file, line, was, becomes } of unexplained)
    console.error(`${file}:${line} noticed by no test: ${was}  ->  ${becomes}`);
  if (isWhole)
    for (const { file, was, becomes } of outdated)
      console.error(`${file} explained, and noticed by now, take it out: ${was}  ->  ${becomes}`);
  /** @param {readonly Survivor[]} all @param {string} file */
  const countOf = (all, file) => all.filter((one) => one.file === file).length;
  for (const [file, { tried, reached }] of Object.entries(files)) {
    const alive = countOf(survivors, file);
    const open = countOf(unexplained, file);
    console.log(
      `${file}: ${sum(tried, alive, open)}${reached === tried ? "" : `, ${tried - reached} not reached`}`,
    );
  }
  const tried = Object.values(files).reduce((total, one) => total + one.tried, 0);
  console.log(sum(tried, survivors.length, unexplained.length));
  return unexplained.length + (isWhole ? outdated.length : 0) === 0;
}

/**
 * @param {number} tried
 * @param {number} alive
 * @param {number} open
 */
function sum(tried, alive, open) {
  return `${tried} changes, ${tried - alive} noticed, ${alive - open} explained, ${open} neither`;
}
