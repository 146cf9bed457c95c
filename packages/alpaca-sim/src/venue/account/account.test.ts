import { isoDate } from "@interlock/core/market/civil-date";
import { money } from "@interlock/core/number/money";
import { price } from "@interlock/core/number/price";
import { describe, expect, it } from "vitest";
import { at, VenueBench } from "../../../test/open-venue.ts";
import { renderAccount } from "../../render/render-account.ts";
import { renderPosition } from "../../render/render-position.ts";
import type { ClosePart } from "./close-position.ts";

const WEDNESDAY = isoDate("2013-10-09");

function account(venue: VenueBench): Record<string, unknown> {
  return renderAccount(venue.state);
}

function position(venue: VenueBench): Record<string, unknown> {
  const [held] = venue.state.positions.values();
  return held === undefined ? {} : renderPosition(venue.state, held);
}

describe("the account's figures", () => {
  it("give four times the equity as buying power to begin with", () => {
    expect(account(new VenueBench())).toMatchObject({
      cash: "100000",
      equity: "100000",
      buying_power: "400000",
      regt_buying_power: "200000",
      multiplier: "4",
    });
  });

  it("follow a purchase by cash, value and half a cent exactly", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x500");
    venue.order({ qty: "200" });
    venue.print("10.015x1");
    expect(account(venue)).toMatchObject({
      cash: "97996",
      equity: "99999",
      long_market_value: "2003",
      initial_margin: "1001.5",
      maintenance_margin: "600.9",
      buying_power: "397992",
    });
  });

  it("count a short position as a debt", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x500");
    venue.order({ side: "sell" });
    venue.print("10.00x1");
    expect(account(venue)).toMatchObject({
      cash: "101000",
      short_market_value: "-1000",
      equity: "100000",
      maintenance_margin: "500",
      buying_power: "399000",
    });
  });

  it("lend nothing below $2,000 and half by the holder's choice", () => {
    expect(account(new VenueBench({ cash: money("1999.99") }))).toMatchObject({
      multiplier: "1",
      buying_power: "1999.99",
    });
    const venue = new VenueBench();
    venue.input({ kind: "configure", at: venue.tick(), choices: { maxMarginMultiplier: "2" } });
    expect(account(venue)).toMatchObject({ multiplier: "2", buying_power: "200000" });
  });
});

describe("positions", () => {
  it("carry average cost, profit since entry and since the last close, and what is free to sell", () => {
    const closes = new Map([["IBM", price("9.50")]]);
    const venue = new VenueBench({ previousCloses: closes }).quote("10.00x300 10.02x100");
    venue.order();
    venue.quote("10.05x300 10.08x100");
    venue.order();
    venue.order({ side: "sell", qty: "40", type: "limit", limit_price: "12.00" });
    venue.print("10.06x1");
    expect(position(venue)).toMatchObject({
      qty: "200",
      qty_available: "160",
      avg_entry_price: "10.05",
      cost_basis: "2010",
      market_value: "2012",
      unrealized_pl: "2",
      unrealized_plpc: "0.000995",
      current_price: "10.06",
      lastday_price: "9.5",
      change_today: "0.058947",
    });
  });

  it("realize the profit of a part at average cost, and leave the rest at its own", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x500");
    venue.order({ qty: "300" });
    venue.quote("10.05x100 10.08x100");
    venue.order({ side: "sell" });
    expect(venue.truth()).toMatchObject({ realized_pl: "3", cash: "97999" });
    expect(position(venue)).toMatchObject({ qty: "200", cost_basis: "2004" });
  });

  it("carry a short position with negative figures", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x500");
    venue.order({ side: "sell" });
    expect(position(venue)).toMatchObject({ qty: "-100", side: "short", cost_basis: "-1000" });
    venue.order({ side: "buy", qty: "60" });
    expect(venue.truth()).toMatchObject({ realized_pl: "-1.2" });
  });

  it.each<[string, ClosePart, string]>([
    ["all", { kind: "all" }, "fill o2 75@10"],
    ["half, in whole shares", { kind: "percentage", share: 50_000_000_000 }, "fill o2 37@10"],
  ])("close %s by a market order", (_name, part, filled) => {
    const venue = new VenueBench().quote("10.00x300 10.02x500");
    venue.order({ qty: "75" });
    venue.input({ kind: "close", at: venue.tick(), symbol: "IBM", part });
    expect(venue.happened.at(-1)).toBe(filled);
  });

  it("close all after canceling what holds their shares", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x500").quote("20.00x300 20.02x500", "SPY");
    venue.order();
    venue.order({ symbol: "SPY" });
    venue.order({ side: "sell", type: "limit", limit_price: "12.00" });
    const kept = venue.input({ kind: "close_all", at: venue.tick(), cancelOrders: false });
    expect(kept.kind === "closed" && kept.lines.map(({ outcome }) => outcome.ok)).toEqual([
      false,
      true,
    ]);
    venue.input({ kind: "close_all", at: venue.tick(), cancelOrders: true });
    expect([venue.position(), venue.position("SPY")]).toEqual(["0", "0"]);
  });
});

describe("the end of a day", () => {
  it("charges each fee's total of the day, rounded up to the cent, and tells it", () => {
    const venue = new VenueBench().quote("100.00x9000 100.02x9000");
    venue.order({ qty: "1000" });
    venue.order({ side: "sell", qty: "500" });
    venue.order({ side: "sell", qty: "500" });
    expect(account(venue)).toMatchObject({ accrued_fees: "1.859", pending_reg_taf_fees: "1.859" });
    venue.clock(at("20:00"));
    expect(venue.truth()).toMatchObject({
      cash: "99978.14",
      fees_accrued: { total: "0" },
      fees_charged: {
        total: "1.86",
        entries: [
          { kind: "REG", date: "2013-10-08", amount: "1.74" },
          { kind: "TAF", date: "2013-10-08", amount: "0.12" },
        ],
      },
    });
  });

  it("sets the figures that the next day is measured by", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x500");
    venue.order();
    venue.print("10.00x1").clock(at("16:00")).clock(at("18:00")).print("10.50x1");
    venue.clock(at("09:30", WEDNESDAY)).quote("10.00x1 11.20x1").print("11.00x1");
    expect(account(venue)).toMatchObject({
      last_equity: "99998",
      last_maintenance_margin: "300",
      balance_asof: "2013-10-08",
    });
    expect(position(venue)).toMatchObject({
      lastday_price: "10",
      unrealized_pl: "98",
      unrealized_intraday_pl: "100",
    });
  });
});
