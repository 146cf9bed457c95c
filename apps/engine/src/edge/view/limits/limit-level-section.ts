import { worstCaseShares } from "@interlock/core/portfolio/exposure";
import type { LimitLevelView } from "@interlock/api/view/limits-view";
import { moneyToNumber } from "@interlock/core/number/money";
import { quantityToNumber } from "@interlock/core/number/quantity";
import {
  approvalsInLastMinute,
  type StrategyHolding,
  strategyDayPnl,
  type StrategySums,
} from "@interlock/core/portfolio/strategy-sums";
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
import { limitField } from "@interlock/core/risk/limit-fields";
import { codesOfLimit } from "@interlock/core/risk/levels/limit-back-test";
import type { LimitKey } from "@interlock/core/risk/limits";
import type { UnixMs } from "@interlock/core/time";
import type { LimitVersion } from "../../../limit-version.ts";
import type { EdgeBook } from "../../follow/edge-book.ts";
import { limitLine } from "./limit-line.ts";
import {
  type LimitsNow,
  type LimitUse,
  RULE,
  unvalued,
  usedInSymbol,
  usedOfAccount,
} from "./limit-usage.ts";

/** What the limits of a level are measured by. */
interface Measured {
  readonly book: EdgeBook;
  readonly now: LimitsNow;
}

/** The limits below the account's: only the lines that are set, each with the account's as its ceiling. */
export function limitLevelViews(limits: LimitVersion, measured: Measured): LimitLevelView[] {
  return levelsIn(limits.levels).map((level) => {
    const own = limitsAt(limits.levels, level);
    const sets = { values: completeLimits(limits.values, own), ceilings: limits.values };
    const lines = LEVEL_KEYS[level.kind]
      .filter((key) => own[key] !== undefined)
      .map((key) =>
        limitLine(limitField(key), usedAt(level, key, measured), {
          ...sets,
          expiry: expiryOf(limits.expiring, { level, key }),
          // The books count denials by their code, not by whose limit it was.
          codes: codesOfLimit(key, level.kind).map((code) => ({ code, today: null })),
        }),
      );
    return { kind: level.kind, name: nameOfLevel(level), title: describeLevel(level), lines };
  });
}

/** What is used of a level's limit now, in its own unit, or why nobody can say. */
function usedAt(level: LowerLevel, key: LimitKey, measured: Measured): LimitUse {
  const { book, now } = measured;
  switch (level.kind) {
    case "session":
      return usedOfAccount(book, now, key);
    case "symbol":
      return usedInSymbol(book, level.symbol, key);
    case "strategy":
      return usedByStrategy(level, key, measured);
  }
}

function usedByStrategy(
  { id }: Extract<LowerLevel, { readonly kind: "strategy" }>,
  key: LimitKey,
  { book, now }: Measured,
): LimitUse {
  const sums = book.views.totals.strategies[id];
  if (sums === undefined) return "The strategy's own book is not added up yet";
  const inMoney = ["maxGrossExposure", "maxPositionNotional", "maxDailyLoss"].includes(key);
  const why = inMoney ? unvalued(book) : null;
  return why ?? measureOwn(sums, key, now.venueTime);
}

function measureOwn(sums: StrategySums, key: LimitKey, time: UnixMs): LimitUse {
  const largest = (of: (holding: StrategyHolding) => number) =>
    Math.max(0, ...[...sums.holdings.values()].map(of));
  switch (key) {
    case "maxGrossExposure":
      return moneyToNumber(sums.worstCaseExposure);
    case "maxPositionNotional":
      return largest(({ worstCase }) => moneyToNumber(worstCase));
    case "maxPositionQuantity":
      return largest(({ position, open }) => quantityToNumber(worstCaseShares(position, open)));
    case "maxOpenOrders":
      return sums.openOrders;
    case "maxOrdersPerMinute":
      return approvalsInLastMinute(sums, time);
    case "maxDailyLoss":
      return Math.max(0, -moneyToNumber(strategyDayPnl(sums)));
    default:
      return RULE;
  }
}
