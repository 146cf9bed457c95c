import { type KillTerms, removesStops } from "../kill/kill-terms.ts";
import type { HoldSource, TradingControl } from "./trading-state.ts";

/**
 * Whose closing orders pass although trading is halted; a flattening kill's own always do. A halt that a person wanted
 * stops new risk, and is no reason to leave a position without its stop-loss, or to keep a person from closing it.
 * `people`: those of a person. `all`: those of stop-losses too.
 */
export type HaltClosings = "none" | "people" | "all";

/** A kill as far as it bears on this. */
export interface KillInForce extends KillTerms {
  readonly stage: string;
}

/** Holds that only say "no new risk". All others doubt our books, our place as the writer, or the venue. */
const NO_NEW_RISK: readonly HoldSource[] = ["operator", "kill_switch"];

/**
 * Returns whose closings pass while trading is halted. A kill that cancels or flattens has the account to itself until
 * it is proven; one that removed the protective stops has put the stop-losses off as well.
 */
export function haltClosings(control: TradingControl, kill: KillInForce | null): HaltClosings {
  if (control.state !== "halted") return "all";
  let killed = false;
  for (const { state, source } of control.holds) {
    if (state === "halted" && !NO_NEW_RISK.includes(source)) return "none";
    if (source === "kill_switch") killed = true;
  }
  return killed && kill !== null ? closingsUnder(kill) : "all";
}

/** Returns whose closings pass what a kill stops, of the whole account or of a part of it. */
export function closingsUnder(kill: KillInForce): HaltClosings {
  if (kill.mode === "halt") return "all";
  if (kill.stage !== "proven") return "none";
  return removesStops(kill) ? "people" : "all";
}

/** Returns whose closings pass several halts: whoever every one of them lets through. */
export function strictestClosings(one: HaltClosings, other: HaltClosings): HaltClosings {
  if (one === "none" || other === "none") return "none";
  return one === "people" || other === "people" ? "people" : "all";
}
