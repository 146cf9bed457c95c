import type { TradingSession } from "../market/calendar.ts";
import { formatMoney, type Money, parseMoney } from "../number/money.ts";
import { formatQuantity, parseQuantity, type Quantity } from "../number/quantity.ts";
import { nearestName } from "../nearest-name.ts";
import { fail, ok, type Result } from "../result.ts";
import {
  isLimitKey,
  LIMIT_FIELDS,
  type LimitField,
  type LimitKeysOf,
  limitField,
  TRADABLE_SESSIONS,
} from "./limit-fields.ts";
import { allowedRange } from "./levels/limit-range.ts";
import type { LimitKey, Limits } from "./limits.ts";
import {
  allowedSymbols,
  formatSymbols,
  parseSymbols,
  type SymbolListKey,
} from "./lists/symbol-lists.ts";

/**
 * Limits as text: the form of the wire, the database and the edit form. Shares and dollars are exact decimals,
 * hundredths of a percent decimals, milliseconds and counts whole numbers, sessions and symbols names joined by commas.
 */
export type LimitsText = Readonly<Record<LimitKey, string>>;

/** One thing that is wrong with limits: a sentence naming the limit, the value and what is allowed. */
export interface LimitFault {
  readonly key: string;
  readonly message: string;
}

/** Limits read from text, or everything that is wrong with it. */
export type LimitsReading =
  | { readonly ok: true; readonly limits: Limits }
  | { readonly ok: false; readonly faults: readonly LimitFault[] };

/** Writes one limit. */
export function formatLimit(field: LimitField, limits: Limits): string {
  switch (field.unit) {
    case "shares":
      return formatQuantity(limits[field.key]);
    case "usd":
      return formatMoney(limits[field.key]);
    case "bps":
    case "ms":
    case "count":
      return String(limits[field.key]);
    case "sessions":
      return formatSessions(limits.sessions);
    case "switch":
      return formatSwitch(limits[field.key]);
    case "symbols":
      return formatSymbols(field.key, limits[field.key]);
  }
}

/** Writes all limits. */
export function formatLimits(limits: Limits): LimitsText {
  const shares = (key: LimitKeysOf<Quantity>) => formatQuantity(limits[key]);
  const usd = (key: LimitKeysOf<Money>) => formatMoney(limits[key]);
  const plain = (key: LimitKeysOf<number>) => String(limits[key]);
  return {
    maxOrderQuantity: shares("maxOrderQuantity"),
    maxOrderNotional: usd("maxOrderNotional"),
    maxPositionQuantity: shares("maxPositionQuantity"),
    maxPositionNotional: usd("maxPositionNotional"),
    maxGrossExposure: usd("maxGrossExposure"),
    maxDailyLoss: usd("maxDailyLoss"),
    maxOpenOrders: plain("maxOpenOrders"),
    maxOrdersPerMinute: plain("maxOrdersPerMinute"),
    duplicateIntentWindowMs: plain("duplicateIntentWindowMs"),
    priceCollarBps: plain("priceCollarBps"),
    maxQuoteAgeMs: plain("maxQuoteAgeMs"),
    maxProjectionLagMs: plain("maxProjectionLagMs"),
    stopLossBps: plain("stopLossBps"),
    breakerRejectsMax: plain("breakerRejectsMax"),
    breakerRejectsWindowMs: plain("breakerRejectsWindowMs"),
    breakerPriceMoveBps: plain("breakerPriceMoveBps"),
    breakerPriceMoveWindowMs: plain("breakerPriceMoveWindowMs"),
    maxDrawdownBps: plain("maxDrawdownBps"),
    breakerLossStreak: plain("breakerLossStreak"),
    breakerRejectShareBps: plain("breakerRejectShareBps"),
    breakerSlippageBps: plain("breakerSlippageBps"),
    trailingStopBps: plain("trailingStopBps"),
    timeStopMinutes: plain("timeStopMinutes"),
    maxUncoveredMs: plain("maxUncoveredMs"),
    rollingWindowMs: plain("rollingWindowMs"),
    maxWindowOrders: plain("maxWindowOrders"),
    maxWindowNotional: usd("maxWindowNotional"),
    maxSymbolWindowOrders: plain("maxSymbolWindowOrders"),
    maxSymbolWindowNotional: usd("maxSymbolWindowNotional"),
    maxNetExposure: usd("maxNetExposure"),
    maxLongExposure: usd("maxLongExposure"),
    maxShortExposure: usd("maxShortExposure"),
    maxConcentrationBps: plain("maxConcentrationBps"),
    maxSectorExposureBps: plain("maxSectorExposureBps"),
    maxLeverageBps: plain("maxLeverageBps"),
    maxAccountAgeMs: plain("maxAccountAgeMs"),
    warmUpMs: plain("warmUpMs"),
    maxCancelsPerMinute: plain("maxCancelsPerMinute"),
    maxMessagesPerSecond: plain("maxMessagesPerSecond"),
    maxRepeatedFills: plain("maxRepeatedFills"),
    maxOrderVolumeBps: plain("maxOrderVolumeBps"),
    maxPositionVolumeBps: plain("maxPositionVolumeBps"),
    sessions: formatSessions(limits.sessions),
    shortSelling: formatSwitch(limits.shortSelling),
    allowUnknownVolume: formatSwitch(limits.allowUnknownVolume),
    restricted: formatSymbols("restricted", limits.restricted),
    allowed: formatSymbols("allowed", limits.allowed),
  };
}

