import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anExposure,
  aQuote,
  BORROWABLE,
  LIMITS,
  MORNING,
  NO_SECTOR,
  sumOpenOrders,
  VOLUME,
} from "../../test/builders.ts";
import { NO_GOLIVE } from "../golive/golive-guard.ts";
import { moneyFromUnits } from "../number/money.ts";
import { price } from "../number/price.ts";
import { quantityToNumber, shares } from "../number/quantity.ts";
import { QUIET_CONDUCT } from "./conduct/conduct-guard.ts";
import { checkOrder } from "./check-order.ts";
import { NO_SYMBOL_FLOW } from "./flow/flow-book.ts";
import { NO_ORDER_FLOW } from "./flow/order-flow.ts";
import { OPEN_MARKET } from "./market-guard.ts";
import { ACCOUNT_ALONE } from "./levels/level-guard.ts";
import type { RiskContext } from "./risk-context.ts";
import { contexts, intents } from "../../test/gate-cases.ts";
import { brokenRules, isReducing } from "../../test/gate-rules.ts";
import { runs } from "../../test/runs.ts";

describe("every approved order", () => {
  it("keeps all the rules at once, by a second and simpler model", () => {
    const numRuns = runs(4_000);
    let approved = 0;
    let denied = 0;
    fc.assert(
      fc.property(intents, contexts, (intent, context) => {
        const decision = checkOrder(intent, context);
        if (decision.kind === "denied") {
          denied++;
          return;
        }
        approved++;
        expect(brokenRules(intent, context)).toEqual([]);
        expect(decision.order.reducing).toBe(isReducing(intent, context));
      }),
      { numRuns },
    );
    expect(approved, "the drawn orders must exercise both answers").toBeGreaterThan(numRuns / 20);
    expect(denied).toBeGreaterThan(numRuns / 20);
  });

  it("breaks no rule and is denied only for one: the model and the gate agree", () => {
    fc.assert(
      fc.property(intents, contexts, (intent, context) => {
        const decision = checkOrder(intent, context);
        if (decision.kind === "approved") return;
        const selfTrade = decision.denials.some(({ code }) => code === "self_trade");
        const marketCollar = decision.denials.some(({ code }) => code === "price_collar");
        if (!selfTrade && !marketCollar)
          expect(brokenRules(intent, context), JSON.stringify(decision.denials)).not.toEqual([]);
      }),
      { numRuns: runs(2_000) },
    );
  });

  it("in a sequence leaves position and open orders within the limits, whatever is filled", () => {
    const sequences = fc.array(fc.tuple(intents, fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(sequences, (wishes) => {
        let held = 0;
        let open = { buys: 0, sells: 0 };
        wishes.forEach(([intent, fills], index) => {
          const context: RiskContext = {
            ...quiet,
            position: shares(held),
            openOrders: { ...quiet.openOrders, buys: shares(open.buys), sells: shares(open.sells) },
            recentOrders: [],
            time: MORNING + index,
          };
          const decision = checkOrder(intent, context);
          if (decision.kind === "denied") return;
          const count = quantityToNumber(intent.quantity);
          const sign = intent.side === "buy" ? 1 : -1;
          if (fills) held += sign * count;
          else
            open = {
              buys: open.buys + (sign > 0 ? count : 0),
              sells: open.sells + (sign < 0 ? count : 0),
            };
          const worst = Math.max(Math.abs(held + open.buys), Math.abs(held - open.sells));
          expect(worst).toBeLessThanOrEqual(300);
        });
      }),
    );
  });

  const quiet: RiskContext = {
    time: MORNING,
    limits: LIMITS,
    levels: ACCOUNT_ALONE,
    tradingState: "active",
    haltClosings: "none",
    reduceOnly: null,
    golive: NO_GOLIVE,
    stop: null,
    session: "regular",
    permission: "both",
    reconciliationBreaks: 0,
    corporateAction: null,
    projectionLagMs: 0,
    market: OPEN_MARKET,
    asset: BORROWABLE,
    quote: aQuote(),
    referencePrice: price("100.00"),
    position: shares(0),
    openOrders: sumOpenOrders([]),
    openOrderCount: 0,
    exposureElsewhere: moneyFromUnits(0),
    exposure: anExposure(),
    conduct: QUIET_CONDUCT,
    ownPosition: shares(0),
    unmarkedPositions: 0,
    unpricedOrders: 0,
    volume: VOLUME,
    sector: NO_SECTOR,
    parent: null,
    recentOrders: [],
    accountFlow: NO_ORDER_FLOW,
    symbolFlow: NO_SYMBOL_FLOW,
    dayPnl: moneyFromUnits(0),
  };
});
