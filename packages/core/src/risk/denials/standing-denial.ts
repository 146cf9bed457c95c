import type { Ticker } from "../../ids.ts";
import type { TradingSession } from "../../market/calendar.ts";
import { countOf } from "../../number/count-of.ts";
import { describeShares as shares } from "../../number/describe-shares.ts";
import { formatPrice } from "../../number/price.ts";
import type { Quantity } from "../../number/quantity.ts";
import type { OrderPricing } from "../../order/order-intent.ts";
import type { Side } from "../../order/side.ts";
import { SECOND_MS } from "../../time.ts";
import type { SymbolPermission } from "../risk-context.ts";
import { describeStopCause, type StoppedOut } from "../stopped-out.ts";
import type { TradingState } from "../trading-state.ts";

/** Why an order was refused for how trading stands. Plain data, like every denial. */
export type StandingDenial =
  | {
      readonly code: "trading_state";
      readonly state: TradingState;
      readonly reducing: boolean;
      /** What a kill of a part of the account stops, e.g. "NVDA"; absent where all of it is held. */
      readonly scope?: string;
    }
  /** `what` begins the sentence: trading, a symbol, or a strategy. */
  | { readonly code: "after_resume"; readonly what: string; readonly leftMs: number }
  | {
      readonly code: "stop_loss";
      readonly phase: "closing" | "stopped_out";
      readonly stop: StoppedOut;
    }
  | {
      readonly code: "symbol_permission";
      readonly symbol: Ticker;
      readonly side: Side;
      readonly permission: SymbolPermission;
    }
  | { readonly code: "reconciliation_break"; readonly symbol: Ticker; readonly breaks: number }
  | {
      readonly code: "corporate_action";
      readonly symbol: Ticker;
      /** The action with its day, e.g. "SPY 2-for-1 split on 2026-11-24". */
      readonly action: string;
      /** Shares that a person may close meanwhile. */
      readonly closable: Quantity;
    }
  | { readonly code: "projection_lag"; readonly lagMs: number; readonly limitMs: number }
  | {
      readonly code: "session";
      readonly session: TradingSession;
      readonly type: OrderPricing["type"];
      readonly allowed: readonly TradingSession[];
    };

/** Says in one sentence what about trading refused the order. */
export function describeStanding(denial: StandingDenial): string {
  switch (denial.code) {
    case "trading_state":
      return describeTradingState(denial);
    case "after_resume":
      return `${denial.what} was resumed a moment ago: for another ${Math.ceil(denial.leftMs / SECOND_MS)} s only orders toward flat pass.`;
    case "stop_loss":
      return describeStop(denial);
    case "symbol_permission":
      return describePermission(denial);
    case "reconciliation_break":
      return `${denial.symbol} has ${countOf(denial.breaks, "unexplained difference")} to the venue: no new risk in it.`;
    case "corporate_action":
      return describeCorporateAction(denial);
    case "projection_lag":
      return `The database is ${denial.lagMs} ms behind the journal; the limit is ${denial.limitMs} ms.`;
    case "session":
      return describeSession(denial);
  }
}

type DenialOf<C extends StandingDenial["code"]> = Extract<StandingDenial, { readonly code: C }>;

function describeTradingState(denial: DenialOf<"trading_state">): string {
  if (denial.scope !== undefined)
    return `A kill stops ${denial.scope}: no order of it that adds risk passes until it is resumed.`;
  if (denial.state === "halted") {
    return "Trading is halted: only closing orders of people and stop-losses pass, and during a kill only its own.";
  }
  return `Trading is ${denial.state}: only orders toward flat pass, and this one is not.`;
}

function describeStop({ phase, stop }: DenialOf<"stop_loss">): string {
  const { symbol, side, averageEntry, mark, cause } = stop;
  const again =
    "once its own target has been at zero or on the other side, or on the next market day";
  const after =
    phase === "closing"
      ? "It is closing the position; nothing else is sent meanwhile."
      : `The strategy may ${side} again ${again}.`;
  if (cause?.rule === "broker")
    return `The position in ${symbol} was closed: ${describeStopCause(cause)}. ${after}`;
  const lost = `${stop.lossBps.toFixed(1)} bps at ${formatPrice(mark)} from ${formatPrice(averageEntry)}`;
  const why = cause === undefined ? "" : ` (${describeStopCause(cause)})`;
  return `The stop-loss of ${symbol} fired: ${lost}, limit ${stop.limitBps} bps${why}. ${after}`;
}

function describePermission({ symbol, side, permission }: DenialOf<"symbol_permission">): string {
  switch (permission) {
    case "none":
      return `${symbol} is not among the symbols that may be traded.`;
    case "close_only":
      return `${symbol} may only be closed, and this order opens.`;
    case "long_only":
      return `${symbol} may not be sold short, and this ${side} would.`;
    case "both":
      return `${symbol} may be traded on both sides.`;
  }
}

function describeCorporateAction({
  symbol,
  action,
  closable,
}: DenialOf<"corporate_action">): string {
  const rule = `a person may close up to ${shares(closable)}, and no other order in ${symbol} passes`;
  return `${action}: until the venue shows what it made of the position, ${rule}.`;
}

function describeSession(denial: DenialOf<"session">): string {
  if (denial.session === "closed") return "The market is closed.";
  if (!denial.allowed.includes(denial.session)) {
    return `The session is ${denial.session}; risk is allowed in ${denial.allowed.join(", ")}.`;
  }
  // As denials of before tell it: the order's type has a check of its own now.
  const rule = "only limit orders marked for extended hours trade";
  return `The session is ${denial.session}, where ${rule}; this ${denial.type} order is not one.`;
}
