import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readJson } from "./read-json.mjs";

/**
 * @typedef {object} Instance
 * @property {number} pid
 * @property {string} url
 * @property {string} startedAt
 */

/**
 * Returns the data folder of `./interlock start`: what its arguments name, else INTERLOCK_DATA_DIR, else `.interlock`.
 * @param {string} root
 * @param {readonly string[]} args
 */
export function dataFolder(root, args) {
  const joined = args.find((arg) => arg.startsWith("--data-dir="));
  const at = args.indexOf("--data-dir");
  const given = joined?.slice("--data-dir=".length) ?? (at === -1 ? undefined : args[at + 1]);
  const named = given ?? process.env.INTERLOCK_DATA_DIR;
  return named ? resolve(named) : join(root, ".interlock");
}

/**
 * Tells whether a process lives and is one of ours: where the system shows its command, that must name interlock, so
 * that a process number used again by a stranger is not taken for a running product.
 * @param {number} pid
 */
export function isOurs(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const command = `/proc/${pid}/cmdline`;
  return !existsSync(command) || readFileSync(command, "utf8").includes("interlock");
}

/**
 * Returns the product that runs from a data folder, or undefined.
 * @param {string} folder
 * @returns {Instance | undefined}
 */
export function runningInstance(folder) {
  const path = join(folder, "run", "supervisor.json");
  if (!existsSync(path)) return undefined;
  try {
    const instance = /** @type {Instance} */ (readJson(path));
    return Number.isInteger(instance.pid) && instance.pid > 0 && isOurs(instance.pid)
      ? instance
      : undefined;
  } catch {
    // A torn or foreign file names no running product; `./interlock start` writes a new one.
    return undefined;
  }
}