/** Limits as far as they could be read. */
type LimitsRead = { readonly [K in LimitKey]: Limits[K] | undefined };

function isComplete(read: LimitsRead): read is Limits {
  return Object.values(read).every((value) => value !== undefined);
}

/**
 * Reads all limits from text: every one must be there, well formed and of a possible size; nothing else may be there.
 * Whether they fit each other and their ceilings is `checkLimits`'s business.
 */
export function parseLimits(text: Readonly<Record<string, string>>): LimitsReading {
  const unread: LimitFault[] = [];
  const take = <T>(key: LimitKey, read: (value: string) => Result<T>): T | undefined => {
    const value = text[key];
    const result = value === undefined ? fail("is missing") : read(value);
    if (result.ok) return result.value;
    unread.push({ key, message: `${key} ${result.error}: must be ${allowedValue(key)}` });
    return undefined;
  };
  const shares = (key: LimitKeysOf<Quantity>) => take(key, parseQuantity);
  const usd = (key: LimitKeysOf<Money>) => take(key, parseMoney);
  const whole = (key: LimitKeysOf<number>) => take(key, parseWhole);
  const symbols = (key: SymbolListKey) => take(key, (value) => parseSymbols(key, value));
  const decimal = (key: LimitKeysOf<number>) => take(key, parseDecimal);
  const read: LimitsRead = {
    maxOrderQuantity: shares("maxOrderQuantity"),
    maxOrderNotional: usd("maxOrderNotional"),
    maxPositionQuantity: shares("maxPositionQuantity"),
    maxPositionNotional: usd("maxPositionNotional"),
    maxGrossExposure: usd("maxGrossExposure"),
    maxDailyLoss: usd("maxDailyLoss"),
    maxOpenOrders: whole("maxOpenOrders"),
    maxOrdersPerMinute: whole("maxOrdersPerMinute"),
    duplicateIntentWindowMs: whole("duplicateIntentWindowMs"),
    priceCollarBps: decimal("priceCollarBps"),
    maxQuoteAgeMs: whole("maxQuoteAgeMs"),
    maxProjectionLagMs: whole("maxProjectionLagMs"),
    stopLossBps: decimal("stopLossBps"),
    breakerRejectsMax: whole("breakerRejectsMax"),
    breakerRejectsWindowMs: whole("breakerRejectsWindowMs"),
    breakerPriceMoveBps: decimal("breakerPriceMoveBps"),
    breakerPriceMoveWindowMs: whole("breakerPriceMoveWindowMs"),
    maxDrawdownBps: decimal("maxDrawdownBps"),
    breakerLossStreak: whole("breakerLossStreak"),
    breakerRejectShareBps: decimal("breakerRejectShareBps"),
    breakerSlippageBps: decimal("breakerSlippageBps"),
    trailingStopBps: decimal("trailingStopBps"),
    timeStopMinutes: whole("timeStopMinutes"),
    maxUncoveredMs: whole("maxUncoveredMs"),
    rollingWindowMs: whole("rollingWindowMs"),
    maxWindowOrders: whole("maxWindowOrders"),
    maxWindowNotional: usd("maxWindowNotional"),
    maxSymbolWindowOrders: whole("maxSymbolWindowOrders"),
    maxSymbolWindowNotional: usd("maxSymbolWindowNotional"),
    maxNetExposure: usd("maxNetExposure"),
    maxLongExposure: usd("maxLongExposure"),
    maxShortExposure: usd("maxShortExposure"),
    maxConcentrationBps: decimal("maxConcentrationBps"),
    maxSectorExposureBps: decimal("maxSectorExposureBps"),
    maxLeverageBps: decimal("maxLeverageBps"),
    maxAccountAgeMs: whole("maxAccountAgeMs"),
    warmUpMs: whole("warmUpMs"),
    maxCancelsPerMinute: whole("maxCancelsPerMinute"),
    maxMessagesPerSecond: whole("maxMessagesPerSecond"),
    maxRepeatedFills: whole("maxRepeatedFills"),
    maxOrderVolumeBps: decimal("maxOrderVolumeBps"),
    maxPositionVolumeBps: decimal("maxPositionVolumeBps"),
    sessions: take("sessions", parseSessions),
    shortSelling: take("shortSelling", parseSwitch),
    allowUnknownVolume: take("allowUnknownVolume", parseSwitch),
    restricted: symbols("restricted"),
    allowed: symbols("allowed"),
  };
  const unknown = strangers(text);
  if (isComplete(read) && unknown.length === 0) return { ok: true, limits: read };
  return { ok: false, faults: [...unread, ...unknown] };
}

