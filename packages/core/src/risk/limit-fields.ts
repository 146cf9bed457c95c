import { assert } from "../assert.ts";
import type { TradingSession } from "../market/calendar.ts";
import type { Money } from "../number/money.ts";
import type { Quantity } from "../number/quantity.ts";
import type { LimitKey, Limits } from "./limits.ts";
import type { SymbolListKey } from "./lists/symbol-lists.ts";

/** Names of the limits whose value is a T. */
export type LimitKeysOf<T> = {
  readonly [K in LimitKey]: Limits[K] extends T ? K : never;
}[LimitKey];

/**
 * A limit's name together with how its value is written: the two always fit. `sessions` is a set of session names,
 * `symbols` a list of tickers, `switch` "on" or "off".
 */
export type LimitKind =
  | { readonly unit: "shares"; readonly key: LimitKeysOf<Quantity> }
  | { readonly unit: "usd"; readonly key: LimitKeysOf<Money> }
  | { readonly unit: "bps" | "ms" | "count"; readonly key: LimitKeysOf<number> }
  | { readonly unit: "sessions"; readonly key: "sessions" }
  | { readonly unit: "switch"; readonly key: LimitKeysOf<boolean> }
  | { readonly unit: "symbols"; readonly key: SymbolListKey };

/** How a limit is written. */
export type LimitUnit = LimitKind["unit"];

/** The units of limits that are numbers. */
export type NumberUnit = Exclude<LimitUnit, "sessions" | "symbols" | "switch">;

/** What one limit means: the one table behind validation, console, command line and documentation. */
export type LimitField = LimitKind & {
  readonly label: string;
  /** Which change makes it stricter. For sessions and symbols: fewer or more of them. */
  readonly tighter: "lower" | "higher";
  /** What happens at the limit, in words. */
  readonly blocks: string;
};

/** Sessions in which limits may allow trading, in the order of the day. */
export const TRADABLE_SESSIONS: readonly TradingSession[] = ["overnight", "pre", "regular", "post"];

