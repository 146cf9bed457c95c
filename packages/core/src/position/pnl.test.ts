import { describe, expect, it } from "vitest";
import { aFill, SPY } from "../../test/builders.ts";
import { money, ZERO_MONEY } from "../number/money.ts";
import { price } from "../number/price.ts";
import { shares } from "../number/quantity.ts";
import { applyFill } from "./apply-fill.ts";
import {
  addPnl,
  makePnl,
  marketValue,
  positionPnl,
  subtractPnl,
  unrealizedPnl,
  ZERO_PNL,
} from "./pnl.ts";
import { flatPosition } from "./position.ts";

const long = applyFill(
  flatPosition(SPY, 0),
  aFill({ quantity: shares(100), price: price("10"), fee: money("0.5") }),
);
const short = applyFill(
  flatPosition(SPY, 0),
  aFill({ side: "sell", quantity: shares(100), price: price("10") }),
);

describe("profit at a mark", () => {
  it("is signed by the side held", () => {
    expect(unrealizedPnl(long, price("10.25"))).toBe(money("25"));
    expect(unrealizedPnl(short, price("10.25"))).toBe(money("-25"));
    expect(marketValue(short, price("10.25"))).toBe(money("-1025"));
  });

  it("takes fees off net", () => {
    expect(positionPnl(long, price("9"))).toEqual({
      realized: ZERO_MONEY,
      unrealized: money("-100"),
      fees: money("0.5"),
      net: money("-100.5"),
    });
  });

  it("takes the last fill for a mark until there is one", () => {
    expect(positionPnl(long, null).unrealized).toBe(ZERO_MONEY);
    expect(positionPnl(flatPosition(SPY, 0), null)).toEqual(ZERO_PNL);
  });

  it("adds and subtracts part by part", () => {
    const a = makePnl({ realized: money("5"), unrealized: money("-2"), fees: money("1") });
    expect(a.net).toBe(money("2"));
    expect(addPnl(a, a)).toEqual({
      realized: money("10"),
      unrealized: money("-4"),
      fees: money("2"),
      net: money("4"),
    });
    expect(subtractPnl(addPnl(a, a), a)).toEqual(a);
  });
});
