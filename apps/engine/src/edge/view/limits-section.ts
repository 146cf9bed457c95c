import { idsOf } from "@interlock/core/ids";
import { expiryFault, expiryOf } from "@interlock/core/risk/expiry/expiring-change";
import { foreseeExpiry } from "@interlock/core/risk/expiry/expire-change";
import type { LimitChange } from "@interlock/core/risk/check-limits";
import { loosensLimits } from "@interlock/core/risk/check-limits";
import { LIMIT_FIELDS } from "@interlock/core/risk/limit-fields";
import { describeLevel, nameOfLevel } from "@interlock/core/risk/levels/limit-levels";
import { codesOfLimit } from "@interlock/core/risk/levels/limit-back-test";
import { compareVersionTexts, type VersionText } from "@interlock/core/risk/levels/version-text";
import type { Limits } from "@interlock/core/risk/limits";
import type { LimitPreview, LimitsView, LimitVersionView } from "@interlock/api/view/limits-view";
import { moneyUnits } from "@interlock/core/number/money";
import { liveDayPnl } from "@interlock/core/portfolio/live-totals";
import type { UnixMs } from "@interlock/core/time";
import type { EdgeBook } from "../follow/edge-book.ts";
import {
  type LimitEdit,
  levelsThatMayHave,
  planLimits,
} from "../../operator/limits/plan-limits.ts";
import { type LimitsNow, usedOfAccount } from "./limits/limit-usage.ts";
import { limitLevelViews } from "./limits/limit-level-section.ts";
import { limitLine } from "./limits/limit-line.ts";

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
      limitLine(field, usedOfAccount(book, now, field.key), {
        values: limits.values,
        ceilings: settings.limitCeilings,
        expiry: expiryOf(limits.expiring, { level: { kind: "account" }, key: field.key }),
        codes: codesOfLimit(field.key).map((code) => ({
          code,
          today: book.state.today.deniedByCode[code] ?? 0,
        })),
      }),
    ),
    levels: limitLevelViews(limits, { book, now }),
    mayHave: levelsThatMayHave(limits, settings).map((level) => ({
      kind: level.kind,
      name: nameOfLevel(level),
      title: describeLevel(level),
    })),
  };
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
