import { isoDate } from "@interlock/core/market/civil-date";
import { describe, expect, it } from "vitest";
import { at, VenueBench } from "../../../test/open-venue.ts";
import { stampOf } from "../stamp.ts";

const WEDNESDAY = isoDate("2013-10-09");

describe("sessions", () => {
  it("keeps an order sent before the open until the session's first quote", () => {
    const venue = new VenueBench({ opensAt: at("08:00") }).quote("10.00x300 10.50x500");
    venue.order();
    expect(venue.happened).toEqual(["accepted o1"]);
    venue.clock(at("09:30"));
    expect(venue.happened.slice(1)).toEqual(["new o1"]);
    venue.quote("10.00x300 10.02x500");
    expect(venue.happened.at(-1)).toBe("fill o1 100@10.02");
  });

  it("lets an extended-hours limit trade before the open, at once", () => {
    const venue = new VenueBench({ opensAt: at("08:00") }).quote("10.00x300 10.02x500");
    venue.order({ type: "limit", limit_price: "10.05", extended_hours: true });
    expect(venue.happened).toEqual(["new o1", "fill o1 100@10.02"]);
  });

  it("keeps a resting order for the regular session out of extended hours", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x500");
    venue.order({ type: "limit", limit_price: "10.01", time_in_force: "gtc" });
    venue.clock(at("16:00")).quote("9.00x300 9.02x500").print("9.01x100");
    expect(venue.happened).toEqual(["new o1"]);
    venue.clock(at("09:30", WEDNESDAY)).quote("9.00x300 9.03x500");
    expect(venue.happened.at(-1)).toBe("fill o1 100@10.01");
  });

  it("expires a day order at the close and an extended one at 20:00, to the second", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x500");
    const day = venue.order({ type: "limit", limit_price: "9.00" });
    const extended = venue.order({ type: "limit", limit_price: "9.00", extended_hours: true });
    venue.clock(at("15:59:59.999"));
    expect(venue.now(day).status).toBe("new");
    venue.clock(at("20:30"));
    expect(venue.now(day).expiredAt?.slice(0, 19)).toBe("2013-10-08T20:00:00");
    expect(venue.now(extended).expiredAt?.slice(0, 19)).toBe("2013-10-09T00:00:00");
  });

  it("gives a day order sent after the close to the next market day", () => {
    const venue = new VenueBench({ opensAt: at("17:00") }).print("10.00x1");
    const order = venue.order();
    expect(order.status).toBe("accepted");
    expect(stampOf(order.expiresAt)).toBe(stampOf(at("16:00", WEDNESDAY)));
  });

  it("expires at 13:00 on a day that closes early", () => {
    const friday = isoDate("2013-11-29");
    const venue = new VenueBench({ opensAt: at("10:00", friday) }).quote("10.00x300 10.02x500");
    const order = venue.order({ type: "limit", limit_price: "9.00" });
    venue.clock(at("13:00", friday));
    expect(venue.now(order).status).toBe("expired");
  });

  it("keeps what a day order filled when it expires", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x40");
    const order = venue.order();
    venue.clock(at("16:00"));
    expect(venue.happened.at(-1)).toBe("expired o1");
    expect(venue.now(order).filledQuantity).toBe(venue.events.at(-1)?.order.filledQuantity);
    expect(venue.position()).toBe("40");
  });

  it("lets an order good till canceled live ninety days", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x40");
    const order = venue.order({ type: "limit", limit_price: "9.00", time_in_force: "gtc" });
    expect(stampOf(order.expiresAt).slice(0, 19)).toBe("2014-01-06T21:15:00");
  });
});

describe("cancels", () => {
  it("cancels an open order and keeps its fills", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x40");
    const order = venue.order();
    venue.cancel(order);
    expect(venue.happened.at(-1)).toBe("canceled o1");
    expect(venue.position()).toBe("40");
  });

  it.each([
    ["filled", 'order is already in "filled" state'],
    ["expired", 'order is already in "expired" state'],
  ])("refuses to cancel an order that is %s", (status, message) => {
    const venue = new VenueBench().quote("10.00x300 10.02x500");
    const order = venue.order(status === "filled" ? {} : { type: "limit", limit_price: "9.00" });
    venue.clock(at("16:00"));
    expect(venue.cancel(order)).toMatchObject({ error: { status: 422, code: 42210000, message } });
  });

  it("answers a second cancel of a canceled order as done, without an event", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x500");
    const order = venue.order({ type: "limit", limit_price: "9.00" });
    venue.cancel(order);
    expect(venue.cancel(order).ok).toBe(true);
    expect(venue.happened).toEqual(["new o1", "canceled o1"]);
  });

  it("leaves a stuck order in pending_cancel: it does not trade, holds its shares, and expires", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x500");
    venue.order();
    const stuck = venue.order({ side: "sell", type: "limit", limit_price: "10.01" });
    venue.cancel(stuck, true);
    venue.quote("10.05x300 10.06x500");
    expect(venue.now(stuck).status).toBe("pending_cancel");
    expect(venue.cancel(stuck)).toMatchObject({ error: { message: "order pending cancel" } });
    expect(venue.submit({ side: "sell", type: "limit", limit_price: "11.00" })).toMatchObject({
      error: { message: "insufficient qty available for order (requested: 100, available: 0)" },
    });
    venue.clock(at("16:00"));
    expect(venue.happened.at(-1)).toBe("expired o2");
  });
});

