import { describe, expect, it } from "vitest";
import { aFill, booked, IBM, MORNING, SPY } from "../../test/builders.ts";
import { isoDate } from "../market/civil-date.ts";
import { money, ZERO_MONEY } from "../number/money.ts";
import { price } from "../number/price.ts";
import { shares } from "../number/quantity.ts";
import { adoptDuringDay } from "./adopt-during-day.ts";
import { openPortfolio, type Portfolio, positionOf } from "./portfolio.ts";
import { dayPnl, dayPnlBySymbol, dayPnlByStrategy, openDay } from "./valuation.ts";

const marks = { [SPY]: price("90") };
const today = isoDate("2013-10-08");
const held = (count: number, averagePrice: string) => ({
  quantity: shares(count),
  averagePrice: price(averagePrice),
  at: MORNING,
});

/** 100 SPY bought today at 100, now at 90: the day has lost 1,000. */
function losing(): { readonly portfolio: Portfolio; readonly day: ReturnType<typeof openDay> } {
  const empty = openPortfolio(money("100000"));
  const day = openDay(empty, today, {});
  return { portfolio: booked(empty, [aFill({ quantity: shares(100), price: price("100") })]), day };
}

describe("a holding taken over during a day", () => {
  it.each([
    ["gone", 0, "100"],
    ["smaller", 40, "100"],
    ["dearer", 100, "120"],
    ["cheaper", 100, "10"],
    ["short", -30, "95"],
  ])("leaves the day's result as it was when the venue's is %s", (_what, count, averagePrice) => {
    const { portfolio, day } = losing();
    const before = dayPnl(portfolio, day, marks);
    const bySymbol = dayPnlBySymbol(portfolio, day, marks);
    const holding = held(count, averagePrice);
    const moved = adoptDuringDay(portfolio, day, { symbol: SPY, holding, mark: price("90") });
    expect(positionOf(portfolio, SPY).quantity).toBe(shares(count));
    if (moved === null) throw new Error("the day is gone");
    expect(dayPnl(portfolio, moved, marks)).toEqual(before);
    expect(dayPnlBySymbol(portfolio, moved, marks)).toEqual(bySymbol);
  });

  it("counts what its shares earn from then on", () => {
    const { portfolio, day } = losing();
    const adoption = { symbol: IBM, holding: held(10, "150"), mark: price("180") };
    const moved = adoptDuringDay(portfolio, day, adoption);
    if (moved === null) throw new Error("the day is gone");
    const at = (mark: string) => dayPnl(portfolio, moved, { ...marks, [IBM]: price(mark) });
    expect(at("180").net).toBe(money("-1000"));
    expect(at("181").net).toBe(money("-990"));
    const own = dayPnlByStrategy(portfolio, moved, { ...marks, [IBM]: price("181") });
    expect(Object.values(own).map((book) => book[IBM]?.net ?? ZERO_MONEY)).toContain(money("10"));
  });

  it("begins at its average price where no price was ever seen", () => {
    const portfolio = openPortfolio(ZERO_MONEY);
    const day = openDay(portfolio, today, {});
    const adoption = { symbol: IBM, holding: held(10, "150"), mark: null };
    const moved = adoptDuringDay(portfolio, day, adoption);
    expect(moved?.account.net).toBe(ZERO_MONEY);
  });

  it("needs no day to be open", () => {
    const { portfolio } = losing();
    const adoption = { symbol: SPY, holding: held(7, "99"), mark: price("90") };
    expect(adoptDuringDay(portfolio, null, adoption)).toBeNull();
    expect(positionOf(portfolio, SPY).quantity).toBe(shares(7));
  });
});
