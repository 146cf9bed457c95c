import { idsOf } from "@interlock/core/ids";
import { expiryFault, expiryOf } from "@interlock/core/risk/expiry/expiring-change";
import { foreseeExpiry } from "@interlock/core/risk/expiry/expire-change";
import type { LimitChange } from "@interlock/core/risk/check-limits";
import { limitNumber, loosensLimits } from "@interlock/core/risk/check-limits";
import { LIMIT_FIELDS, type LimitField } from "@interlock/core/risk/limit-fields";
import { formatLimit } from "@interlock/core/risk/limit-text";
import { describeLevel, nameOfLevel } from "@interlock/core/risk/levels/limit-levels";
import { compareVersionTexts, type VersionText } from "@interlock/core/risk/levels/version-text";
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
import {
  type LimitEdit,
  levelsThatMayHave,
  planLimits,
} from "../../operator/limits/plan-limits.ts";
import { percentOf } from "./decimal-text.ts";
import { limitLevelViews } from "./limits/limit-level-section.ts";

/** What of the use of limits is not in the book: it changes while nothing is journaled. */
export interface LimitsNow {
  readonly venueTime: UnixMs;
  readonly projectionLagMs: number;
}

/** The limits in force with their ceilings and what is used of each. */
export function limitsView(book: EdgeBook, now: LimitsNow): LimitsView {
  const { limits, settings } = book.state;
  if (limits === null || settings === null)
    return {
      version: 0,
      changedAt: null,
      changedBy: "",
      reason: "",
      lines: [],
      levels: [],
      mayHave: [],
    };
  return {
    version: limits.version,
    changedAt: limits.changedAt,
    changedBy: limits.by,
    reason: limits.reason,
    lines: LIMIT_FIELDS.map((field) =>
      limitLine(field, usage({ book, now }, field.key), {
        values: limits.values,
        ceilings: settings.limitCeilings,
        expiry: expiryOf(limits.expiring, { level: { kind: "account" }, key: field.key }),
      }),
    ),
    levels: limitLevelViews(limits, {
      line: limitLine,
      ofAccount: (key) => usage({ book, now }, key),
      totals: book.views.totals,
      time: now.venueTime,
    }),
    mayHave: levelsThatMayHave(limits, settings).map((level) => ({
      kind: level.kind,
      name: nameOfLevel(level),
      title: describeLevel(level),
    })),
  };
}

/** What a line is written from, besides its use. */
export interface LineParts {
  readonly values: Limits;
  readonly ceilings: Limits;
  readonly expiry: ReturnType<typeof expiryOf>;
}

function limitLine(
  field: LimitField,
  used: number | null,
  { values, ceilings, expiry }: LineParts,
): LimitLine {
  const limit = used === null ? 0 : limitNumber(field, values);
  return {
    key: field.key,
    label: field.label,
    unit: field.unit,
    blocks: field.blocks,
    value: formatLimit(field, values),
    ceiling: formatLimit(field, ceilings),
    used: used === null ? "" : String(Math.round(used * 100) / 100),
    usedPercent: used === null ? 0 : percentOf(used, limit),
    tighterIs: field.tighter,
    expiry:
      expiry === null
        ? null
        : {
            at: expiry.change.expiresAt,
            backTo: expiry.before,
            version: expiry.change.version,
            by: expiry.change.by,
          },
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
  change: LimitEdit & {
    readonly baseVersion: number;
    readonly now: UnixMs;
    readonly expiresAt?: UnixMs | undefined;
  },
): LimitPreview {
  const { limits, settings } = book.state;
  const empty = {
    baseVersion: change.baseVersion,
    lines: [],
    needsReason: false,
    consequences: [],
    atExpiry: [],
  };
  if (limits === null || settings === null) {
    return {
      ...empty,
      faults: [{ key: "", sentence: "The engine has no limits yet; wait for it to start." }],
    };
  }
  const { expiresAt, now } = change;
  const early = expiresAt === undefined ? null : expiryFault(expiresAt, now);
  if (early !== null) return { ...empty, faults: [{ key: "expiresAt", sentence: early }] };
  const plan = planLimits({ limits, settings }, change);
  if (!plan.ok) {
    return {
      ...empty,
      faults: plan.faults.map(({ key, message }) => ({ key, sentence: message })),
    };
  }
  const ofAccount = change.level === undefined || change.level.kind === "account";
  return {
    baseVersion: limits.version,
    lines: plan.lines.map(changeLine),
    faults: [],
    needsReason: loosensLimits(plan.lines) || expiresAt !== undefined,
    consequences: ofAccount ? consequences(book, plan.values) : [],
    atExpiry:
      expiresAt === undefined
        ? []
        : foreseeExpiry({ limits, after: plan, expiresAt, ceilings: settings.limitCeilings }),
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

/** Returns a recorded version of the limits with what it changed against the one before; of the first one nothing. */
export function limitVersion(
  version: Omit<LimitVersionView, "lines"> & { readonly limits: VersionText },
  before: VersionText | null,
): LimitVersionView {
  const { limits, ...rest } = version;
  if (before === null) return { ...rest, lines: [] };
  const changes = compareVersionTexts(before, limits);
  return {
    ...rest,
    lines: changes.map(({ before: from, after: to, ...line }) => ({ ...line, from, to })),
  };
}
