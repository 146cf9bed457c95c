import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tsImport } from "tsx/esm/api";
import { ROOT } from "../setup/checkout.mjs";
import { faultPage } from "./fault-page.mjs";
import { formatRows, judgeRows } from "./fault-table.mjs";
import { catalogFaults, findFaultFiles } from "./fault-tests.mjs";
import { runFaultTests } from "./run-fault-tests.mjs";

/**
 * @typedef {import("../../apps/engine/test/faults/fault-row.ts").FaultTable} FaultTable
 */

export const PAGE = join(ROOT, "docs", "faults.md");
const USAGE = `npm run faults: run the tests of every fault row and tell row by row what became of them.
  --write         write docs/faults.md from the catalog, and run nothing
  C03 B04 ...     run only the tests of these rows`;

/**
 * Runs `npm run faults`. The exit code is 1 when a row failed or is missing.
 * @param {readonly string[]} args
 */
export async function runFaults(args) {
  if (args.includes("--help")) return void console.log(USAGE);
  const tables = await readCatalog();
  const files = findFaultFiles(ROOT);
  const faults = catalogFaults(tables, files);
  for (const fault of faults) console.error(fault);
  if (args.includes("--write")) {
    writeFileSync(PAGE, faultPage(tables, files));
    process.exitCode = faults.length === 0 ? 0 : 1;
    return undefined;
  }
  const unknown = unknownRows(tables, args);
  if (unknown.length > 0) {
    console.error(`No such row: ${unknown.join(", ")}. docs/faults.md lists them.\n${USAGE}`);
    process.exitCode = 1;
    return undefined;
  }
  const chosen = chooseRows(tables, args);
  const ids = new Set(chosen.flatMap(({ rows }) => rows.map(({ id }) => id)));
  const paths = files.filter((file) => file.ids.some((id) => ids.has(id))).map(({ path }) => path);
  const { tests, output, code } = await runFaultTests([...ids], paths);
  const rows = judgeRows(chosen, tests);
  console.log(`\n${formatRows(rows)}`);
  const isGood = rows.every(({ state }) => state === "passed" || state === "skipped");
  if (code !== 0) console.error(`\n${output}`);
  process.exitCode = isGood && code === 0 && faults.length === 0 ? 0 : 1;
  return undefined;
}

async function readCatalog() {
  const path = join(ROOT, "apps/engine/test/faults/catalog.ts");
  /** @type {unknown} */
  const module = await tsImport(path, import.meta.url);
  return /** @type {{ FAULT_TABLES: readonly FaultTable[] }} */ (module).FAULT_TABLES;
}

/**
 * @param {readonly FaultTable[]} tables
 * @param {readonly string[]} wanted
 * @returns {readonly FaultTable[]}
 */
function chooseRows(tables, wanted) {
  if (wanted.length === 0) return tables;
  return tables.map(({ title, rows }) => ({
    title,
    rows: rows.filter(({ id }) => wanted.includes(id)),
  }));
}

/**
 * Returns what was asked for and is no row of the catalog.
 * @param {readonly FaultTable[]} tables
 * @param {readonly string[]} wanted
 */
export function unknownRows(tables, wanted) {
  const known = new Set(tables.flatMap(({ rows }) => rows.map(({ id }) => id)));
  return wanted.filter((id) => !known.has(id));
}

/** Returns docs/faults.md as it is; empty when there is none. */
export function readPage() {
  try {
    return readFileSync(PAGE, "utf8");
  } catch {
    return "";
  }
}
