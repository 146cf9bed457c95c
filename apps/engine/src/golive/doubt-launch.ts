import { isStanding } from "@interlock/core/golive/launch";
import type { Decision } from "../decision.ts";
import type { EngineStarted } from "../input.ts";
import { endLaunch } from "./watch-launch.ts";

/**
 * A start believes a launch only where the journal's entries show it: a snapshot is a shortcut, and somebody may have
 * written one. A countdown does not outlive the process that showed it.
 */
export function doubtLaunch(decision: Decision, { launchProven, venueKey }: EngineStarted): void {
  noteKey(decision, venueKey);
  const { launch } = decision.state.golive;
  if (!isStanding(launch)) return;
  if (launchProven !== launch.launchId) {
    const why = "no entry of the journal shows it as the snapshot holds it";
    return endLaunch(decision, { stage: "voided", why, by: null });
  }
  if (launch.stage === "counting") {
    const why = "the engine started again during the countdown";
    endLaunch(decision, { stage: "aborted", why, by: null });
  }
}

function noteKey(decision: Decision, key: EngineStarted["venueKey"]): void {
  if (key === undefined) return;
  if (decision.state.golive.key?.fingerprint === key.fingerprint) return;
  decision.emit({ kind: "venue_key_seen", ...key });
}
