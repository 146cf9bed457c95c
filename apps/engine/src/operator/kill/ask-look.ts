import { LOOK_TEMPO, firstPace, nextPace } from "@interlock/core/kill/look-pace";
import type { Decision } from "../../decision.ts";
import { CLOCK_MS } from "../../input.ts";
import { runningKills } from "../../kill-in-force.ts";
import type { KillState } from "../../records/kill-record.ts";

/**
 * When a kill looks at the venue: at once where somebody asked, often at first, then less and less while nothing
 * changes, and as soon as orders that wait for their turn may be canceled. One look serves every kill under way.
 */

/** Somebody pressed again: the venue is looked at now, not when a slow pace would have it. */
export function lookSoon(decision: Decision): void {
  const { sweeps } = decision.views;
  sweeps.pace = firstPace(LOOK_TEMPO);
  if (sweeps.inFlight === null) lookNow(decision);
}

/** A look was answered, or failed: how long to wait for the next. */
export function noteLooked({ views }: Decision, changed: boolean): void {
  views.sweeps.inFlight = null;
  views.sweeps.waitedMs = 0;
  views.sweeps.pace = nextPace(views.sweeps.pace, changed, LOOK_TEMPO);
}

/** A look costs requests too: for fewer cancels than that nobody looks before it is time. */
const WORTH_A_LOOK = 30;

/** Looks when it is time. Called with every clock input. */
export function lookWhenDue(decision: Decision): void {
  const { sweeps } = decision.views;
  sweeps.waitedMs += Math.max(CLOCK_MS, decision.time - sweeps.countedAt);
  sweeps.countedAt = decision.time;
  // What waits for its turn goes as soon as the venue's requests of a minute allow, however seldom it is looked.
  const room = decision.views.cancelPace.room(decision.time);
  const mayGo = sweeps.cancelsWait && room >= WORTH_A_LOOK;
  if (sweeps.inFlight === null && (mayGo || sweeps.waitedMs >= sweeps.pace.delayMs))
    lookNow(decision);
}

/** Tells whether a look was asked for by a kill. */
export function isLookOf(killId: string, { killId: own }: KillState): boolean {
  return killId.split(ID_JOINT).includes(own);
}

/** Between the ids of the kills that share a look. */
const ID_JOINT = "+";

/** Asks what the venue shows now. */
export function lookNow(decision: Decision): void {
  const { sweeps } = decision.views;
  const killId = runningKills(decision.state)
    .map((kill) => kill.killId)
    .join(ID_JOINT);
  sweeps.inFlight = killId;
  sweeps.filledMeanwhile = false;
  sweeps.shownMeanwhile = false;
  sweeps.cancelsWait = false;
  sweeps.waitedMs = 0;
  sweeps.countedAt = decision.time;
  decision.perform({ kind: "sweep_venue", killId });
}
