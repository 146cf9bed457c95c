import { clientOrderId } from "@interlock/core/ids";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { aFillActivity, aWireAccount, aWireOrder, NOW } from "../test/samples.ts";
import { type Responder, sendJson } from "../test/scripted-venue.ts";
import { VenueFixture } from "../test/venue-fixture.ts";

const fixture = new VenueFixture();
beforeEach(() => fixture.start());
afterEach(() => fixture.stop());

describe("lists", () => {
  function aPage(from: number, count: number): Record<string, unknown>[] {
    return Array.from({ length: count }, (_, i) =>
      aWireOrder({ id: `id-${from + i}`, client_order_id: `cid-${from + i}` }),
    );
  }

  test("K10 open orders come in pages, by cursor, each once, with their legs", async () => {
    const leg = aWireOrder({ id: "leg", client_order_id: "leg", status: "held" });
    fixture.venue.respond = (request, response) => {
      const page = request.path.includes("after_order_id=id-499")
        ? [{ ...aPage(499, 1)[0], legs: [leg] }]
        : aPage(0, 500);
      sendJson(response, 200, page);
    };
    const orders = await fixture.client.openOrders();
    expect(orders.ok && orders.value.orders.length).toBe(501);
    expect(fixture.venue.requests.map(({ path }) => path)).toEqual([
      "/v2/orders?status=open&limit=500&direction=asc&nested=true",
      "/v2/orders?status=open&limit=500&direction=asc&nested=true&after_order_id=id-499",
    ]);
  });

  test("a full page whose last order has no id fails the list: what follows it would be missing in silence", async () => {
    fixture.venue.respond = (_request, response) =>
      sendJson(response, 200, [...aPage(0, 499), { symbol: "AAPL" }]);
    expect(await fixture.client.openOrders()).toMatchObject({
      ok: false,
      failure: { kind: "malformed" },
    });
  });

  test("B19 executions come in pages from before the watermark, what repeats once", async () => {
    const activity = (n: number) => aFillActivity({ id: `2026112010000502${n}::exec-${n}` });
    const first = Array.from({ length: 100 }, (_, n) => activity(n));
    fixture.venue.respond = (request, response) =>
      sendJson(
        response,
        200,
        request.path.includes("page_token") ? [activity(99), activity(100)] : first,
      );
    const executions = await fixture.client.executionsSince(NOW);
    expect(executions.ok && executions.value.map(({ executionId }) => executionId)).toEqual(
      Array.from({ length: 101 }, (_, n) => `exec-${n}`),
    );
    const [one, two] = fixture.venue.requests.map(
      ({ path }) => new URL(path, "http://x").searchParams,
    );
    expect(one?.get("activity_types")).toBe("FILL");
    expect(one?.get("after")).toBe(new Date(NOW - 5 * 60_000).toISOString());
    expect(two?.get("page_token")).toBe("202611201000050299::exec-99");
  });

  test("B19 one execution that cannot be read fails the list: a hole would look like a fill that never was", async () => {
    fixture.venue.respond = (_request, response) =>
      sendJson(response, 200, [aFillActivity(), aFillActivity({ qty: "?" })]);
    expect(await fixture.client.executionsSince(NOW)).toMatchObject({
      ok: false,
      failure: { kind: "malformed" },
    });
  });

  test("a list without end is given up with a sentence", async () => {
    let n = 0;
    fixture.venue.respond = (_request, response) =>
      sendJson(
        response,
        200,
        Array.from({ length: 100 }, () => aFillActivity({ id: `1::${n++}` })),
      );
    const endless = fixture.client.executionsSince(NOW);
    expect(await endless).toMatchObject({
      failure: { message: expect.stringContaining("without end") },
    });
  });
});

