import { isoDate } from "@interlock/core/market/civil-date";
import { price } from "@interlock/core/number/price";
import { describe, expect, it } from "vitest";
import { at, type Body, VenueBench } from "../../../test/open-venue.ts";
import { legsOf } from "./order-group.ts";
import type { OrderRecord } from "./order-record.ts";

const BRACKET = {
  order_class: "bracket",
  type: "limit",
  limit_price: "10.00",
  take_profit: { limit_price: "11.00" },
  stop_loss: { stop_price: "9.00" },
};

function open(): VenueBench {
  return new VenueBench().quote("10.00x900 10.02x900").print("10.01x10");
}

function legs(venue: VenueBench, order: OrderRecord): readonly OrderRecord[] {
  return legsOf(venue.state, venue.now(order));
}

function statuses(venue: VenueBench): string[] {
  return [...venue.state.orders.values()].map(({ status }) => status);
}

function filledBracket(extra: Body = {}): { venue: VenueBench; entry: OrderRecord } {
  const venue = open();
  const entry = venue.order({ ...BRACKET, limit_price: "10.02", ...extra });
  return { venue, entry };
}

describe("a bracket", () => {
  it("holds its exits until the entry is filled completely, then sets both to work", () => {
    const venue = new VenueBench().quote("10.00x900 10.02x40").print("10.01x10");
    const entry = venue.order({ ...BRACKET, limit_price: "10.02" });
    expect(statuses(venue)).toEqual(["partially_filled", "held", "held"]);
    venue.quote("10.00x900 10.02x900");
    expect(statuses(venue)).toEqual(["filled", "new", "new"]);
    expect(legs(venue, entry)).toMatchObject([
      { type: "limit", side: "sell", intent: "sell_to_close", parentId: entry.id },
      { type: "stop", side: "sell", intent: "sell_to_close", parentId: entry.id },
    ]);
    expect(venue.happened).toEqual([
      "new o1",
      "held o2",
      "held o3",
      "partial_fill o1 40@10.02",
      "fill o1 60@10.02",
      "new o2",
      "new o3",
    ]);
  });

  it("ends the other exit when one is filled", () => {
    const { venue } = filledBracket();
    venue.quote("11.00x900 11.02x900");
    expect(statuses(venue)).toEqual(["filled", "filled", "canceled"]);
    expect(venue.position()).toBe("0");
    const { venue: falling } = filledBracket();
    falling.quote("8.98x900 9.02x900").print("9.00x10");
    expect(statuses(falling)).toEqual(["filled", "canceled", "filled"]);
    expect(falling.position()).toBe("0");
  });

  it("takes from one exit what the other has filled, so that both together never sell more than was bought", () => {
    const { venue, entry } = filledBracket();
    venue.quote("11.00x30 11.02x900");
    const [profit, loss] = legs(venue, entry);
    expect([profit?.status, loss?.status]).toEqual(["partially_filled", "new"]);
    expect(Number(loss?.quantity)).toBe(70e9);
    venue.quote("8.98x900 9.02x900").print("9.00x10");
    expect(venue.position()).toBe("0");
    expect(statuses(venue)).toEqual(["filled", "canceled", "filled"]);
  });

  it.each(["entry", "profit", "loss"])("ends whole when its %s is canceled", (which) => {
    const venue = open();
    const entry = venue.order(BRACKET);
    const [profit, loss] = legs(venue, entry);
    venue.cancel({ entry, profit, loss }[which] ?? entry);
    expect(statuses(venue)).toEqual(["canceled", "canceled", "canceled"]);
  });

  it("expires whole at the close", () => {
    const venue = open();
    venue.order(BRACKET);
    venue.clock(at("16:00"));
    expect(statuses(venue)).toEqual(["expired", "expired", "expired"]);
  });

  it("holds the shares of a position once, and none before its entry is filled", () => {
    const { venue } = filledBracket();
    const outcome = venue.submit({ side: "sell", qty: "1", type: "limit", limit_price: "12.00" });
    expect(outcome).toMatchObject({
      error: { details: { existing_qty: "100", held_for_orders: "100", available: "0" } },
    });
  });

  it("rejects its exits when the shares that they were to close have gone meanwhile", () => {
    const venue = new VenueBench().quote("10.00x900 10.02x40").print("10.01x10");
    venue.order({ ...BRACKET, limit_price: "10.02" });
    venue.input({
      kind: "control",
      at: venue.tick(),
      action: { do: "shares", symbol: "IBM", quantity: -40e9 as never, price: price("10") },
    });
    venue.quote("10.00x900 10.02x900");
    expect(statuses(venue)).toEqual(["filled", "rejected", "rejected"]);
    expect(venue.position()).toBe("60");
  });

  it("covers a short entry with exits that buy", () => {
    const venue = open();
    const entry = venue.order({
      ...BRACKET,
      side: "sell",
      take_profit: { limit_price: "9.00" },
      stop_loss: { stop_price: "11.00", limit_price: "11.50" },
    });
    expect(legs(venue, entry)).toMatchObject([
      { side: "buy", intent: "buy_to_close", type: "limit" },
      { side: "buy", intent: "buy_to_close", type: "stop_limit" },
    ]);
    venue.quote("8.98x900 9.00x900");
    expect(venue.position()).toBe("0");
  });

  it("keeps its group when the entry or an exit is replaced", () => {
    const venue = open();
    const entry = venue.order({ ...BRACKET, limit_price: "9.90" });
    const outcome = venue.replace(entry, { limit_price: "10.02" });
    expect(outcome.ok).toBe(true);
    expect(statuses(venue)).toEqual(["replaced", "new", "new", "filled"]);
    const successor = [...venue.state.orders.values()].at(-1);
    const [profit] = successor === undefined ? [] : legs(venue, successor);
    expect(profit === undefined ? null : venue.replace(profit, { limit_price: "10.50" }).ok).toBe(
      true,
    );
    venue.quote("10.50x900 10.52x900");
    expect(statuses(venue)).toEqual(["replaced", "replaced", "canceled", "filled", "filled"]);
    expect(venue.position()).toBe("0");
  });

  it.each<[Body, string]>([
    [{ take_profit: null }, "bracket orders require take_profit.limit_price"],
    [{ stop_loss: null }, "bracket orders require stop_loss.stop_price"],
    [{ time_in_force: "ioc" }, "bracket orders must be DAY or GTC orders"],
    [{ extended_hours: true }, "bracket orders cannot be extended hours orders"],
    [{ qty: "1.5" }, "fractional orders must be simple orders"],
    [
      { take_profit: { limit_price: "8" } },
      "take_profit.limit_price must be > stop_loss.stop_price",
    ],
    [
      { take_profit: { limit_price: "10" } },
      "take_profit.limit_price must be >= base_price + 0.01",
    ],
    [{ stop_loss: { stop_price: "10" } }, "stop_loss.stop_price must be <= base_price - 0.01"],
    [{ limit_price: "10.50", stop_loss: { stop_price: "10.20" } }, "stop_loss.stop_price must be"],
    [{ stop_loss: { stop_price: "9.001" } }, "invalid stop_loss.stop_price 9.001. sub-penny"],
    [{ order_class: "oto" }, "oto orders require one of take_profit or stop_loss"],
    [{ order_class: "simple" }, "simple orders require no take_profit or stop_loss"],
    [{ order_class: "pair" }, "invalid order_class"],
    [{ order_class: "oco" }, "oco orders must be exit orders"],
  ])("is refused with %j", (body, message) => {
    const outcome = open().submit({ ...BRACKET, ...body });
    expect(outcome.ok ? "" : outcome.error.message).toContain(message);
  });
});

