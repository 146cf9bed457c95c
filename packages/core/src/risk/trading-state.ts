import { fail, ok, type Result } from "../result.ts";
import type { UnixMs } from "../time.ts";

/**
 * Whether the account may trade, and who says so.
 *
 * Several things can hold trading at once; the strictest hold decides. Anyone listed may impose one or make it
 * stricter. They are latched: none ends by itself, by a new day or by a restart. An operator's resume, with a reason,
 * ends all of them but those that only evidence can end, e.g. recovery's, which ends when the books agree with the
 * venue's.
 */

/** `active`: all orders; `reducing`: only those toward flat; `halted`: only closings that `haltClosings` names. */
export type TradingState = "active" | "reducing" | "halted";

/** Trading states from the freest to the strictest. */
export const TRADING_STATES: readonly TradingState[] = ["active", "reducing", "halted"];

/** Who may hold trading. */
export type HoldSource =
  | "operator"
  | "kill_switch"
  | "watchdog"
  | "daily_loss"
  | "circuit_breaker"
  | "drawdown"
  | "loss_streak"
  | "reject_rate"
  | "slippage"
  | "reconciliation"
  | "recovery"
  | "crash_loop"
  /** The order stream was away: reports may be missing until a comparison was asked for after its return. */
  | "order_stream"
  /** Another engine writes the account. */
  | "account_lease"
  /** Live trading waits for its approval. */
  | "approval"
  /** The venue takes no orders of this account. */
  | "venue_account"
  /** The venue has not answered for the account for too long. */
  | "account_stale"
  /** The venue refuses our key. */
  | "venue_key"
  /** The venue's clock and ours disagree. */
  | "venue_clock"
  /** The venue's calendar and ours disagree. */
  | "venue_calendar";

/** One reason for which trading is held. */
export interface TradingHold {
  readonly source: HoldSource;
  readonly state: "reducing" | "halted";
  readonly reason: string;
  readonly at: UnixMs;
  /** The person, where it was one. */
  readonly by: string | null;
}

/** The account's trading state with the holds that make it. Plain data; no hold means active. */
export interface TradingControl {
  readonly state: TradingState;
  /** At most one for each source, ordered by source. */
  readonly holds: readonly TradingHold[];
}

/** Who resumes, and why. */
export interface ResumeRequest {
  readonly by: string;
  readonly reason: string;
  /** Holds that this resume may not end, e.g. of a breaker whose figure is still beyond its limit. */
  readonly keeping?: readonly HoldSource[];
}

/** Holds on facts: they end when the fact does, and no resume can shorten them. */
const ENDED_BY_EVIDENCE: readonly HoldSource[] = [
  "recovery",
  "reconciliation",
  "order_stream",
  "account_lease",
  "approval",
  "venue_account",
  "account_stale",
  "venue_key",
  "venue_clock",
  "venue_calendar",
];

/** Tells whether a hold of this source ends when its fact does, and not by a resume. */
export function endsByEvidence(source: HoldSource): boolean {
  return ENDED_BY_EVIDENCE.includes(source);
}

/** Nothing holds. */
export const ACTIVE_CONTROL: TradingControl = { state: "active", holds: [] };

/** Returns how strict a state is: 0 active, 1 reducing, 2 halted. */
export function strictness(state: TradingState): number {
  return TRADING_STATES.indexOf(state);
}

/** Returns the control with a hold added. Only a stricter one of the same source replaces it: the first cause stays. */
export function imposeHold(control: TradingControl, hold: TradingHold): TradingControl {
  const standing = control.holds.find((one) => one.source === hold.source);
  if (standing !== undefined && strictness(standing.state) >= strictness(hold.state))
    return control;
  const others = control.holds.filter((one) => one.source !== hold.source);
  return fromHolds([...others, hold]);
}

/** Returns the control after what a source held trading for is over: its own hold ends, no other. */
export function releaseHold(control: TradingControl, source: HoldSource): TradingControl {
  return fromHolds(control.holds.filter((hold) => hold.source !== source));
}

/** Returns the control after an operator's resume, or why it is refused. What still holds after it is in the result. */
export function resumeTrading(
  control: TradingControl,
  request: ResumeRequest,
): Result<TradingControl> {
  if (request.reason.trim() === "")
    return fail("a resume needs a reason: say what was found and why it is safe");
  if (control.holds.length === 0) return fail("trading is active already");
  const staying = control.holds.filter(
    ({ source }) => endsByEvidence(source) || request.keeping?.includes(source) === true,
  );
  if (staying.length === control.holds.length) {
    const reasons = staying.map(({ reason }) => reason).join("; ");
    return fail(`a resume cannot shorten what holds trading (${reasons})`);
  }
  return ok(fromHolds(staying));
}

function fromHolds(holds: readonly TradingHold[]): TradingControl {
  const sources = holds.map(({ source }) => source).sort();
  const state = TRADING_STATES.findLast((one) => holds.some((hold) => hold.state === one));
  return {
    state: state ?? "active",
    holds: sources.flatMap((source) => holds.filter((hold) => hold.source === source)),
  };
}
