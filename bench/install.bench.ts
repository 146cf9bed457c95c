import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { checkoutRoot } from "../apps/engine/src/config/checkout-root.ts";
import { reportRow } from "./harness/bench-row.ts";

/**
 * Line 30: a clone of what is committed here, with an empty home and nothing in npm's cache: from `npm start` until the
 * whole product is up and trades a generated day, and what its packages take on disk. One round: it downloads.
 */
const PORTS = ["console", "engine", "venue", "watchdog"].flatMap((part) => [`--${part}-port`, "0"]);

const folder = mkdtempSync(join(tmpdir(), "interlock-install-"));
const [clone, home] = [join(folder, "clone"), join(folder, "home")];
mkdirSync(home);
execFileSync("git", ["clone", "--quiet", checkoutRoot(), clone]);

const startedAt = performance.now();
const arguments_ = ["start", "--", "--generate", "--json", "--no-open", ...PORTS];
const product = spawn("npm", arguments_, {
  cwd: clone,
  env: { ...process.env, HOME: home, npm_config_cache: join(home, "npm") },
  stdio: ["ignore", "pipe", "inherit"],
  detached: true,
});
const seconds = await new Promise<number>((resolve, reject) => {
  createInterface({ input: product.stdout }).on("line", (line) => {
    if (line.startsWith('{"console"')) resolve((performance.now() - startedAt) / 1_000);
  });
  product.once("close", (code) => reject(new Error(`void: npm start ended with code ${code}`)));
});
if (product.pid !== undefined) process.kill(-product.pid, "SIGINT");
product.removeAllListeners("close");
if (product.exitCode === null) await once(product, "close");
const modules = join(clone, "node_modules");
const megabytes = Number(execFileSync("du", ["-sm", modules]).toString().split("\t")[0]);
rmSync(folder, { recursive: true, force: true });

const row = { better: "lower" } as const;
reportRow({
  name: "30 clean install to trading",
  value: seconds,
  unit: "s",
  goal: 60,
  baseline: 25,
  ...row,
});
reportRow({
  name: "30 node_modules of npm start",
  value: megabytes,
  unit: "MB",
  goal: 500,
  baseline: 451,
  ...row,
});
process.exit();
