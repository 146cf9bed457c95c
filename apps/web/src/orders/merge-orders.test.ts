import { describe, expect, test } from "vitest";
import { buildOrderView } from "../../test/build-order-view.ts";
import { mergeOrders } from "./merge-orders.ts";

const ids = (orders: readonly { clientOrderId: string }[]) =>
  orders.map((order) => order.clientOrderId);

describe("stored and live orders", () => {
  test("show each order once, as it was updated last", () => {
    const stored = buildOrderView({ updatedAt: 1, filledQuantity: "0" });
    const live = buildOrderView({ updatedAt: 2, filledQuantity: "40" });
    expect(mergeOrders([stored], [live], "today")).toEqual([live]);
    expect(mergeOrders([live], [stored], "today")).toEqual([live]);
  });

  test("show a live order before the store knows it", () => {
    const fresh = buildOrderView({ clientOrderId: "fresh", createdAt: 9 });
    expect(ids(mergeOrders([buildOrderView()], [fresh], "working"))).toEqual(["fresh", "order-1"]);
  });

  test("let an order leave the working ones as soon as it is done", () => {
    const filled = buildOrderView({ status: "filled", updatedAt: 2 });
    expect(mergeOrders([buildOrderView({ updatedAt: 1 })], [filled], "working")).toEqual([]);
  });

  test("list denied and rejected ones apart from the rest", () => {
    const live = [
      buildOrderView({ clientOrderId: "a", status: "denied" }),
      buildOrderView({ clientOrderId: "b", status: "rejected" }),
      buildOrderView({ clientOrderId: "c", status: "filled" }),
    ];
    expect(ids(mergeOrders([], live, "denied"))).toEqual(["a", "b"]);
  });

  test("keep the history to what is stored", () => {
    expect(mergeOrders([], [buildOrderView()], "history")).toEqual([]);
  });

  test("drop one that is not ours as soon as the venue shows it no more", () => {
    const other = buildOrderView({ flags: ["not_ours"] });
    expect(mergeOrders([other], [other], "working")).toEqual([other]);
    expect(mergeOrders([other], [], "working")).toEqual([]);
  });

  test("come newest first", () => {
    const orders = [1, 3, 2].map((createdAt) =>
      buildOrderView({ clientOrderId: `o${createdAt}`, createdAt }),
    );
    expect(ids(mergeOrders(orders, [], "today"))).toEqual(["o3", "o2", "o1"]);
  });
});
