import { idsOf } from "@interlock/core/ids";
import type { LimitChange } from "@interlock/core/risk/check-limits";
import {
  checkLimits,
  compareLimits,
  limitNumber,
  loosensLimits,
} from "@interlock/core/risk/check-limits";
import { LIMIT_FIELDS, type LimitField } from "@interlock/core/risk/limit-fields";
import { formatLimit, formatLimits, parseLimits } from "@interlock/core/risk/limit-text";
import type { Limits } from "@interlock/core/risk/limits";
import type {
  LimitLine,
  LimitPreview,
  LimitsView,
  LimitVersionView,
} from "@interlock/api/view/limits-view";
import { moneyToNumber, moneyUnits } from "@interlock/core/number/money";
import { absoluteQuantity, quantityToNumber } from "@interlock/core/number/quantity";
import { liveDayPnl, type SymbolTotals } from "@interlock/core/portfolio/live-totals";
import { ordersInLastMinute } from "@interlock/core/risk/recent-orders";
import type { UnixMs } from "@interlock/core/time";
import type { EdgeBook } from "../follow/edge-book.ts";
import { percentOf } from "./decimal-text.ts";

/** What of the use of limits is not in the book: it changes while nothing is journaled. */
export interface LimitsNow {
  readonly venueTime: UnixMs;
  readonly projectionLagMs: number;
}

/** The limits in force with their ceilings and what is used of each. */
export function limitsView(book: EdgeBook, now: LimitsNow): LimitsView {
  const { limits, settings } = book.state;
  if (limits === null || settings === null)
    return { version: 0, changedAt: null, changedBy: "", reason: "", lines: [] };
  return {
    version: limits.version,
    changedAt: limits.changedAt,
    changedBy: limits.by,
    reason: limits.reason,
    lines: LIMIT_FIELDS.map((field) =>
      limitLine(field, usage({ book, now }, field.key), {
        values: limits.values,
        ceilings: settings.limitCeilings,
      }),
    ),
  };
}

function limitLine(
  field: LimitField,
  used: number | null,
  sets: { readonly values: Limits; readonly ceilings: Limits },
): LimitLine {
  const limit = field.unit === "sessions" ? 0 : limitNumber(field, sets.values);
  return {
    key: field.key,
    label: field.label,
    unit: field.unit,
    blocks: field.blocks,
    value: formatLimit(field, sets.values),
    ceiling: formatLimit(field, sets.ceilings),
    used: used === null ? "" : String(Math.round(used * 100) / 100),
    usedPercent: used === null ? 0 : percentOf(used, limit),
    tighterIs: field.tighter,
  };
}

/** What is used of a limit now, in its own unit; null for one that has no level, such as a collar. */
function usage(
  { book, now }: { readonly book: EdgeBook; readonly now: LimitsNow },
  key: string,
): number | null {
  const { state, views } = book;
  const rows = Object.values<SymbolTotals>(views.totals.symbols);
  switch (key) {
    case "maxGrossExposure":
      return moneyToNumber(views.totals.worstCaseExposure);
    case "maxPositionNotional":
      return Math.max(0, ...rows.map((row) => moneyToNumber(row.worstCase)));
    case "maxPositionQuantity":
      return Math.max(0, ...rows.map((row) => quantityToNumber(absoluteQuantity(row.position))));
    case "maxOpenOrders":
      return views.totals.openOrders;
    case "maxOrdersPerMinute":
      return ordersInLastMinute(state.recentOrders, now.venueTime);
    case "maxDailyLoss":
      return state.day === null
        ? 0
        : Math.max(0, -moneyToNumber(liveDayPnl(state.portfolio, views.totals, state.day).net));
    case "maxProjectionLagMs":
      return now.projectionLagMs;
    default:
      return null;
  }
}

/** What a change would do, on the present book; the engine judges again when it is applied. */
export function previewLimits(
  book: EdgeBook,
  change: { readonly baseVersion: number; readonly values: Readonly<Record<string, string>> },
): LimitPreview {
  const { limits, settings } = book.state;
  const empty = {
    baseVersion: change.baseVersion,
    lines: [],
    needsReason: false,
    consequences: [],
  };
  if (limits === null || settings === null) {
    return {
      ...empty,
      faults: [{ key: "", sentence: "The engine has no limits yet; wait for it to start." }],
    };
  }
  const reading = parseLimits({ ...formatLimits(limits.values), ...change.values });
  if (!reading.ok) {
    return {
      ...empty,
      faults: reading.faults.map(({ key, message }) => ({ key, sentence: message })),
    };
  }
  const changes = compareLimits(limits.values, reading.limits).filter(
    (line) => line.direction !== "same",
  );
  const faults = checkLimits(reading.limits, settings.limitCeilings).map(({ key, message }) => ({
    key,
    sentence: message,
  }));
  return {
    baseVersion: limits.version,
    lines: changes.map(changeLine),
    faults,
    needsReason: loosensLimits(changes),
    consequences: consequences(book, reading.limits),
  };
}

function changeLine({ field, before, after, direction }: LimitChange) {
  return {
    key: field.key,
    label: field.label,
    unit: field.unit,
    from: before,
    to: after,
    direction,
  };
}

/** What on the present book would stand beyond the new limits. */
function consequences(book: EdgeBook, next: Limits): string[] {
  const { state, views } = book;
  const found: string[] = [];
  if (moneyUnits(views.totals.worstCaseExposure) > moneyUnits(next.maxGrossExposure)) {
    found.push(
      "Gross exposure with open orders is above the new limit: only orders that reduce it will pass.",
    );
  }
  for (const symbol of idsOf(views.totals.symbols)) {
    const row = views.totals.symbols[symbol];
    if (row === undefined) continue;
    const beyond = moneyUnits(row.worstCase) > moneyUnits(next.maxPositionNotional);
    if (beyond)
      found.push(
        `${symbol} is above the new position limit: only orders that reduce it will pass.`,
      );
  }
  const loss =
    state.day === null ? 0 : -moneyUnits(liveDayPnl(state.portfolio, views.totals, state.day).net);
  if (loss >= moneyUnits(next.maxDailyLoss))
    found.push("The day's loss is beyond the new limit: trading will be held at once.");
  return found;
}

/** Returns a version of the limits with what it changed against the one before. */
export function limitVersion(
  version: {
    readonly version: number;
    readonly at: number;
    readonly by: string;
    readonly reason: string;
    readonly limits: Limits;
  },
  before: Limits | null,
): LimitVersionView {
  const { limits, ...rest } = version;
  const changes =
    before === null
      ? []
      : compareLimits(before, limits).filter((line) => line.direction !== "same");
  return { ...rest, lines: changes.map(changeLine) };
}
