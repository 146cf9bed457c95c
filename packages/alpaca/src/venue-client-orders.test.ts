import { clientOrderId, venueOrderId } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import { quantity } from "@interlock/core/number/quantity";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { anApprovedOrder, aWireOrder } from "../test/samples.ts";
import { type Responder, sendJson } from "../test/scripted-venue.ts";
import { refuse, VenueFixture } from "../test/venue-fixture.ts";

const ORDER_ID = venueOrderId("904837e3-3b76-47ec-b432-046db621571b");
const fixture = new VenueFixture();
beforeEach(() => fixture.start());
afterEach(() => fixture.stop());

describe("getOrderByClientOrderId", () => {
  const id = clientOrderId("cid-1");

  test("finds the order", async () => {
    fixture.venue.respond = (_request, response) => sendJson(response, 200, aWireOrder());
    expect(await fixture.client.getOrderByClientOrderId(id)).toMatchObject({
      found: "yes",
      order: { clientOrderId: "cid-1" },
    });
  });

  test("is absent only on the venue's own word", async () => {
    fixture.venue.respond = refuse(404, 40410000, "order not found for cid-1");
    expect(await fixture.client.getOrderByClientOrderId(id)).toMatchObject({ found: "no" });
  });

  test.each<[string, Responder]>([
    ["an address that does not exist", refuse(404, 40410000, "endpoint not found.")],
    ["a 404 of something else", (_request, response) => void response.writeHead(404).end("<html>")],
    ["a 500", refuse(500, 50010000, "internal server error")],
    [
      "another order than asked for",
      (_request, response) => sendJson(response, 200, aWireOrder({ client_order_id: "x" })),
    ],
    ["silence", () => {}],
  ])("is unknown on %s", async (_what, respond) => {
    fixture.venue.respond = respond;
    await fixture.useImpatientClient();
    expect(await fixture.client.getOrderByClientOrderId(id)).toMatchObject({ found: "unknown" });
  });
});

describe("cancelOrder", () => {
  test.each<[string, string, Responder]>([
    [
      "accepted",
      "the venue answers 204",
      (_request, response) => void response.writeHead(204).end(),
    ],
    ["refused", "the order is filled", refuse(422, 42210000, 'order is already in "filled" state')],
    ["refused", "the venue does not know it", refuse(404, 40410000, "order not found")],
    ["unknown", "the venue answers 500", refuse(500, 50010000, "internal server error")],
    ["unknown", "the connection is cut", (_request, _response, socket) => void socket.destroy()],
    ["unknown", "the rate limit is reached", refuse(429, null, "too many requests.")],
  ])("is %s when %s", async (outcome, _what, respond) => {
    fixture.venue.respond = respond;
    expect(await fixture.client.cancelOrder(ORDER_ID)).toMatchObject({ outcome });
    expect(fixture.venue.requests[0]).toMatchObject({
      method: "DELETE",
      path: `/v2/orders/${ORDER_ID}`,
    });
  });
});

describe("cancelAllOrders", () => {
  test("B27 reads the answer per order", async () => {
    fixture.venue.respond = (_request, response) =>
      sendJson(response, 207, [
        { id: "a", status: 200 },
        { id: "b", status: 422 },
      ]);
    expect(await fixture.client.cancelAllOrders()).toEqual({
      ok: true,
      value: [
        { venueOrderId: "a", accepted: true, httpStatus: 200 },
        { venueOrderId: "b", accepted: false, httpStatus: 422 },
      ],
    });
  });

  test("B02 a kill goes out although the budget is spent and the venue said 429", async () => {
    fixture.venue.respond = refuse(429, null, "too many requests.");
    await fixture.client.account();
    fixture.venue.respond = (_request, response) => sendJson(response, 207, []);
    expect(await fixture.client.account()).toMatchObject({
      ok: false,
      failure: { kind: "rate_limited" },
    });
    expect(await fixture.client.cancelAllOrders()).toEqual({ ok: true, value: [] });
  });
});

describe("replaceOrder", () => {
  test("B15 returns the new order and checks that it replaces the old one", async () => {
    const replacement = anApprovedOrder({
      clientOrderId: clientOrderId("cid-2"),
      quantity: quantity("5"),
      pricing: { type: "limit", limitPrice: price("150.3") },
    });
    const wire = aWireOrder({
      id: "new",
      client_order_id: "cid-2",
      qty: "5",
      limit_price: "150.3",
      replaces: ORDER_ID,
    });
    fixture.venue.respond = (_request, response) => sendJson(response, 200, wire);
    expect(await fixture.client.replaceOrder(ORDER_ID, replacement)).toMatchObject({
      outcome: "accepted",
      deviations: [],
      order: { venueOrderId: "new", replaces: ORDER_ID },
    });
    expect(fixture.venue.requests[0]).toMatchObject({
      method: "PATCH",
      path: `/v2/orders/${ORDER_ID}`,
    });
    expect(JSON.parse(fixture.venue.requests[0]?.body ?? "")).toEqual({
      qty: "5",
      time_in_force: "day",
      limit_price: "150.30",
      client_order_id: "cid-2",
    });
    fixture.venue.respond = (_request, response) =>
      sendJson(response, 200, { ...wire, replaces: null });
    expect(await fixture.client.replaceOrder(ORDER_ID, replacement)).toMatchObject({
      deviations: [`replaced order is absent instead of ${ORDER_ID}`],
    });
  });
});
