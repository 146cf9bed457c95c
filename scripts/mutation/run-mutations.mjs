import { join } from "node:path";
import { ROOT } from "../setup/checkout.mjs";
import { install } from "../setup/install.mjs";
import { readJson } from "../setup/read-json.mjs";
import { runTool } from "../setup/run-command.mjs";
import { refuseUnderRunningProduct } from "../setup/start-product.mjs";
import { judgeSurvivors, survivorsOf } from "./judge-survivors.mjs";

/**
 * @typedef {import("./judge-survivors.mjs").Explained} Explained
 * @typedef {import("./judge-survivors.mjs").MutationReport} MutationReport
 */

const REPORT = join(ROOT, "node_modules/.cache/mutation.json");
const EXPLAINED = join(ROOT, "config/mutation/explained.json");
const WHAT =
  "change core's risk and order modules one place at a time; tell which changes no test notices.";
const USAGE = `npm run mutate: ${WHAT}
  PATTERN ...     change only these files, e.g. packages/core/src/risk/checks/*.ts`;

/**
 * Runs `npm run mutate`. The exit code is 1 when a change is noticed by no test and nobody has said why none can, or
 * when an explanation is needed no more.
 * @param {readonly string[]} args
 */
export async function runMutations(args) {
  if (args.includes("--help")) return void console.log(USAGE);
  await install("everything", refuseUnderRunningProduct);
  const chosen = args.length === 0 ? [] : ["--mutate", [...args, "!**/*.test.ts"].join(",")];
  const { code, output } = await runTool(
    "@stryker-mutator/core/bin/stryker.js",
    ["run", "config/mutation/stryker.config.mjs", ...chosen],
    { onLine: (line) => void (line.includes("tested (") && console.log(line)) },
  );
  if (code !== 0) {
    console.error(output);
    process.exitCode = 1;
    return undefined;
  }
  const { survivors, tried } = survivorsOf(/** @type {MutationReport} */ (readJson(REPORT)));
  const { explained } = /** @type {{ explained: readonly Explained[] }} */ (readJson(EXPLAINED));
  const { unexplained, outdated } = judgeSurvivors(survivors, explained);
  for (const { file, line, was, becomes } of unexplained)
    console.error(`${file}:${line} noticed by no test: ${was}  ->  ${becomes}`);
  // A part of the files says nothing of the rest.
  const isWhole = args.length === 0;
  if (isWhole)
    for (const { file, was, becomes } of outdated)
      console.error(`${file} explained, and noticed by now, take it out: ${was}  ->  ${becomes}`);
  const known = survivors.length - unexplained.length;
  console.log(
    `${tried} changes, ${tried - survivors.length} noticed, ${known} explained, ${unexplained.length} neither`,
  );
  process.exitCode = unexplained.length + (isWhole ? outdated.length : 0) === 0 ? 0 : 1;
  return undefined;
}
