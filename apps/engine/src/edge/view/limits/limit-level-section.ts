import type { LimitLevelView, LimitLine } from "@interlock/api/view/limits-view";
import { moneyToNumber } from "@interlock/core/number/money";
import { absoluteQuantity, quantityToNumber } from "@interlock/core/number/quantity";
import {
  approvalsInLastMinute,
  type StrategyHolding,
  strategyDayPnl,
} from "@interlock/core/portfolio/strategy-sums";
import type { LiveTotals } from "@interlock/core/portfolio/live-totals";
import {
  describeLevel,
  LEVEL_KEYS,
  levelsIn,
  limitsAt,
  type LowerLevel,
  nameOfLevel,
} from "@interlock/core/risk/levels/limit-levels";
import { expiryOf } from "@interlock/core/risk/expiry/expiring-change";
import { completeLimits } from "@interlock/core/risk/levels/limits-for";
import { type LimitField, limitField } from "@interlock/core/risk/limit-fields";
import type { Limits } from "@interlock/core/risk/limits";
import type { UnixMs } from "@interlock/core/time";
import type { LimitVersion } from "../../../state.ts";

/** How the lines of a level are written, and what of the account's limits is used. */
export interface LevelWriter {
  readonly line: (
    field: LimitField,
    used: number | null,
    parts: {
      readonly values: Limits;
      readonly ceilings: Limits;
      readonly expiry: ReturnType<typeof expiryOf>;
    },
  ) => LimitLine;
  readonly ofAccount: (key: string) => number | null;
  readonly totals: LiveTotals;
  readonly time: UnixMs;
}

/** The limits below the account's: only the lines that are set, each with the account's as its ceiling. */
export function limitLevelViews(limits: LimitVersion, writer: LevelWriter): LimitLevelView[] {
  return levelsIn(limits.levels).map((level) => {
    const own = limitsAt(limits.levels, level);
    const sets = { values: completeLimits(limits.values, own), ceilings: limits.values };
    const lines = LEVEL_KEYS[level.kind]
      .filter((key) => own[key] !== undefined)
      .map((key) =>
        writer.line(limitField(key), usedAt(level, key, writer), {
          ...sets,
          expiry: expiryOf(limits.expiring, { level, key }),
        }),
      );
    return { kind: level.kind, name: nameOfLevel(level), title: describeLevel(level), lines };
  });
}

/** What is used of a level's limit now, in its own unit; null for one that is a rule, such as a collar. */
function usedAt(level: LowerLevel, key: string, writer: LevelWriter): number | null {
  switch (level.kind) {
    case "session":
      return writer.ofAccount(key);
    case "symbol":
      return usedInSymbol(writer.totals.symbols[level.symbol], key);
    case "strategy":
      return usedByStrategy(level, key, writer);
  }
}

function usedInSymbol(row: LiveTotals["symbols"][never] | undefined, key: string): number | null {
  if (key === "maxPositionNotional") return row === undefined ? 0 : moneyToNumber(row.worstCase);
  if (key !== "maxPositionQuantity") return null;
  return row === undefined ? 0 : quantityToNumber(absoluteQuantity(row.position));
}

function usedByStrategy(
  { id }: Extract<LowerLevel, { readonly kind: "strategy" }>,
  key: string,
  { totals, time }: LevelWriter,
): number | null {
  const sums = totals.strategies[id];
  if (sums === undefined) return null;
  const largest = (of: (holding: StrategyHolding) => number) =>
    Math.max(0, ...[...sums.holdings.values()].map(of));
  switch (key) {
    case "maxGrossExposure":
      return moneyToNumber(sums.worstCaseExposure);
    case "maxPositionNotional":
      return largest(({ worstCase }) => moneyToNumber(worstCase));
    case "maxPositionQuantity":
      return largest(({ position }) => quantityToNumber(absoluteQuantity(position)));
    case "maxOpenOrders":
      return sums.openOrders;
    case "maxOrdersPerMinute":
      return approvalsInLastMinute(sums, time);
    case "maxDailyLoss":
      return Math.max(0, -moneyToNumber(strategyDayPnl(sums)));
    default:
      return null;
  }
}
