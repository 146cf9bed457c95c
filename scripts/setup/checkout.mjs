import { accessSync, constants, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json, wherever the command was typed. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** A reason to stop that a person can act on: printed as one sentence, without a stack. */
export class Refusal extends Error {}

/**
 * Tells whether this process may write in `folder`.
 * @param {string} folder
 */
export function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Refuses a checkout that cannot hold its packages, build and data. */
export function demandWritableCheckout() {
  if (isWritable(ROOT)) return;
  throw new Refusal(
    `Interlock keeps its packages, build and data in ${ROOT}, but this user may not write there. Change the folder's owner or clone it elsewhere.`,
  );
}

/** Environment of every child: no tool reports home, and npm has a cache even where HOME is not ours. */
export function quietEnvironment() {
  const home = homedir();
  const cache = process.env.npm_config_cache ?? join(home, ".npm");
  const usable = isWritable(cache) || isWritable(dirname(cache));
  const ownCache = join(ROOT, ".interlock", "cache", "npm");
  if (!usable) mkdirSync(ownCache, { recursive: true });
  return {
    ...process.env,
    NEXT_TELEMETRY_DISABLED: "1",
    TURBO_TELEMETRY_DISABLED: "1",
    CHECKPOINT_DISABLE: "1",
    npm_config_cache: usable ? cache : ownCache,
    npm_config_update_notifier: "false",
  };
}