describe("one cancels the other", () => {
  const OCO = {
    order_class: "oco",
    type: "limit",
    side: "sell",
    take_profit: { limit_price: "11.00" },
    stop_loss: { stop_price: "9.00" },
  };

  it("works both exits of a position at once, with the stop under the take-profit", () => {
    const venue = open();
    venue.order();
    const profit = venue.order(OCO);
    expect(profit.limitPrice).toBe(price("11"));
    expect(legs(venue, profit)).toMatchObject([{ type: "stop", status: "new", side: "sell" }]);
    venue.quote("8.98x900 9.02x900").print("9.00x10");
    expect(statuses(venue)).toEqual(["filled", "canceled", "filled"]);
  });

  it("sent while the market is closed, works whole from the open on", () => {
    const venue = open();
    venue.order();
    venue.clock(at("17:00"));
    venue.order(OCO);
    expect(statuses(venue)).toEqual(["filled", "accepted", "held"]);
    venue.clock(at("09:30", isoDate("2013-10-09")));
    expect(statuses(venue)).toEqual(["filled", "new", "new"]);
  });

  it("may stand beside orders of the other side: it cannot be a wash trade", () => {
    const venue = open();
    venue.order();
    venue.order(OCO);
    expect(venue.submit({ type: "limit", limit_price: "9.50", qty: "1" }).ok).toBe(true);
  });
});

describe("one triggers the other", () => {
  it("sets its one exit to work when the entry is filled", () => {
    const venue = open();
    venue.order({ order_class: "oto", stop_loss: { stop_price: "9.00" } });
    expect(venue.happened).toEqual(["new o1", "held o2", "fill o1 100@10.02", "new o2"]);
    venue.quote("8.98x900 9.02x900").print("9.00x10");
    expect(venue.position()).toBe("0");
  });
});

