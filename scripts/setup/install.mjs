import { existsSync } from "node:fs";
import { join } from "node:path";
import { Refusal, ROOT } from "./checkout.mjs";
import { step } from "./progress.mjs";
import { readJson } from "./read-json.mjs";
import { runCommand } from "./run-command.mjs";
import { trimPackages } from "./trim-packages.mjs";

/**
 * What has to be installed: "product" is all that `npm start` needs, "everything" adds what only checks and tests use.
 * @typedef {"product" | "everything"} Scope
 *
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 */

const NO_NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED/;

/**
 * Returns the packages of package-lock.json that are not installed as it says, by comparing it with the record that
 * npm keeps of what it installed. Dates play no part: a fresh checkout of the same lock file needs nothing.
 * Packages for other platforms are optional and never counted.
 * @param {Record<string, LockedPackage>} locked
 * @param {Record<string, LockedPackage>} installed
 * @param {Scope} scope
 */
export function missingPackages(locked, installed, scope) {
  return Object.entries(locked)
    .filter(([path, entry]) => {
      if (path === "" || entry.optional || entry.devOptional) return false;
      if (entry.dev && scope === "product") return false;
      const found = installed[path];
      return found?.version !== entry.version || found?.integrity !== entry.integrity;
    })
    .map(([path]) => path);
}

/**
 * Reads the packages of a lock file; none when there is no such file.
 * @param {string} path
 * @returns {Record<string, LockedPackage>}
 */
function packagesOf(path) {
  const lock = /** @type {{ packages: Record<string, LockedPackage> } | undefined} */ (
    readJson(path)
  );
  return lock?.packages ?? {};
}

/**
 * Says in one sentence why npm failed and what to do.
 * @param {string} output
 */
export function explainFailure(output) {
  if (NO_NETWORK.test(output)) {
    return "Interlock could not download its packages: there is no network. Connect and run the same command again; what has been downloaded is kept.";
  }
  if (/ENOSPC/.test(output)) {
    return "Interlock could not install its packages: the disk is full. Free 1.5 GB and run the same command again.";
  }
  const reason = output
    .split("\n")
    .filter((line) => /npm error/.test(line))
    .slice(0, 6)
    .join("\n  ");
  return `Interlock could not install its packages; npm said:\n  ${reason || output.slice(-800)}`;
}

/** The npm that started us, or the one on the path. */
function npm() {
  const script = process.env.npm_execpath;
  if (script?.endsWith(".js")) return { program: process.execPath, args: [script] };
  return { program: process.platform === "win32" ? "npm.cmd" : "npm", args: [] };
}

/**
 * Runs npm in the checkout.
 * @param {readonly string[]} command
 */
function runNpm(command) {
  const { program, args } = npm();
  return runCommand(program, [...args, ...command]);
}

/** Asks once whether the registry can be reached: npm itself would try each package for minutes. */
async function isOnline() {
  const { output } = await runNpm(["ping", "--fetch-retries=0", "--fetch-timeout=10000"]);
  return !NO_NETWORK.test(output);
}

/**
 * Installs what `scope` needs with `npm ci`, unless it is all there. `beforeInstall` may refuse: npm starts by
 * deleting node_modules, which must not happen under a running product.
 * @param {Scope} scope
 * @param {() => void} beforeInstall
 */
export async function install(scope, beforeInstall) {
  const installed = packagesOf(join(ROOT, "node_modules", ".package-lock.json"));
  const missing = missingPackages(packagesOf(join(ROOT, "package-lock.json")), installed, scope);
  if (missing.length === 0) return;
  beforeInstall();
  // A developer's tools stay: a start after a changed lock file installs again what was there.
  const hadTools = existsSync(join(ROOT, "node_modules", "vitest"));
  const tools = scope === "everything" || hadTools ? "--include=dev" : "--omit=dev";
  const what = `installing (${missing.length} missing; about a minute the first time)`;
  await step("packages", what, async () => {
    // Without a network, what was downloaded before may still be enough.
    const source = (await isOnline()) ? "--prefer-offline" : "--offline";
    const { code, output } = await runNpm(["ci", tools, source]);
    if (code !== 0) throw new Refusal(explainFailure(output));
    trimPackages(join(ROOT, "node_modules"));
  });
}
