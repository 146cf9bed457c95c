import { existsSync, readFileSync } from "node:fs";

/**
 * Reads a JSON file; undefined when there is none.
 * @param {string} path
 * @returns {unknown}
 */
export function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}