describe("a trailing stop", () => {
  it("follows the best price at its distance, never back, and becomes a market order", () => {
    const venue = open();
    venue.order();
    const order = venue.order({ side: "sell", type: "trailing_stop", trail_price: "0.50" });
    expect(venue.now(order)).toMatchObject({ stopPrice: price("9.51"), waterMark: price("10.01") });
    venue.quote("10.40x900 10.42x900").print("10.41x10");
    expect(venue.now(order)).toMatchObject({ stopPrice: price("9.91"), waterMark: price("10.41") });
    venue.quote("10.00x900 10.02x900").print("10.01x10");
    expect(venue.now(order).stopPrice).toBe(price("9.91"));
    venue.quote("9.88x900 9.92x900").print("9.91x10");
    expect(venue.happened.at(-1)).toBe("fill o2 100@9.88");
  });

  it("trails by percent, above the market for a buy, and by another distance once replaced", () => {
    const venue = open();
    const order = venue.order({ type: "trailing_stop", trail_percent: "5", qty: "10" });
    expect(venue.now(order).stopPrice).toBe(price("10.51"));
    const outcome = venue.replace(order, { trail: "10" });
    expect(outcome.ok ? outcome.value.stopPrice : null).toBe(price("11.01"));
  });

  it.each<[Body, string]>([
    [{}, "trailing stop orders must specify one of trail_price or trail_percent"],
    [{ trail_price: "1", trail_percent: "1" }, "must specify one of trail_price or trail_percent"],
    [{ trail_percent: "0.05" }, "trail_percent must be greater than or equal to 0.1"],
    [{ trail_price: "0" }, "trail_price must be > 0"],
    [{ trail_price: "1", time_in_force: "ioc" }, "trailing stop orders must be DAY or GTC orders"],
    [{ trail_price: "1", qty: "0.5" }, "fractional orders must be market, limit, stop"],
    [{ trail_price: "1", limit_price: "9" }, "trailing stop orders require no stop or limit price"],
    [{ type: "market", trail_price: "1" }, "market orders require no trail_price or trail_percent"],
  ])("is refused with %j", (body, message) => {
    const outcome = open().submit({ type: "trailing_stop", ...body });
    expect(outcome.ok ? "" : outcome.error.message).toContain(message);
  });
});

describe("orders for the auctions", () => {
  it("trade at the first quote of the session, and what is left is canceled", () => {
    const venue = new VenueBench({ opensAt: at("08:00") }).quote("10.00x300 10.50x500");
    const order = venue.order({ time_in_force: "opg" });
    venue.order({ time_in_force: "opg", type: "limit", limit_price: "9.00" });
    expect(venue.now(order).status).toBe("accepted");
    venue.clock(at("09:30")).quote("10.00x300 10.04x60");
    expect(venue.happened.slice(-3)).toEqual([
      "partial_fill o1 60@10.04",
      "canceled o1",
      "canceled o2",
    ]);
  });

  it("trade at the last quote before the close, and what is left is canceled", () => {
    const venue = open();
    const order = venue.order({ time_in_force: "cls", type: "limit", limit_price: "10.02" });
    venue.order({ time_in_force: "cls", type: "limit", limit_price: "9.00", qty: "1" });
    expect(venue.now(order).status).toBe("accepted");
    venue.quote("10.00x900 10.01x900").clock(at("16:00"));
    expect(venue.happened.slice(-4)).toEqual([
      "new o1",
      "fill o1 100@10.01",
      "new o2",
      "canceled o2",
    ]);
  });

  it.each([
    ["opg", "10:00", "opg orders must be submitted after 7:00pm and before 9:28am"],
    ["opg", "09:29", "opg orders must be submitted after 7:00pm and before 9:28am"],
    ["cls", "15:51", "cls orders must be submitted after 7:00pm and before 3:55pm"],
  ])("are refused out of their time: %s at %s", (timeInForce, clock, message) => {
    const venue = new VenueBench({ opensAt: at(clock) }).quote("10.00x300 10.02x500");
    expect(venue.submit({ time_in_force: timeInForce })).toMatchObject({
      error: { status: 403, code: 40310000, message },
    });
  });

  it("are taken from 19:00 on for the next day", () => {
    const venue = new VenueBench({ opensAt: at("19:01") }).print("10.00x1");
    expect(venue.submit({ time_in_force: "opg" }).ok).toBe(true);
    expect(venue.submit({ time_in_force: "cls" }).ok).toBe(true);
  });
});