describe("an order that is being replaced", () => {
  it("is neither canceled nor replaced until it works again or has ended", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x500");
    const order = venue.order({ type: "limit", limit_price: "9.00" });
    const report = (event: "pending_replace" | "new"): void => {
      const action = { do: "mark", orderId: order.id, event, reason: null } as const;
      venue.input({ kind: "control", at: venue.tick(), action });
    };
    report("pending_replace");
    const refused = { status: 422, code: 42210000 };
    expect(venue.cancel(order)).toMatchObject({
      error: { ...refused, message: "order pending replace" },
    });
    expect(venue.replace(order, { limit_price: "9.01" })).toMatchObject({
      error: { ...refused, message: "cannot replace order in pending_replace status" },
    });
    report("new");
    expect(venue.cancel(order).ok).toBe(true);
  });
});

describe("replacing", () => {
  function resting(): { venue: VenueBench; order: ReturnType<VenueBench["order"]> } {
    const venue = new VenueBench().quote("10.00x300 10.02x40");
    return { venue, order: venue.order({ type: "limit", limit_price: "9.50" }) };
  }

  it("ends the old order and begins one with its own id, linked both ways", () => {
    const { venue, order } = resting();
    const outcome = venue.replace(order, { limit_price: "9.60" });
    expect(venue.happened).toEqual(["new o1", "replaced o1", "new o2"]);
    const successor = outcome.ok ? outcome.value : order;
    expect(successor.replaces).toBe(order.id);
    expect(venue.now(order)).toMatchObject({ status: "replaced", replacedBy: successor.id });
  });

  it("is for the part that was not filled", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x40");
    const order = venue.order({ type: "limit", limit_price: "10.02" });
    venue.replace(order, { qty: "150", limit_price: "10.03" });
    venue.quote("10.00x300 10.03x900");
    expect(venue.happened.at(-1)).toBe("fill o2 110@10.03");
    expect(venue.position()).toBe("150");
  });

  it("lets the new order trade at once when it is marketable", () => {
    const { venue, order } = resting();
    venue.replace(order, { limit_price: "10.02", qty: "30" });
    expect(venue.happened.at(-1)).toBe("fill o2 30@10.02");
  });

  it.each([
    [{ limit_price: "9.50" }, "order parameters are not changed"],
    [{ stop_price: "9.00" }, "limit orders require no stop price"],
    [{ limit_price: "9.501" }, "invalid limit_price 9.501. sub-penny increment does not"],
    [{ qty: "1.5" }, "qty must be a whole number of shares"],
    [{ qty: "100000000" }, "quantity"],
    [{ qty: "1000000" }, "insufficient buying power"],
  ])("refuses %j", (body, message) => {
    const { venue, order } = resting();
    const outcome = venue.replace(order, body);
    expect(outcome.ok ? "" : outcome.error.message).toContain(message);
    expect(venue.happened).toEqual(["new o1"]);
  });

  it("refuses a quantity that is filled already", () => {
    const venue = new VenueBench().quote("10.00x300 10.02x40");
    const order = venue.order({ type: "limit", limit_price: "10.02" });
    expect(venue.replace(order, { qty: "40" })).toMatchObject({
      error: { message: "qty must be > filled_qty" },
    });
  });

  it("refuses orders that are replaced, closed, waiting or stuck", () => {
    const { venue, order } = resting();
    venue.replace(order, { limit_price: "9.60" });
    const second = venue.order({ type: "limit", limit_price: "9.40" });
    venue.cancel(second, true);
    const messages = [order, second].map((old) => {
      const outcome = venue.replace(old, { limit_price: "9.70" });
      return outcome.ok ? "" : outcome.error.message;
    });
    expect(messages).toEqual([
      "order already replaced",
      "cannot replace order in pending_cancel status",
    ]);
  });

  it("frees what the old order reserves and holds", () => {
    const venue = new VenueBench().quote("100.00x9000 100.02x9000");
    const order = venue.order({ qty: "3900", type: "limit", limit_price: "100.00" });
    expect(venue.replace(order, { limit_price: "100.01" }).ok).toBe(true);
    const bought = new VenueBench().quote("10.00x300 10.02x500");
    bought.order();
    const sale = bought.order({ side: "sell", type: "limit", limit_price: "11.00" });
    expect(bought.replace(sale, { limit_price: "11.50" }).ok).toBe(true);
  });
});

describe("pending updates", () => {
  it("tell the way of an order where that is chosen, and change nothing else", () => {
    const [plain, told] = [false, true].map((tellsPending) => {
      const venue = new VenueBench({ tellsPending }).quote("10.00x300 10.02x500");
      const order = venue.order({ type: "limit", limit_price: "9.00" });
      const replaced = venue.replace(order, { limit_price: "9.01" });
      if (replaced.ok) venue.cancel(replaced.value);
      venue.order();
      return venue;
    });
    expect(told?.happened).toEqual([
      "pending_new o1",
      "new o1",
      "pending_replace o1",
      "replaced o1",
      "pending_new o2",
      "new o2",
      "pending_cancel o2",
      "canceled o2",
      "pending_new o3",
      "new o3",
      "fill o3 100@10.02",
    ]);
    const rest = told?.happened.filter((event) => !event.startsWith("pending"));
    expect(rest).toEqual(plain?.happened);
    expect(told?.position()).toBe(plain?.position());
  });
});