/** Every limit, in the order in which people read them. */
export const LIMIT_FIELDS: readonly LimitField[] = [
  {
    key: "maxOrderQuantity",
    label: "Order quantity",
    unit: "shares",
    tighter: "lower",
    blocks: "Denies an order for more shares.",
  },
  {
    key: "maxOrderNotional",
    label: "Order notional",
    unit: "usd",
    tighter: "lower",
    blocks: "Denies an order worth more.",
  },
  {
    key: "maxPositionQuantity",
    label: "Position quantity",
    unit: "shares",
    tighter: "lower",
    blocks:
      "Denies an order that could take one symbol's position, open orders included, beyond it.",
  },
  {
    key: "maxPositionNotional",
    label: "Position notional",
    unit: "usd",
    tighter: "lower",
    blocks:
      "Denies an order that could make one symbol's position, open orders included, worth more.",
  },
  {
    key: "maxGrossExposure",
    label: "Gross exposure",
    unit: "usd",
    tighter: "lower",
    blocks:
      "Denies an order that could take all positions together, open orders included, beyond it.",
  },
  {
    key: "maxDailyLoss",
    label: "Daily loss",
    unit: "usd",
    tighter: "lower",
    blocks: "Stops all new risk when the day's loss, realized and unrealized, reaches it.",
  },
  {
    key: "maxOpenOrders",
    label: "Open orders",
    unit: "count",
    tighter: "lower",
    blocks: "Denies an order while that many are open on the account.",
  },
  {
    key: "maxOrdersPerMinute",
    label: "Orders per minute",
    unit: "count",
    tighter: "lower",
    blocks: "Denies an order when that many were approved in the last 60 seconds.",
  },
  {
    key: "duplicateIntentWindowMs",
    label: "Duplicate window",
    unit: "ms",
    tighter: "higher",
    blocks: "Denies an order equal to one approved within it.",
  },
  {
    key: "priceCollarBps",
    label: "Price collar",
    unit: "bps",
    tighter: "lower",
    blocks: "Denies an order priced further from the midpoint.",
  },
  {
    key: "maxQuoteAgeMs",
    label: "Quote age",
    unit: "ms",
    tighter: "lower",
    blocks: "Denies an order while the symbol's last quote is older.",
  },
  {
    key: "maxProjectionLagMs",
    label: "Projection lag",
    unit: "ms",
    tighter: "lower",
    blocks: "Denies an order while the database is further behind the journal.",
  },
  {
    key: "stopLossBps",
    label: "Stop-loss",
    unit: "bps",
    tighter: "lower",
    blocks: "Closes a position that has lost this share of its cost.",
  },
  {
    key: "breakerRejectsMax",
    label: "Breaker: rejects",
    unit: "count",
    tighter: "lower",
    blocks: "Stops all new risk when the venue rejected that many orders within the window.",
  },
  {
    key: "breakerRejectsWindowMs",
    label: "Breaker: rejects window",
    unit: "ms",
    tighter: "higher",
    blocks: "The window in which rejects are counted.",
  },
  {
    key: "breakerPriceMoveBps",
    label: "Breaker: price move",
    unit: "bps",
    tighter: "lower",
    blocks: "Stops all new risk when a traded symbol moved that far within the window.",
  },
  {
    key: "breakerPriceMoveWindowMs",
    label: "Breaker: price move window",
    unit: "ms",
    tighter: "higher",
    blocks: "The window in which a price move is measured.",
  },
  {
    key: "maxDrawdownBps",
    label: "Drawdown",
    unit: "bps",
    tighter: "lower",
    blocks: "Stops all new risk when equity has fallen this far below its high-water mark.",
  },
  {
    key: "breakerLossStreak",
    label: "Breaker: losses in a row",
    unit: "count",
    tighter: "lower",
    blocks: "Stops all new risk when that many positions in a row were closed at a loss.",
  },
  {
    key: "breakerRejectShareBps",
    label: "Breaker: reject rate",
    unit: "bps",
    tighter: "lower",
    blocks: "Stops all new risk when the venue rejects this share of the latest orders.",
  },
  {
    key: "breakerSlippageBps",
    label: "Breaker: slippage",
    unit: "bps",
    tighter: "lower",
    blocks:
      "Stops all new risk when most of the latest orders filled this much worse than at arrival.",
  },
  {
    key: "trailingStopBps",
    label: "Trailing stop",
    unit: "bps",
    tighter: "lower",
    blocks: "Closes a position whose price has come back this far from its best since the entry.",
  },
  {
    key: "timeStopMinutes",
    label: "Time stop, minutes",
    unit: "count",
    tighter: "lower",
    blocks: "Closes a position that was entered this many minutes ago and stands at a loss.",
  },
  {
    key: "maxUncoveredMs",
    label: "Without a stop",
    unit: "ms",
    tighter: "lower",
    blocks: "Raises an alarm when shares have been covered by no stop for longer.",
  },
  {
    key: "rollingWindowMs",
    label: "Rolling window",
    unit: "ms",
    tighter: "higher",
    blocks: "The window in which orders and their worth are added up.",
  },
  {
    key: "maxWindowOrders",
    label: "Orders in the window",
    unit: "count",
    tighter: "lower",
    blocks: "Denies new risk when that many orders took risk within the rolling window.",
  },
  {
    key: "maxWindowNotional",
    label: "Notional in the window",
    unit: "usd",
    tighter: "lower",
    blocks: "Denies an order that takes what was ordered within the rolling window beyond it.",
  },
  {
    key: "maxSymbolWindowOrders",
    label: "Strategy's orders in the window",
    unit: "count",
    tighter: "lower",
    blocks:
      "Denies new risk when one strategy had that many orders in the symbol within the rolling window.",
  },
  {
    key: "maxSymbolWindowNotional",
    label: "Strategy's notional in the window",
    unit: "usd",
    tighter: "lower",
    blocks:
      "Denies an order that takes what one strategy ordered in the symbol within the rolling window beyond it.",
  },
  {
    key: "maxNetExposure",
    label: "Net exposure",
    unit: "usd",
    tighter: "lower",
    blocks: "Denies an order that could take long less short, either way, beyond it.",
  },
  {
    key: "maxLongExposure",
    label: "Long exposure",
    unit: "usd",
    tighter: "lower",
    blocks: "Denies an order that could take all long positions together beyond it.",
  },
  {
    key: "maxShortExposure",
    label: "Short exposure",
    unit: "usd",
    tighter: "lower",
    blocks: "Denies an order that could take all short positions together beyond it.",
  },
  {
    key: "maxConcentrationBps",
    label: "Concentration",
    unit: "bps",
    tighter: "lower",
    blocks:
      "Denies an order that could make one symbol's position a larger share of the account's equity.",
  },
  {
    key: "maxSectorExposureBps",
    label: "Sector exposure",
    unit: "bps",
    tighter: "lower",
    blocks: "Denies an order that could take one sector beyond this share of equity.",
  },
  {
    key: "maxLeverageBps",
    label: "Leverage",
    unit: "bps",
    tighter: "lower",
    blocks:
      "Denies an order that could take gross exposure beyond this share of equity; 10000 bps are once the equity.",
  },
  {
    key: "maxAccountAgeMs",
    label: "Account figures' age",
    unit: "ms",
    tighter: "lower",
    blocks: "Takes no buying power for granted that the venue has not confirmed for longer.",
  },
  {
    key: "warmUpMs",
    label: "Warm-up",
    unit: "ms",
    tighter: "higher",
    blocks: "Takes no new risk for that long after a start.",
  },
  {
    key: "maxCancelsPerMinute",
    label: "Cancels per minute",
    unit: "count",
    tighter: "lower",
    blocks:
      "Denies new risk when that many cancels were asked for in the last 60 seconds; cancels themselves always pass.",
  },
  {
    key: "maxMessagesPerSecond",
    label: "Messages per second",
    unit: "count",
    tighter: "lower",
    blocks: "Denies new risk beyond that many orders and cancels in one second.",
  },
  {
    key: "maxRepeatedFills",
    label: "Repeated executions",
    unit: "count",
    tighter: "lower",
    blocks:
      "Turns a strategy off when that many of its orders on one side of a symbol have filled within the rolling window; a person turns it on again.",
  },
  {
    key: "maxOrderVolumeBps",
    label: "Order, share of daily volume",
    unit: "bps",
    tighter: "lower",
    blocks: "Denies an order for a larger share of what trades in a session on average.",
  },
  {
    key: "maxPositionVolumeBps",
    label: "Position, share of daily volume",
    unit: "bps",
    tighter: "lower",
    blocks: "Denies an order that could make a position a larger share of a session's volume.",
  },
  {
    key: "sessions",
    label: "Sessions",
    unit: "sessions",
    tighter: "lower",
    blocks: "Denies an order that takes risk outside them.",
  },
  {
    key: "shortSelling",
    label: "Short selling",
    unit: "switch",
    tighter: "lower",
    blocks: "When off, denies a sale of what is not held.",
  },
  {
    key: "allowUnknownVolume",
    label: "Unknown daily volume",
    unit: "switch",
    tighter: "lower",
    blocks: "When off, denies new risk in a symbol whose average daily volume is not known.",
  },
  {
    key: "restricted",
    label: "Restricted symbols",
    unit: "symbols",
    tighter: "higher",
    blocks: "Denies an order that takes risk in one of them; closing orders pass.",
  },
  {
    key: "allowed",
    label: "Allowed symbols",
    unit: "symbols",
    tighter: "lower",
    blocks: "Denies an order that takes risk in any other symbol; closing orders pass.",
  },
];

const fieldByKey: ReadonlyMap<string, LimitField> = new Map(
  LIMIT_FIELDS.map((field) => [field.key, field]),
);

/** Returns what a limit means. */
export function limitField(key: LimitKey): LimitField {
  const field = fieldByKey.get(key);
  assert(field !== undefined, `limit ${key} has no field`);
  return field;
}

/** Tells whether there is a limit of that name. */
export function isLimitKey(key: string): key is LimitKey {
  return fieldByKey.has(key);
}
