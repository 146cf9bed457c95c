import { describe, expect, test } from "vitest";
import { aFill, anOrder, booked, SPY } from "../../test/builders.ts";
import { executionId, strategyId } from "../ids.ts";
import { money } from "../number/money.ts";
import { price } from "../number/price.ts";
import { quantity, shares } from "../number/quantity.ts";
import type { Order } from "../order/order.ts";
import { openPortfolio, positionOf } from "../portfolio/portfolio.ts";
import { brokerStopParts, brokerStopPrice, stopFit } from "./broker-stop.ts";

const TREND = strategyId("trend");
const REVERT = strategyId("revert");

type Held = readonly [ReturnType<typeof strategyId>, "buy" | "sell", string];

/** A portfolio after each strategy traded once, at 100.00. */
function holding(...held: readonly Held[]) {
  const fills = held.map(([owner, side, shares_], at) =>
    aFill({
      executionId: executionId(`x${at}`),
      strategyId: owner,
      side,
      quantity: quantity(shares_),
    }),
  );
  return booked(openPortfolio(money("100000")), fills);
}

const aStop = (change: Partial<Order> = {}) =>
  anOrder({ side: "sell", purpose: "protect", strategyId: TREND, quantity: shares(30), ...change });

describe("the stops of a position", () => {
  test("are one for each strategy that holds its side, never more than the account holds", () => {
    const portfolio = holding([TREND, "buy", "30"], [REVERT, "sell", "10"]);
    expect(brokerStopParts(portfolio, SPY)).toEqual([
      { side: "sell", quantity: shares(20), strategyId: TREND },
    ]);
  });

  test("are in whole shares, and none for less than one", () => {
    expect(brokerStopParts(holding([TREND, "buy", "30.5"]), SPY)).toMatchObject([
      { quantity: shares(30) },
    ]);
    expect(brokerStopParts(holding([TREND, "buy", "0.5"]), SPY)).toEqual([]);
    expect(brokerStopParts(holding(), SPY)).toEqual([]);
  });

  test("wait on the losing side of the average entry, at a legal tick away from it", () => {
    const long = positionOf(holding([TREND, "buy", "30"]), SPY);
    expect(brokerStopPrice(long, 333)).toBe(price("96.67"));
    const short = positionOf(holding([TREND, "sell", "30"]), SPY);
    expect(brokerStopPrice(short, 333)).toBe(price("103.33"));
    expect(brokerStopPrice(positionOf(holding(), SPY), 333)).toBeNull();
  });
});

describe("stops at the broker", () => {
  const parts = brokerStopParts(holding([TREND, "buy", "30"], [REVERT, "buy", "10"]), SPY);
  const second = aStop({ strategyId: REVERT, quantity: shares(10) });

  test("fit what is held where each part has its own", () => {
    expect(stopFit([aStop(), second], parts)).toBe("fits");
  });

  test.each([
    ["a part is uncovered", [aStop()]],
    ["a part is in another's book", [aStop({ quantity: shares(40) })]],
    ["a part is too small", [aStop({ quantity: shares(29) }), second]],
  ])("differ where %s", (_what, stops) => {
    expect(stopFit(stops, parts)).toBe("differs");
  });

  test.each([
    ["more than is held", [aStop({ quantity: shares(31) }), second]],
    ["the wrong side", [aStop({ side: "buy" })]],
  ])("are too much where they would trade %s", (_what, stops) => {
    expect(stopFit(stops, parts)).toBe("too_much");
    expect(stopFit(stops, [])).toBe("too_much");
  });
});
