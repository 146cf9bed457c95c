import { type CanaryStep, canaryStep } from "@interlock/core/golive/canary";
import { type GoLiveGuard, NO_GOLIVE } from "@interlock/core/golive/golive-guard";
import { launchObstacle } from "@interlock/core/golive/launch";
import { newYorkDate } from "@interlock/core/market/calendar";
import type { UnixMs } from "@interlock/core/time";
import type { EngineState } from "../state.ts";
import { runningBinding } from "./running-binding.ts";

/**
 * Returns what the approval of live trading means for an order at this moment. In `live` one is always needed; in `sim`
 * and `paper` only while a rehearsal is in force or was demoted, so that it shows what live would do. It is judged from
 * the journal's records alone, for every order anew, whatever else noticed a change or did not.
 */
export function launchGuard(state: EngineState, time: UnixMs): GoLiveGuard {
  if (!needsApproval(state)) return NO_GOLIVE;
  const { launch } = state.golive;
  const now = Math.max(time, state.time);
  const obstacle = rehearsedOnly(state) ?? launchObstacle(launch, runningBinding(state), now);
  return { obstacle, canary: canaryOf(state, now) };
}

/** Says that what stands was agreed for no money, where this is real money; null where that is not so. */
export function rehearsedOnly({ settings, golive }: EngineState): string | null {
  if (settings?.environment !== "live" || golive.launch?.rehearsal !== true) return null;
  return "it was a rehearsal, and nobody agreed to real money";
}

/** Tells whether new risk needs an approval here and now. */
export function needsApproval({ settings, golive }: EngineState): boolean {
  if (settings === null || settings.environment === "live") return true;
  const { launch } = golive;
  return launch?.rehearsal === true && (launch.stage === "in_force" || launch.stage === "demoted");
}

/** Returns the step of the ladder at a time; null where nothing is in force. */
export function canaryOf({ golive }: EngineState, now: UnixMs): CanaryStep | null {
  const { launch } = golive;
  if (launch === null || launch.launchedOn === null || launch.stage !== "in_force") return null;
  return canaryStep(launch.launchedOn, newYorkDate(now));
}
