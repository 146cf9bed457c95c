import { expect, test } from "vitest";
import { aContext, anIntent, LIMITS, MORNING } from "../../../test/builders.ts";
import { claimFor, grantOf } from "../../../test/overrides.ts";
import { idsOf, strategyId } from "../../ids.ts";
import { money, ZERO_MONEY } from "../../number/money.ts";
import { shares } from "../../number/quantity.ts";
import { emptyHolding, emptyStrategySums } from "../../portfolio/strategy-sums.ts";
import { checkOrder, type Decision } from "../check-order.ts";
import type { DenialCode } from "../denial.ts";
import { NO_SYMBOL_FLOW } from "../flow/flow-book.ts";
import { ACCOUNT_ALONE } from "../levels/level-guard.ts";
import type { StrategyLimits } from "../levels/limit-levels.ts";
import { limitField } from "../limit-fields.ts";
import type { Limits } from "../limits.ts";
import type { RiskContext } from "../risk-context.ts";
import { isLifted, LIFTABLE, type LiftedLine, liftedLine } from "./liftable.ts";

const TREND = strategyId("trend");
const LINES = idsOf<DenialCode>(LIFTABLE).flatMap((code) => {
  const line = liftedLine(code);
  return line === null ? [] : [{ code, line }];
});

/** A limit that the order of a case is beyond. */
function tight({ key }: Pick<LiftedLine, "key">): Partial<Limits> {
  const { unit } = limitField(key);
  const least = unit === "shares" ? shares(1) : unit === "usd" ? money("1") : 0;
  return { [key]: least };
}

/** What the account and the strategy may, in circumstances in which every line that can be lifted is measured. */
function circumstances(limits: Partial<Limits>, own: StrategyLimits): RiskContext {
  const slices = { refusedAt: MORNING, quantity: shares(1), notional: money("100") };
  const holding = emptyHolding(emptyStrategySums(TREND, ZERO_MONEY));
  return aContext({
    limits: { ...LIMITS, ...limits },
    levels: { ...ACCOUNT_ALONE, own: { strategyId: TREND, limits: own, holding } },
    openOrderCount: 5,
    sector: { sector: "energy", elsewhere: ZERO_MONEY },
    symbolFlow: { ...NO_SYMBOL_FLOW, buy: slices, sell: slices },
  });
}

function codesOf(decision: Decision): DenialCode[] {
  return decision.kind === "denied" ? decision.denials.map(({ code }) => code) : [];
}

test.each(LINES)(
  "R16 an override of $code lifts its own line of the $line.of, and no other",
  ({ code, line }) => {
    const side = code === "short_exposure" ? "sell" : "buy";
    const intent = anIntent({ side, strategyId: TREND });
    const override = claimFor(grantOf({ intent, lifts: [code] }), LIMITS);
    const account = line.of === "order" ? tight(line) : {};
    const own = line.of === "strategy" ? tight(line) : {};

    const alone = circumstances(account, own);
    expect(codesOf(checkOrder(intent, alone))).toContain(code);
    expect(codesOf(checkOrder(intent, alone)).filter((one) => !isLifted(one, [code]))).toEqual([]);
    expect(codesOf(checkOrder(intent, alone, override))).toEqual([]);

    const other = code === "price_collar" ? "order_notional" : "price_collar";
    const otherLine = LIFTABLE[other].line ?? line;
    const more = { ...account, ...tight(otherLine), maxOpenOrders: 5 };
    const beside = circumstances(more, { ...own, maxOpenOrders: 0 });
    expect(codesOf(checkOrder(intent, beside, override))).toEqual(
      expect.arrayContaining(["open_orders", "strategy_open_orders", other]),
    );
  },
);
