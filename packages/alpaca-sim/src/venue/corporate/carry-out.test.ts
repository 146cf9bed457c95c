import { isoDate } from "@interlock/core/market/civil-date";
import { price } from "@interlock/core/number/price";
import { describe, expect, it } from "vitest";
import { at, VenueBench } from "../../../test/open-venue.ts";
import { moneyText } from "../decimal-text.ts";
import type { CorporateTerms } from "./corporate-action.ts";

const TOMORROW = isoDate("2013-10-09");
const IBM = { symbol: "IBM", exDate: TOMORROW };

function held(): VenueBench {
  const venue = new VenueBench().quote("10.00x900 10.02x900").print("10.00x10");
  venue.order();
  return venue;
}

function announce(venue: VenueBench, terms: CorporateTerms): void {
  venue.input({ kind: "control", at: venue.tick(), action: { do: "announce", terms } });
}

function entries(venue: VenueBench): string[] {
  return venue.state.entries.map(
    ({ type, symbol, quantity, amount }) =>
      `${type} ${symbol} ${Number(quantity) / 1e9} ${moneyText(amount)}`,
  );
}

describe("corporate actions", () => {
  it("split a position on their day, at the same cost, and cancel its orders with the reason", () => {
    const venue = held();
    venue.order({ side: "sell", type: "limit", limit_price: "11.00", time_in_force: "gtc" });
    announce(venue, { kind: "split", ...IBM, newRate: 3_000_000, oldRate: 1_000_000 });
    venue.clock(at("20:30"));
    expect(venue.position()).toBe("100");
    venue.clock(at("04:00", TOMORROW));
    expect(venue.position()).toBe("300");
    expect(venue.events.at(-1)).toMatchObject({ name: "canceled", reason: "CORPORATE_ACTION" });
    expect(entries(venue)).toEqual(["SPLIT IBM 200 0"]);
    expect(venue.truth()["positions"]).toMatchObject([{ cost_basis: "1002", qty: "300" }]);
    expect(venue.truth()["long_market_value"]).toBe("999.9999");
  });

  it("pay a dividend on its day to who held the shares when it went ex, and charge who was short", () => {
    const venue = held();
    const payableDate = isoDate("2013-10-10");
    announce(venue, { kind: "cash_dividend", ...IBM, payableDate, rate: price("0.25") });
    venue.clock(at("09:31", TOMORROW)).quote("10.00x900 10.02x900");
    venue.order({ side: "sell" });
    expect(entries(venue)).toEqual([]);
    venue.clock(at("09:00", payableDate));
    expect(entries(venue)).toEqual(["DIV IBM 100 25"]);
  });

  it("carry a position over to a new name", () => {
    const venue = held();
    announce(venue, { kind: "name_change", ...IBM, newSymbol: "BIG" });
    venue.clock(at("04:00", TOMORROW));
    expect([venue.position(), venue.position("BIG")]).toEqual(["0", "100"]);
    expect(entries(venue)).toEqual(["NC IBM -100 0", "NC BIG 100 0"]);
    expect(venue.submit({})).toMatchObject({ error: { message: 'asset "IBM" is not tradable' } });
    expect(venue.submit({ symbol: "BIG", type: "limit", limit_price: "9.00" }).ok).toBe(true);
  });

  it("take effect at once when their day is past", () => {
    const venue = held();
    const exDate = isoDate("2013-10-08");
    announce(venue, {
      kind: "split",
      symbol: "IBM",
      exDate,
      newRate: 1_000_000,
      oldRate: 4_000_000,
    });
    expect(venue.position()).toBe("25");
  });
});
