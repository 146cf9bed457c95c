import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./checkout.mjs";

const BUNDLE = join(ROOT, "apps/engine/dist/main.js");

/**
 * Writes what a run came to, with the build that it ran on, where `./interlock attest --sign --results` reads it.
 * @param {"tests" | "benchmark"} what
 * @param {{ complete: boolean, passed: number, failed: number, skipped: number }} counts
 */
export function noteResults(what, counts) {
  const file = join(ROOT, "node_modules/.cache/interlock-results", `${what}.json`);
  mkdirSync(dirname(file), { recursive: true });
  const format = "interlock-results-1";
  const results = { format, what, at: Date.now(), build: engineBuild(), ...counts };
  writeFileSync(file, `${JSON.stringify(results)}\n`);
}

function engineBuild() {
  if (!existsSync(BUNDLE)) return "";
  return createHash("sha256").update(readFileSync(BUNDLE)).digest("hex");
}
