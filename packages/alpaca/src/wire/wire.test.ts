import { describe, expect, it } from "vitest";
import { wireAccount } from "./account.ts";
import { wireActivity } from "./activity.ts";
import { wireError } from "./error.ts";
import { wireMarketDataItem } from "./market-data-stream.ts";
import { isKnownOrderStatus, wireOrder } from "./order.ts";
import { wireTradeUpdateFrame } from "./trading-stream.ts";

const MINIMAL_ORDER = {
  id: "904837e3-3b76-47ec-b432-046db621571b",
  client_order_id: "cid-1",
  symbol: "IBM",
  side: "buy",
  status: "new",
  filled_qty: "0",
};

describe("reading Alpaca's wire format", () => {
  it("reads an order with only the fields that identify it, the rest as null", () => {
    const order = wireOrder.parse(MINIMAL_ORDER);
    expect(order.limit_price).toBeNull();
    expect(order.extended_hours).toBe(false);
  });

  it("B23 keeps unknown fields and unknown statuses", () => {
    const order = wireOrder.parse({ ...MINIMAL_ORDER, status: "paused", novel: { a: 1 } });
    expect(order.status).toBe("paused");
    expect(isKnownOrderStatus(order.status)).toBe(false);
    expect(order["novel"]).toEqual({ a: 1 });
  });

  it("reads amounts that come as numbers as text", () => {
    expect(wireOrder.parse({ ...MINIMAL_ORDER, qty: 10 }).qty).toBe("10");
  });

  it.each(["id", "client_order_id", "symbol", "side", "status", "filled_qty"])(
    "refuses an order without %s",
    (field) => {
      const { [field as "id"]: _gone, ...rest } = MINIMAL_ORDER;
      expect(wireOrder.safeParse(rest).success).toBe(false);
    },
  );

  it("reads the execution of a fill apart from the order's cumulative figures", () => {
    const frame = wireTradeUpdateFrame.parse({
      stream: "trade_updates",
      data: {
        event: "partial_fill",
        execution_id: "e1",
        price: "150.1",
        qty: "40",
        position_qty: "-40",
        order: { ...MINIMAL_ORDER, filled_qty: "90" },
      },
    });
    expect(frame.data).toMatchObject({ qty: "40", order: { filled_qty: "90" } });
  });

  it("refuses a trade update without an order", () => {
    const frame = { stream: "trade_updates", data: { event: "fill" } };
    expect(wireTradeUpdateFrame.safeParse(frame).success).toBe(false);
  });

  it("tells fills and other activities apart and keeps types that it does not know", () => {
    const fee = wireActivity.parse({ activity_type: "FEE", id: "1", net_amount: "-0.02" });
    const other = wireActivity.parse({ activity_type: "ZZZ", id: "2", zebra: true });
    expect(fee["net_amount"]).toBe("-0.02");
    expect(other["zebra"]).toBe(true);
  });

  it("B22 reads an account that lacks the figures removed from the interface", () => {
    const account = wireAccount.parse({ id: "a", status: "ACTIVE", cash: "1", equity: "1" });
    expect(account["daytrade_count"]).toBeUndefined();
    expect(account.buying_power).toBeNull();
  });

  it("reads an error without a code", () => {
    expect(wireError.parse({ message: "too many requests." }).code).toBeUndefined();
  });

  it("reads market-data items by kind, with integers of 64 bits", () => {
    const item = wireMarketDataItem.parse({ T: "t", S: "SPY", p: 1.5, s: 10n, t: new Date(0) });
    expect(item.T).toBe("t");
    expect(wireMarketDataItem.safeParse({ T: "zz" }).success).toBe(false);
  });
});
