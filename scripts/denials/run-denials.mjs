import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tsImport } from "tsx/esm/api";
import { ROOT } from "../setup/checkout.mjs";
import { denialPage } from "./denial-page.mjs";

/** @typedef {import("../../packages/core/test/denial-guide.ts").DenialGuideRow} DenialGuideRow */

const PAGE = join(ROOT, "docs", "denials.md");
const USAGE = `npm run denials: print every reason for which an order is refused.
  --write         write docs/denials.md instead`;

/**
 * Runs `npm run denials`.
 * @param {readonly string[]} args
 */
export async function runDenials(args) {
  if (args.includes("--help")) return void console.log(USAGE);
  /** @type {unknown} */
  const module = await tsImport(join(ROOT, "packages/core/test/denial-guide.ts"), import.meta.url);
  const rows = /** @type {{ DENIAL_GUIDE: readonly DenialGuideRow[] }} */ (module).DENIAL_GUIDE;
  const page = denialPage(rows);
  if (args.includes("--write")) writeFileSync(PAGE, page);
  else console.log(page);
  return undefined;
}

/** Returns the page as it stands. */
export function readDenialPage() {
  return readFileSync(PAGE, "utf8");
}