describe("snapshot", () => {
  const clock = {
    timestamp: "2026-11-20T10:00:00-05:00",
    is_open: true,
    next_open: "2026-11-23T09:30:00-05:00",
    next_close: "2026-11-20T16:00:00-05:00",
  };
  const fee = {
    activity_type: "FEE",
    activity_sub_type: "REG",
    id: "1::f",
    date: "2026-11-19",
    net_amount: "-0.01",
  };

  function answers(change: Readonly<Record<string, () => unknown>> = {}): Responder {
    const table: Record<string, () => unknown> = {
      "/v2/account": () => aWireAccount(),
      "/v2/positions": () => [{ symbol: "AAPL", qty: "4", avg_entry_price: "150.1" }],
      "/v2/clock": () => clock,
      open: () => [aWireOrder({ status: "partially_filled", filled_qty: "4" })],
      closed: () => [],
      FILL: () => [aFillActivity()],
      non_trade_activity: () => [fee],
      ...change,
    };
    return (request, response) => {
      const url = new URL(request.path, "http://x");
      const query = url.searchParams;
      const key =
        query.get("status") ?? query.get("activity_types") ?? query.get("category") ?? url.pathname;
      const answer = table[key];
      if (answer === undefined)
        sendJson(response, 404, { code: 40410000, message: "order not found" });
      else sendJson(response, 200, answer());
    };
  }

  test("an open order that cannot be read is told apart, and keeps no snapshot from succeeding", async () => {
    const odd = aWireOrder({ id: "odd", client_order_id: "odd", side: "", symbol: "" });
    fixture.venue.respond = answers({ open: () => [odd] });
    const workingOrders = [clientOrderId("odd")];
    const picture = await fixture.client.snapshot({ since: NOW, workingOrders });
    expect(picture.ok && picture.value.openOrders).toEqual([]);
    expect(picture.ok && picture.value.unreadableOrders).toMatchObject([
      { venueOrderId: "odd", clientOrderId: "odd", symbol: null },
    ]);
  });

  test("gathers one picture of the account", async () => {
    fixture.venue.respond = answers();
    expect(await fixture.client.snapshot({ since: NOW })).toMatchObject({
      ok: true,
      value: {
        account: { accountNumber: "PA3ABCDEFGHI" },
        positions: [{ symbol: "AAPL" }],
        openOrders: [{ clientOrderId: "cid-1" }],
        closedOrders: [],
        executions: [{ executionId: "2f63ea93-423d-4169-b3f6-3fdafc10c418" }],
        charges: [{ kind: "FEE/REG" }],
        venueAt: NOW,
      },
    });
  });

  test("reads all again when the log of executions grew in between", async () => {
    let reads = 0;
    const grown = () =>
      ++reads >= 2 ? [aFillActivity(), aFillActivity({ id: "1::later" })] : [aFillActivity()];
    fixture.venue.respond = answers({ FILL: grown });
    const snapshot = await fixture.client.snapshot({ since: NOW });
    expect(snapshot.ok && snapshot.value.executions).toHaveLength(2);
    expect(fixture.venue.requests.filter(({ path }) => path === "/v2/positions")).toHaveLength(2);
  });

  test("says so when the account traded whenever it was read", async () => {
    let reads = 0;
    const growing = () =>
      Array.from({ length: ++reads }, (_, n) => aFillActivity({ id: `1::${n}` }));
    fixture.venue.respond = answers({ FILL: growing });
    const snapshot = await fixture.client.snapshot({ since: NOW });
    expect(snapshot).toMatchObject({ ok: true, value: { unsettled: true } });
    fixture.venue.respond = answers();
    const calm = await fixture.client.snapshot({ since: NOW });
    expect(calm.ok && calm.value.unsettled).toBeUndefined();
  });

  test("an order that we hold open and the lists leave out is looked up", async () => {
    fixture.venue.respond = answers({
      open: () => [],
      "/v2/orders:by_client_order_id": () => aWireOrder({ status: "canceled" }),
    });
    const snapshot = await fixture.client.snapshot({
      since: NOW,
      workingOrders: [clientOrderId("cid-1")],
      charges: false,
    });
    expect(snapshot).toMatchObject({
      value: { openOrders: [], closedOrders: [{ status: "canceled" }], charges: [] },
    });
    fixture.venue.respond = answers({ open: () => [] });
    const without = await fixture.client.snapshot({
      since: NOW,
      workingOrders: [clientOrderId("cid-1")],
    });
    expect(without).toMatchObject({ ok: true, value: { openOrders: [], closedOrders: [] } });
  });

  test.each([
    "/v2/account",
    "/v2/positions",
    "/v2/clock",
    "open",
    "closed",
    "FILL",
    "non_trade_activity",
  ])("fails as a whole when %s cannot be read", async (part) => {
    fixture.venue.respond = answers({ [part]: () => "nonsense" });
    expect(await fixture.client.snapshot({ since: NOW })).toMatchObject({
      ok: false,
      failure: { kind: "malformed" },
    });
  });
});
