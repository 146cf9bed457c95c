import { formatMoney } from "@interlock/core/number/money";
import { formatPrice } from "@interlock/core/number/price";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import { describe, expect, test } from "vitest";
import { aFillActivity, aWireAccount, aWireOrder } from "../../test/samples.ts";
import { ORDER_STATUSES } from "../wire/order.ts";
import { readAccount } from "./account.ts";
import { readCharge, readExecution } from "./activity.ts";
import { readAsset } from "./asset.ts";
import { readCalendar, readClock } from "./calendar.ts";
import { readMoney, readPrice, readQuantity } from "./decimal.ts";
import { mapOrderStatus } from "./order-status.ts";
import { readPosition, readPositionList, readPositions } from "./position.ts";
import { mapSide, readOrder, readOrders } from "./venue-order.ts";
import { readTime } from "./venue-time.ts";

describe("amounts", () => {
  test.each([
    ["150.1", "150.10"],
    ["150.1234567", "150.123457"],
    ["0.0000005", null],
    ["0", null],
    ["-1", null],
    ["1e5", null],
    ["NaN", null],
    ["Infinity", null],
    ["12,3", null],
    ["", null],
    ["99999999999999999999", null],
  ])("price %s is read as %s", (text, expected) => {
    const price = readPrice(text);
    expect(price === null ? null : formatPrice(price)).toBe(expected);
  });

  test("amounts with more decimals than ours are rounded half-even, with their sign", () => {
    expect(formatMoney(readMoney("-9370.6125005") ?? throwing())).toBe("-9370.6125");
    expect(formatMoney(readMoney("1.0000015") ?? throwing())).toBe("1.000002");
    expect(formatQuantity(readQuantity("-0.0000000001") ?? throwing())).toBe("0");
    expect(Object.is(readQuantity("-0"), 0)).toBe(true);
  });
});

function throwing(): never {
  throw new Error("not readable");
}

test.each([
  ["2026-11-20T15:00:05.024916716Z", Date.UTC(2026, 10, 20, 15, 0, 5, 24)],
  ["2026-11-20T10:00:05-05:00", Date.UTC(2026, 10, 20, 15, 0, 5)],
  ["2026-07-20T10:00:05.999999999-04:00", Date.UTC(2026, 6, 20, 14, 0, 5, 999)],
  ["2026-11-20", null],
  ["2026-13-20T10:00:05Z", null],
  ["yesterday", null],
  ["", null],
])("time %s is read as %s", (text, expected) => {
  expect(readTime(text)).toBe(expected);
});

describe("order status", () => {
  test("every documented status has a reading, and none is unknown", () => {
    const table = Object.fromEntries(
      ORDER_STATUSES.map((status) => [status, mapOrderStatus(status, false)]),
    );
    expect(table).toEqual({
      new: "accepted",
      partially_filled: "partially_filled",
      filled: "filled",
      done_for_day: "accepted",
      canceled: "canceled",
      expired: "expired",
      replaced: "replaced",
      pending_cancel: "pending_cancel",
      pending_replace: "pending_replace",
      accepted: "accepted",
      pending_new: "accepted",
      accepted_for_bidding: "accepted",
      stopped: "accepted",
      rejected: "rejected",
      suspended: "accepted",
      calculated: "accepted",
      held: "accepted",
      pending_review: "accepted",
    });
  });

  test("an open order with fills is partially filled", () => {
    expect(mapOrderStatus("new", true)).toBe("partially_filled");
    expect(mapOrderStatus("done_for_day", true)).toBe("partially_filled");
    expect(mapOrderStatus("canceled", true)).toBe("canceled");
  });

  test("B23 a word that nobody documents is unknown, with the word kept", () => {
    const order = readOrder(aWireOrder({ status: "on_fire" }), 0);
    expect(order).toMatchObject({ value: { status: "unknown", venueStatus: "on_fire" } });
  });
});

