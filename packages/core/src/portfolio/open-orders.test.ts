import { describe, expect, it } from "vitest";
import { anOrder } from "../../test/builders.ts";
import { price } from "../number/price.ts";
import { shares } from "../number/quantity.ts";
import type { OrderPricing } from "../order/order-intent.ts";
import { NO_OPEN_ORDERS, sumOpenOrders } from "./open-orders.ts";

const limit = (at: string): OrderPricing => ({ type: "limit", limitPrice: price(at) });
const stop = (at: string): OrderPricing => ({ type: "stop", stopPrice: price(at) });
const market: OrderPricing = { type: "market" };

describe("sumOpenOrders", () => {
  it("adds up what may still be bought and sold, unknown orders included", () => {
    const sum = sumOpenOrders([
      anOrder({ status: "accepted", leavesQuantity: shares(60) }),
      anOrder({ status: "submit_unknown", leavesQuantity: shares(40) }),
      anOrder({ side: "sell", status: "pending_cancel", leavesQuantity: shares(25) }),
      anOrder({ side: "sell", status: "filled", leavesQuantity: shares(0) }),
    ]);
    expect(sum).toMatchObject({ count: 3, buys: shares(100), sells: shares(25) });
  });

  it("keeps the prices nearest to the other side", () => {
    const sum = sumOpenOrders([
      anOrder({ pricing: limit("99.90") }),
      anOrder({ pricing: limit("99.95") }),
      anOrder({ pricing: limit("99.80") }),
      anOrder({ side: "sell", pricing: limit("100.20") }),
      anOrder({ side: "sell", pricing: limit("100.10") }),
      anOrder({ side: "sell", pricing: limit("100.30") }),
    ]);
    expect(sum).toMatchObject({ highestBuy: price("99.95"), lowestSell: price("100.10") });
  });

  it("counts orders that may trade at any price: market orders and stops", () => {
    const sum = sumOpenOrders([
      anOrder({ pricing: market }),
      anOrder({ pricing: stop("101") }),
      anOrder({ side: "sell", pricing: stop("99") }),
      anOrder({
        pricing: { type: "stop_limit", stopPrice: price("101"), limitPrice: price("101.50") },
      }),
    ]);
    expect(sum).toMatchObject({
      unpricedBuys: 2,
      unpricedSells: 1,
      highestBuy: price("101.50"),
      lowestSell: null,
    });
  });

  it("of nothing is nothing", () => {
    expect(sumOpenOrders([])).toEqual(NO_OPEN_ORDERS);
  });
});
