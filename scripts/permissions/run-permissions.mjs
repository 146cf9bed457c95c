import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tsImport } from "tsx/esm/api";
import { ROOT } from "../setup/checkout.mjs";
import { permissionPage } from "./permission-page.mjs";

/** @typedef {typeof import("../../packages/api/src/permissions.ts")} Permissions */
/** @typedef {typeof import("../../packages/api/src/view/scalars.ts")} Scalars */
/** @typedef {typeof import("../../packages/core/src/approval/approval-policy.ts")} Policy */

const PAGE = join(ROOT, "docs", "permissions.md");
const USAGE = `npm run permissions: print who may call which procedure.
  --write         write docs/permissions.md instead`;

/**
 * Runs `npm run permissions`.
 * @param {readonly string[]} args
 */
export async function runPermissions(args) {
  if (args.includes("--help")) return void console.log(USAGE);
  const { PERMISSIONS } = /** @type {Permissions} */ (await source("permissions.ts"));
  const { role } = /** @type {Scalars} */ (await source("view/scalars.ts"));
  const page = permissionPage(PERMISSIONS, role.options, await approves());
  if (args.includes("--write")) writeFileSync(PAGE, page);
  else console.log(page);
  return undefined;
}

/** @returns what a role approves, as people call it */
export async function approves() {
  const path = "../../core/src/approval/approval-policy.ts";
  const policy = /** @type {Policy} */ (await source(path));
  /** @param {import("../../packages/api/src/view/scalars.ts").Role} one */
  return (one) => policy.approvedBy(one).map((kind) => policy.SUBJECT_WORDS[kind]);
}

/**
 * @param {string} path below the sources of the API
 * @returns {Promise<unknown>}
 */
function source(path) {
  return tsImport(join(ROOT, "packages/api/src", path), import.meta.url);
}

/** Returns the page as it stands. */
export function readPermissionPage() {
  return readFileSync(PAGE, "utf8");
}