describe("readOrder", () => {
  test("keeps every field that the ledger needs", () => {
    expect(
      readOrder(aWireOrder({ replaces: "old", filled_qty: "4", filled_avg_price: "150.1" }), 0),
    ).toEqual({
      ok: true,
      value: {
        venueOrderId: "904837e3-3b76-47ec-b432-046db621571b",
        clientOrderId: "cid-1",
        symbol: "AAPL",
        side: "buy",
        quantity: quantity("10"),
        filledQuantity: quantity("4"),
        averagePrice: "150.1",
        pricing: { type: "limit", limitPrice: 150_250_000 },
        type: "limit",
        timeInForce: "day",
        extendedHours: false,
        status: "partially_filled",
        venueStatus: "pending_new",
        replaces: "old",
        replacedBy: null,
        createdAt: Date.UTC(2026, 10, 20, 15, 0, 0, 100),
        updatedAt: Date.UTC(2026, 10, 20, 15, 0, 0, 200),
      },
    });
  });

  test("keeps when the venue ends it by itself, where it says so", () => {
    const found = readOrder(aWireOrder({ expires_at: "2027-02-18T21:00:00Z" }), 0);
    expect(found.ok && found.value.expiresAt).toBe(Date.UTC(2027, 1, 18, 21));
  });

  test.each([
    ["market", {}, { type: "market" }],
    ["limit", { limit_price: "1.5" }, { type: "limit", limitPrice: 1_500_000 }],
    ["stop", { stop_price: "2" }, { type: "stop", stopPrice: 2_000_000 }],
    [
      "stop_limit",
      { stop_price: "2", limit_price: "1.5" },
      { type: "stop_limit", stopPrice: 2_000_000, limitPrice: 1_500_000 },
    ],
    ["trailing_stop", { trail_price: "1" }, null],
    ["limit", { limit_price: null }, null],
    ["stop_limit", { stop_price: "2", limit_price: null }, null],
  ])("type %s with %o has pricing %o", (type, prices, pricing) => {
    const order = readOrder(
      aWireOrder({ type, limit_price: null, stop_price: null, ...prices }),
      0,
    );
    expect(order).toMatchObject({ ok: true, value: { type, pricing } });
  });

  test("an order sized in dollars has no quantity; a time in force that we do not send is null", () => {
    const order = readOrder(aWireOrder({ qty: null, notional: "500", time_in_force: "opg" }), 0);
    expect(order).toMatchObject({ value: { quantity: null, timeInForce: null } });
  });

  test("numbers are read like text", () => {
    expect(readOrder(aWireOrder({ qty: 10, filled_qty: 0, limit_price: 150.25 }), 0)).toMatchObject(
      {
        value: { quantity: quantity("10"), pricing: { limitPrice: 150_250_000 } },
      },
    );
  });

  test("without any time, the time of receipt stands in", () => {
    const timeless = aWireOrder({ created_at: null, updated_at: null, submitted_at: null });
    expect(readOrder(timeless, 77)).toMatchObject({ value: { createdAt: 77, updatedAt: 77 } });
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ["no id", { id: undefined }, /order is malformed \(id:/],
    ["a negative quantity", { qty: "-5" }, /quantity "-5" must be a number above 0/],
    ["a quantity that is none", { qty: "many" }, /quantity "many"/],
    ["a negative filled quantity", { filled_qty: "-1" }, /filled quantity "-1"/],
    ["an unknown side", { side: "sideways" }, /side "sideways" must be buy or sell/],
  ])("refuses %s in one sentence", (_name, change, sentence) => {
    const order = readOrder(aWireOrder(change), 0);
    expect(order.ok ? "" : order.error).toMatch(sentence);
  });

  test("sides of short sales and covers are sells and buys", () => {
    expect(["buy", "sell", "sell_short", "buy_to_cover", "hold"].map(mapSide)).toEqual([
      "buy",
      "sell",
      "sell",
      "buy",
      null,
    ]);
  });

  test("legs stand beside their parents, each order once", () => {
    const leg = aWireOrder({ id: "leg", client_order_id: "cid-leg", status: "held" });
    const orders = readOrders([aWireOrder({ legs: [leg] }), leg], 0);
    expect(orders.ok && orders.value.orders.map((order) => order.venueOrderId)).toEqual([
      "904837e3-3b76-47ec-b432-046db621571b",
      "leg",
    ]);
    expect(readOrders({}, 0)).toEqual({ ok: false, error: "orders must be a list" });
  });

  test.each([
    ["without side and symbol", { id: "bad", side: "", symbol: "" }, "bad", null],
    ["of another side", { id: "bad", side: "sell_to_open", symbol: "AAPL" }, "bad", "AAPL"],
    ["of no quantity", { id: "bad", qty: "0" }, "bad", "AAPL"],
    ["without an id", { id: null }, null, "AAPL"],
  ])(
    "an order %s hides none of the others, and keeps what names it",
    (_name, change, id, symbol) => {
      const list = readOrders([aWireOrder(), aWireOrder(change), aWireOrder({ id: "c" })], 0);
      expect(list.ok && list.value.orders.map((order) => order.venueOrderId)).toEqual([
        "904837e3-3b76-47ec-b432-046db621571b",
        "c",
      ]);
      expect(list.ok && list.value.unreadable).toMatchObject([{ venueOrderId: id, symbol }]);
    },
  );
});

describe("positions", () => {
  test.each([
    [{ qty: "5", side: "long" }, "5"],
    [{ qty: "-5", side: "short" }, "-5"],
    [{ qty: "5", side: "short" }, "-5"],
  ])("%o is %s shares", (fields, expected) => {
    const position = readPosition({ symbol: "AAPL", avg_entry_price: "150.123456789", ...fields });
    expect(position.ok && formatQuantity(position.value.quantity)).toBe(expected);
  });

  test("its prices are taken where they are any: a missing or zero one is absent", () => {
    const wire = { symbol: "AAPL", qty: "1", avg_entry_price: "150" };
    const full = readPosition({ ...wire, current_price: "151.5", lastday_price: "149" });
    expect(full).toMatchObject({ value: { currentPrice: 151_500_000, priorClose: 149_000_000 } });
    const bare = readPosition({ ...wire, current_price: null, lastday_price: "0" });
    expect(bare.ok && Object.keys(bare.value)).toEqual(["symbol", "quantity", "averagePrice"]);
  });

  test("one unreadable position fails the list: a partial list would look like a flat account", () => {
    const good = { symbol: "AAPL", avg_entry_price: "1", qty: "5" };
    expect(readPositions([good, { ...good, qty: "?" }]).ok).toBe(false);
    expect(readPositions("none").ok).toBe(false);
  });

  test("one that cannot be read stands beside the others for one who closes what can be closed", () => {
    const good = { symbol: "AAPL", qty: "4", avg_entry_price: "150.1" };
    const list = readPositionList([good, { ...good, symbol: "SPY", qty: "many" }, { qty: "1" }]);
    expect(list.ok && list.value).toMatchObject({
      positions: [{ symbol: "AAPL" }],
      unreadable: [
        { symbol: "SPY", why: 'position quantity "many" of SPY must be a number' },
        { symbol: null, raw: '{"qty":"1"}' },
      ],
    });
    expect(readPositionList({}).ok).toBe(false);
  });
});

describe("account", () => {
  test("reads amounts exactly", () => {
    const account = readAccount(aWireAccount());
    expect(account.ok && formatMoney(account.value.buyingPower)).toBe("262113.632");
    expect(account.ok && account.value.tradingBlocked).toBe(false);
  });

  test.each([
    [{ trading_blocked: true }],
    [{ account_blocked: true }],
    [{ trade_suspended_by_user: true }],
    [{ status: "ACCOUNT_CLOSED" }],
  ])("%o counts as blocked", (change) => {
    expect(readAccount(aWireAccount(change))).toMatchObject({ value: { tradingBlocked: true } });
  });

  test("B22 a removed buying power is none, a removed last equity is today's", () => {
    const account = readAccount(aWireAccount({ buying_power: undefined, last_equity: undefined }));
    expect(account).toMatchObject({ value: { buyingPower: 0, lastEquity: 100_000_000_000 } });
  });

  test("a cash that is no amount fails", () => {
    expect(readAccount(aWireAccount({ cash: "lots" })).ok).toBe(false);
    expect(readAccount(aWireAccount({ buying_power: "lots" })).ok).toBe(false);
    expect(readAccount(null).ok).toBe(false);
  });
});

describe("activities", () => {
  test("an execution has the id that the order stream gave it", () => {
    expect(readExecution(aFillActivity())).toMatchObject({
      value: {
        executionId: "2f63ea93-423d-4169-b3f6-3fdafc10c418",
        side: "buy",
        quantity: quantity("4"),
        price: 150_100_000,
        venueAt: Date.UTC(2026, 10, 20, 15, 0, 5, 24),
      },
    });
    for (const id of ["plain", "20261120100005024::", "::plain"]) {
      expect(readExecution(aFillActivity({ id })).ok).toBe(false);
    }
    expect(readExecution(aFillActivity({ side: "sell_short" }))).toMatchObject({
      value: { side: "sell" },
    });
  });

  test("an entry that takes an execution back is none itself, and keeps no other from being read", () => {
    expect(readExecution(aFillActivity({ qty: "-4" }))).toEqual({ ok: true, value: null });
  });

  test.each([
    [{ price: "0" }],
    [{ qty: "0" }],
    [{ side: "up" }],
    [{ transaction_time: "now" }],
    [{ order_id: undefined }],
  ])("refuses an execution with %o", (change) => {
    expect(readExecution(aFillActivity(change)).ok).toBe(false);
  });

  test("a fee is a negative movement of cash with its kind; canceled and cashless entries are none", () => {
    const fee = {
      activity_type: "FEE",
      activity_sub_type: "TAF",
      id: "1::a",
      date: "2026-11-20",
      net_amount: "-0.02",
      status: "executed",
    };
    expect(readCharge(fee)).toMatchObject({
      value: { kind: "FEE/TAF", amount: -20_000, date: "2026-11-20" },
    });
    expect(readCharge({ ...fee, activity_sub_type: null })).toMatchObject({
      value: { kind: "FEE" },
    });
    expect(readCharge({ ...fee, status: "canceled" })).toEqual({ ok: true, value: null });
    expect(readCharge({ ...fee, net_amount: null })).toEqual({ ok: true, value: null });
    expect(readCharge(aFillActivity())).toEqual({ ok: true, value: null });
    expect(readCharge({ ...fee, net_amount: "?" }).ok).toBe(false);
    expect(readCharge(7).ok).toBe(false);
  });
});

describe("clock, calendar and assets", () => {
  test("the calendar's times of day are New York's, on an early close too", () => {
    const days = readCalendar([{ date: "2026-11-27", open: "09:30", close: "13:00" }]);
    expect(days).toEqual({
      ok: true,
      value: [
        {
          date: "2026-11-27",
          openAt: Date.UTC(2026, 10, 27, 14, 30),
          closeAt: Date.UTC(2026, 10, 27, 18, 0),
        },
      ],
    });
    expect(readCalendar([{ date: "2026-02-30", open: "09:30", close: "16:00" }]).ok).toBe(false);
    expect(readCalendar([{ date: "2026-11-27", open: "9h", close: "16:00" }]).ok).toBe(false);
    expect(readCalendar({}).ok).toBe(false);
    expect(readCalendar([{}]).ok).toBe(false);
  });

  test("the clock is read with its offset", () => {
    const clock = {
      timestamp: "2026-11-20T10:00:00.5-05:00",
      is_open: true,
      next_open: "2026-11-23T09:30:00-05:00",
      next_close: "2026-11-20T16:00:00-05:00",
    };
    expect(readClock(clock)).toMatchObject({
      value: { venueAt: Date.UTC(2026, 10, 20, 15, 0, 0, 500), isOpen: true },
    });
    expect(readClock({ ...clock, next_open: "soon" }).ok).toBe(false);
    expect(readClock({ ...clock, is_open: "yes" }).ok).toBe(false);
  });

  test("an asset that is not active is not tradable", () => {
    const asset = {
      id: "x",
      symbol: "AAPL",
      status: "active",
      tradable: true,
      shortable: true,
      easy_to_borrow: true,
    };
    expect(readAsset(asset)).toMatchObject({
      value: { tradable: true, shortable: true, easyToBorrow: true },
    });
    expect(readAsset({ ...asset, status: "inactive" })).toMatchObject({
      value: { tradable: false },
    });
    expect(readAsset([]).ok).toBe(false);
  });
});
