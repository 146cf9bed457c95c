import { clientOrderId, venueOrderId } from "@interlock/core/ids";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { anApprovedOrder, aWireOrder } from "../test/samples.ts";
import { sendJson } from "../test/scripted-venue.ts";
import { VenueFixture } from "../test/venue-fixture.ts";

const fixture = new VenueFixture();
beforeEach(() => fixture.start());
afterEach(() => fixture.stop());

const CONNECTIONS = 8;

/** A venue that answers no order until it is told to, and everything else at once. */
function slowToOrders(): { readonly release: () => void } {
  let free: () => void = () => {};
  const freed = new Promise<void>((resolve) => {
    free = resolve;
  });
  fixture.venue.respond = async (request, response) => {
    if (request.method === "POST") await freed;
    sendJson(response, 200, request.method === "POST" ? aWireOrder() : []);
  };
  return { release: () => free() };
}

function orderOf(id: number) {
  const order = anApprovedOrder();
  return { ...order, intent: { ...order.intent, clientOrderId: clientOrderId(`o-${id}`) } };
}

const seen = (method: string) =>
  fixture.venue.requests.filter((request) => request.method === method).length;

describe("while the venue is slow to answer orders", () => {
  test("cancels and what a kill asks for pass them at once", async () => {
    const { release } = slowToOrders();
    const orders = Array.from({ length: 20 }, (_, id) => fixture.client.submitOrder(orderOf(id)));
    await expect.poll(() => seen("POST")).toBe(CONNECTIONS);
    expect(await fixture.client.cancelAllOrders()).toMatchObject({ ok: true });
    await fixture.client.cancelOrder(venueOrderId("v-1"));
    expect(await fixture.client.openOrders("kill")).toMatchObject({ ok: true });
    expect(seen("POST")).toBe(CONNECTIONS);
    release();
    await Promise.all(orders);
  });

  test("an order that waits for a connection does not leave once the gate is closed, and says so", async () => {
    const { release } = slowToOrders();
    let gate: string | null = null;
    const orders = Array.from({ length: 20 }, (_, id) =>
      fixture.client.submitOrder(orderOf(id), () => gate),
    );
    await expect.poll(() => seen("POST")).toBe(CONNECTIONS);
    gate = "the gate is closed";
    release();
    const outcomes = await Promise.all(orders);
    expect(seen("POST")).toBe(CONNECTIONS);
    const unsent = outcomes.filter(({ outcome }) => outcome === "rejected");
    expect(unsent).toHaveLength(20 - CONNECTIONS);
    for (const outcome of unsent)
      expect(outcome).toMatchObject({ code: "not_sent", message: "Not sent: the gate is closed." });
  });

  test("an order that got no connection in time is not sent, and its fate is not unknown", async () => {
    await fixture.useImpatientClient();
    fixture.venue.respond = () => {};
    const orders = Array.from({ length: 20 }, (_, id) => fixture.client.submitOrder(orderOf(id)));
    const outcomes = (await Promise.all(orders)).map(({ outcome }) => outcome);
    const unknown = outcomes.filter((outcome) => outcome === "unknown").length;
    expect(unknown).toBe(seen("POST"));
    expect(new Set(outcomes)).toEqual(new Set(["unknown", "rejected"]));
  });
});

test("an order is asked about in the turn in which it is written, also on a connection that must be opened first", async () => {
  fixture.venue.respond = (_request, response) => sendJson(response, 200, aWireOrder());
  let gate: string | null = null;
  const order = fixture.client.submitOrder(anApprovedOrder(), () => gate);
  // The connection is being opened: the order has a slot, and not a byte of it has left.
  await Promise.resolve();
  gate = "the gate is closed";
  expect(await order).toMatchObject({ outcome: "rejected", code: "not_sent" });
  expect(fixture.venue.requests).toEqual([]);
  gate = null;
  const next = await fixture.client.submitOrder(anApprovedOrder(), () => gate);
  expect(next).toMatchObject({ outcome: "accepted" });
});
