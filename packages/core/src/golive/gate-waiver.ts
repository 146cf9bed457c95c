import type { UnixMs } from "../time.ts";
import { nextMarketDay, newYorkDate } from "../market/calendar.ts";
import type { GateId } from "./gate-table.ts";
import type { LaunchPerson } from "./launch.ts";

/** A waiver lasts to the end of so many sessions at most. */
export const WAIVER_SESSIONS_MAX = 5;

/** A gate set aside for some sessions, by two people. It is in force once the second one agrees. */
export interface GateWaiver {
  readonly waiverId: string;
  readonly gate: GateId;
  readonly reason: string;
  readonly by: LaunchPerson;
  readonly askedAt: UnixMs;
  readonly expiresAt: UnixMs;
  readonly approvedBy: LaunchPerson | null;
}

/** Tells whether a waiver sets its gate aside now. */
export function isInForce({ approvedBy, expiresAt }: GateWaiver, now: UnixMs): boolean {
  return approvedBy !== null && now < expiresAt;
}

/** Returns the end of the session so many sessions from an instant: of 1, that of the next market day. */
export function endOfSession(now: UnixMs, sessions: number): UnixMs {
  let day = nextMarketDay(newYorkDate(now));
  for (let left = sessions - 1; left > 0; left -= 1) day = nextMarketDay(day.date);
  return day.closeAt;
}
