import { knownAtStart } from "../../golive/known-at-start.ts";
import type { EngineStarted } from "../../input.ts";
import { restoredFrom } from "../../journal/recovery/restored-mark.ts";
import type { EngineState } from "../../state.ts";
import { type KillLatch, readKillLatch, readScopeLatches } from "../../watchdog/kill/kill-latch.ts";
import { newInstanceName } from "../instance-name.ts";
import type { RunOptions } from "../run-options.ts";

/** What the first input of this run says, but for its build: who we are, and what stops it from the start. */
export function startInput(
  { env, config, venueEnv }: RunOptions,
  state: EngineState,
  account: { readonly accountId: string; readonly accountNumber: string },
): Omit<EngineStarted, "build"> {
  const { accountId, accountNumber } = account;
  const restored = restoredFrom(env.dataDir);
  const isNew = state.instance === "" || restored !== "";
  return {
    kind: "engine_started",
    settings: config.settings,
    instance: isNew ? newInstanceName() : state.instance,
    accountId,
    accountNumber,
    ...knownAtStart(env.dataDir, state, venueEnv),
    haltedBecause: env.startHalted === "" ? restored : env.startHalted,
    latch: latchedKill(env.dataDir),
    scopeLatches: readScopeLatches(env.dataDir).map((latch) => ({
      scope: latch.scope,
      ...termsOf(latch),
    })),
  };
}

/** A kill that the watchdog latched holds the engine from its first input on. */
function latchedKill(dataDir: string): EngineStarted["latch"] {
  const latch = readKillLatch(dataDir);
  return latch === null ? null : termsOf(latch);
}

function termsOf({ mode, includeStops, reason, by, raised }: KillLatch) {
  const terms = { mode, includeStops, reason, by: by.name };
  return raised === undefined ? terms : { ...terms, raised };
}
