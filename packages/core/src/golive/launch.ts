import type { IsoDate } from "../market/civil-date.ts";
import type { LimitSet } from "../risk/levels/limit-levels.ts";
import { SECOND_MS, type UnixMs } from "../time.ts";
import { bindingFaults, type LaunchBinding } from "./launch-binding.ts";

/** Time between the director's declaration and the first moment that may trade; anybody may abort meanwhile. */
export const COUNTDOWN_MS = 60 * SECOND_MS;

/** Market days for which an approval in force holds; after them the stations are polled again. */
export const LAUNCH_SESSIONS = 20;

/** Where a launch stands. All but the first two are ends: nothing leads back from them. */
export type LaunchStage = "counting" | "in_force" | "aborted" | "demoted" | "voided" | "expired";

/** How a launch ends. */
export type LaunchEnd = Exclude<LaunchStage, "counting" | "in_force">;

/** A person, as the record of a decision names them. */
export interface LaunchPerson {
  readonly userId: string;
  readonly name: string;
}

/** An approval of live trading from its declaration to its end. Plain data; never changed in place. */
export interface Launch {
  readonly launchId: string;
  /** Place of its declaration in the journal, where it can be proven. */
  readonly declaredSeq: number;
  readonly binding: LaunchBinding;
  /** The loosest limits that it covers: no version in force may be looser in any line. */
  readonly covered: LimitSet;
  readonly director: LaunchPerson;
  /** Who voted go, by station. */
  readonly stations: Readonly<Record<string, string>>;
  /** False where one person decided alone, after a cooling-off. */
  readonly fourEyes: boolean;
  /** In `sim` and `paper`: the same rules, and no money. */
  readonly rehearsal: boolean;
  /** The approval that it rests on; null where the stations alone decided. */
  readonly approvalId: string | null;
  readonly declaredAt: UnixMs;
  readonly goAt: UnixMs;
  readonly expiresAt: UnixMs;
  readonly stage: LaunchStage;
  /** The market day on which it began; null before. */
  readonly launchedOn: IsoDate | null;
  readonly endedAt: UnixMs | null;
  /** Why it ended; empty before. */
  readonly endedWhy: string;
}

/** Tells whether a launch can still come or stay in force. */
export function isStanding(launch: Launch | null): launch is Launch {
  return launch !== null && (launch.stage === "counting" || launch.stage === "in_force");
}

/**
 * Says why no order that adds risk may pass in live, or null where an approval is in force for exactly what runs. It
 * believes nothing but the launch itself: whoever calls it need not have noticed that something changed.
 */
export function launchObstacle(
  launch: Launch | null,
  running: LaunchBinding,
  now: UnixMs,
): string | null {
  if (launch === null) return "no go-live approval was ever given";
  if (launch.stage === "counting") return "the countdown is not over";
  if (launch.stage !== "in_force")
    return `the go-live approval ${launch.launchId} ${ENDED[launch.stage]}: ${launch.endedWhy}`;
  if (now >= launch.expiresAt) return `the go-live approval ${launch.launchId} has expired`;
  if (now < launch.goAt) return `the clock stands before the start of ${launch.launchId}`;
  const faults = bindingFaults(launch.binding, running);
  return faults.length === 0
    ? null
    : `the go-live approval is for something else: ${faults.join("; ")}`;
}

const ENDED: Readonly<Record<LaunchEnd, string>> = {
  aborted: "was aborted",
  demoted: "was demoted to paper",
  voided: "is void",
  expired: "has expired",
};