function strangers(text: Readonly<Record<string, string>>) {
  return Object.keys(text)
    .filter((key) => !isLimitKey(key))
    .map((key) => ({ key, message: strangerSentence(key) }));
}

const ALL_KEYS = LIMIT_FIELDS.map(({ key }) => key);

/** Says that a name is no limit's, and which one was probably meant, or where all names stand. */
export function strangerSentence(name: string): string {
  const near = nearestName(name, ALL_KEYS);
  const hint = near === null ? "./interlock limits lists all names" : `did you mean ${near}?`;
  return `there is no limit named "${name}": ${hint}`;
}

/** Says what a limit may be, e.g. "from 1 to 10000 count". */
export function allowedValue(key: LimitKey): string {
  const field = limitField(key);
  if (field.unit === "sessions") {
    return `one or more of ${TRADABLE_SESSIONS.join(", ")}, joined by commas`;
  }
  if (field.unit === "switch") return "on or off";
  if (field.unit === "symbols") return allowedSymbols(field.key);
  const { min, max } = allowedRange(field.unit);
  const form = field.unit === "ms" || field.unit === "count" ? "a whole number" : "a decimal";
  return `${form} from ${min} to ${max} ${field.unit}`;
}

function formatSwitch(on: boolean): string {
  return on ? "on" : "off";
}

function parseSwitch(text: string): Result<boolean> {
  if (text === "on" || text === "off") return ok(text === "on");
  return fail(`is "${text.slice(0, 40)}"`);
}

/** Says how a switch moves, by its texts: on is looser, and so is one that is taken away from a level. */
export function switchTextDirection(before: string, after: string): "tighter" | "looser" | "same" {
  if (before === after) return "same";
  return after === "off" ? "tighter" : "looser";
}

function parseWhole(text: string): Result<number> {
  return /^\d{1,12}$/.test(text) ? ok(Number(text)) : fail(`is "${text.slice(0, 40)}"`);
}

function parseDecimal(text: string): Result<number> {
  return /^\d{1,12}(\.\d{1,6})?$/.test(text) ? ok(Number(text)) : fail(`is "${text.slice(0, 40)}"`);
}

/** Nobody may set none, but a start leaves none where what is in force and its ceiling have none in common. */
const NO_SESSION = "none";

function formatSessions(sessions: readonly TradingSession[]): string {
  return sessions.length === 0 ? NO_SESSION : sessions.join(",");
}

function parseSessions(text: string): Result<readonly TradingSession[]> {
  if (text.trim() === NO_SESSION) return ok([]);
  const names = text.split(",").map((name) => name.trim());
  const known = TRADABLE_SESSIONS.filter((session) => names.includes(session));
  return known.length === names.length ? ok(known) : fail(`is "${text.slice(0, 40)}"`);
}
