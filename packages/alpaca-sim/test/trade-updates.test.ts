import { wireTradingFrame } from "@interlock/alpaca/wire/trading-stream";
import { afterEach, describe, expect, it } from "vitest";
import {
  SIMULATION_KEY,
  SIMULATION_SECRET,
  SIMULATION_TOKEN,
} from "../src/server/venue-server-options.ts";
import { asRecord, type StreamClient, TestVenue } from "./running-venue.ts";

let venue: TestVenue;
afterEach(async () => venue.close());

const FAR_BUY = { type: "limit", limit_price: "1.00" };

function lastReport(client: StreamClient): Record<string, unknown> {
  return asRecord(asRecord(client.messages.at(-1))["data"]);
}

describe("the trade updates stream", () => {
  it("says nothing before it is asked, takes both ways of signing in, and names what it streams", async () => {
    venue = await TestVenue.start();
    const client = await venue.connect("/stream");
    client.send({ action: "listen", data: { streams: ["trade_updates"] } });
    client.send({ action: "authenticate", data: { key_id: SIMULATION_KEY, secret_key: "wrong" } });
    client.send({ action: "auth", key: SIMULATION_KEY, secret: SIMULATION_SECRET });
    client.send({ action: "listen", data: { streams: ["trade_updates", "weather"] } });
    client.send({ action: "listen", data: { streams: [] } });
    await expect.poll(() => client.messages.length).toBe(5);
    expect(client.messages).toEqual([
      { stream: "authorization", data: { status: "unauthorized", action: "listen" } },
      { stream: "authorization", data: { status: "unauthorized", action: "authenticate" } },
      { stream: "authorization", data: { status: "authorized", action: "authenticate" } },
      { stream: "listening", data: { streams: ["trade_updates"] } },
      { stream: "listening", data: { streams: [] } },
    ]);
  });

  it("takes a token, and tells nothing more to who then signs in wrongly", async () => {
    venue = await TestVenue.start();
    const client = await venue.connect("/stream");
    client.send({ action: "authenticate", data: { oauth_token: SIMULATION_TOKEN } });
    client.send({ action: "listen", data: { streams: ["trade_updates"] } });
    await client.until((message) => asRecord(message)["stream"] === "listening");
    await venue.order(FAR_BUY);
    await expect.poll(() => client.reports()).toEqual(["new"]);
    client.send({ action: "authenticate", data: { oauth_token: "another" } });
    const other = await venue.listen();
    await venue.order(FAR_BUY);
    await expect.poll(() => other.reports()).toEqual(["new"]);
    expect(client.reports()).toEqual(["new"]);
  });

  it("answers what it cannot read with an error and goes on", async () => {
    venue = await TestVenue.start();
    const client = await venue.listen();
    client.socket.send("{");
    await client.until((message) => asRecord(message)["action"] === "error");
    await venue.order(FAR_BUY);
    await expect.poll(() => client.reports()).toEqual(["new"]);
  });

  it.each([
    ["JSON in binary frames", {}, {}, true],
    ["JSON in text frames where told so", { updateFormat: "json-text" as const }, {}, false],
    ["MessagePack where asked for", {}, { encoding: "msgpack" as const }, true],
  ])("writes %s", async (_name, options, client, isBinary) => {
    venue = await TestVenue.start(options);
    const stream = await venue.listen(client);
    await venue.order(FAR_BUY);
    await expect.poll(() => stream.reports()).toEqual(["new"]);
    expect(stream.binary).toEqual(stream.binary.map(() => isBinary));
    for (const message of stream.messages)
      expect(wireTradingFrame.safeParse(message).success).toBe(true);
  });

  it("tells the whole life of an order, executions by their own quantity, price and id", async () => {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    const order = await venue.order({ qty: "1000000", type: "limit", limit_price: "0.10" });
    await venue.ask("PATCH", `/v2/orders/${order["id"]}`, { qty: "5" });
    await venue.ask("DELETE", "/v2/orders");
    await venue.order({ qty: "7" });
    await expect.poll(() => stream.reports().length).toBe(6);
    expect(stream.reports().map((report) => report.split(" ")[0])).toEqual([
      "new",
      "replaced",
      "new",
      "canceled",
      "new",
      "fill",
    ]);
    const [activity] = JSON.parse(
      JSON.stringify((await venue.ask("GET", "/v2/account/activities")).body),
    );
    expect(lastReport(stream)).toMatchObject({
      qty: "7",
      position_qty: "7",
      order: { status: "filled", filled_qty: "7" },
      price: activity.price,
    });
    expect(activity.id.endsWith(`::${lastReport(stream)["execution_id"]}`)).toBe(true);
  });

  it("tells every listener, and nobody what happened before", async () => {
    venue = await TestVenue.start();
    const first = await venue.listen();
    await venue.order(FAR_BUY);
    await expect.poll(() => first.reports()).toEqual(["new"]);
    const second = await venue.listen();
    await venue.order(FAR_BUY);
    await expect.poll(() => second.reports()).toEqual(["new"]);
    expect(first.reports()).toEqual(["new", "new"]);
  });
});

describe("faults", () => {
  async function set(faults: Record<string, unknown>): Promise<void> {
    expect(await venue.ask("POST", "/sim/faults", faults)).toMatchObject({ status: 200 });
  }

  it("are listed with what they do, and unknown ones refused", async () => {
    venue = await TestVenue.start();
    await set({ rest5xx: 2, muteStreams: true });
    expect(await venue.get("/sim/faults")).toMatchObject({
      rest5xx: { kind: "count", value: 2 },
      muteStreams: { kind: "switch", value: 1 },
      dropUpdates: { kind: "count", value: 0 },
    });
    for (const body of [{ flood: 1 }, { rest5xx: -1 }, { rest5xx: "many" }, [1], null]) {
      expect((await venue.ask("POST", "/sim/faults", body)).status).toBe(422);
    }
  });

  it("cutPostAfterAccept: the order stands and its answer never comes", async () => {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    await set({ cutPostAfterAccept: 1 });
    await expect(venue.order({ ...FAR_BUY, client_order_id: "cut" })).rejects.toThrow(
      "fetch failed",
    );
    await expect.poll(() => stream.reports()).toEqual(["new"]);
    expect(await venue.get("/v2/orders:by_client_order_id?client_order_id=cut")).toMatchObject({
      status: "new",
    });
    await venue.order(FAR_BUY);
  });

  it("dropUpdates and duplicateUpdates: reports are lost or come twice", async () => {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    await set({ dropUpdates: 1, duplicateUpdates: 1 });
    await venue.order();
    await venue.order(FAR_BUY);
    await expect.poll(() => stream.reports().length).toBe(3);
    expect(stream.reports().map((report) => report.split(" ")[0])).toEqual(["fill", "fill", "new"]);
  });

  it("rest5xx: requests fail and nothing was done", async () => {
    venue = await TestVenue.start();
    await set({ rest5xx: 1 });
    const order = { symbol: "SPY", qty: "1", side: "buy", type: "market", time_in_force: "day" };
    expect(await venue.ask("POST", "/v2/orders", order)).toMatchObject({
      status: 500,
      body: { code: 50010000 },
    });
    expect((await venue.ask("GET", "/v2/orders?status=all")).body).toEqual([]);
  });

  it("delayResponsesMs: reports overtake the answer", async () => {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    await set({ delayResponsesMs: 300 });
    let isAnswered = false;
    const answer = venue.order().then(() => {
      isAnswered = true;
    });
    await expect.poll(() => stream.reports().length, { interval: 2 }).toBe(2);
    expect(isAnswered).toBe(false);
    await answer;
  });

  it("killSockets: every stream is cut and can be opened again", async () => {
    venue = await TestVenue.start();
    const streams = [await venue.listen(), await venue.watch()];
    await set({ killSockets: true });
    await Promise.all(streams.map((stream) => stream.closed()));
    await venue.listen();
  });

  it("muteStreams: streams stay open and silent, and pings are answered", async () => {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    await set({ muteStreams: true });
    await venue.order(FAR_BUY);
    const pong = new Promise<void>((resolve) => {
      stream.socket.once("pong", () => resolve());
    });
    stream.socket.ping();
    await pong;
    expect(stream.reports()).toEqual([]);
    await set({ muteStreams: false });
    await venue.order(FAR_BUY);
    await expect.poll(() => stream.reports()).toEqual(["new"]);
  });

  it("stuckPendingCancel: canceled orders stay pending_cancel", async () => {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    await set({ stuckPendingCancel: 1 });
    const order = await venue.order(FAR_BUY);
    expect((await venue.ask("DELETE", `/v2/orders/${order["id"]}`)).status).toBe(204);
    await expect.poll(() => stream.reports()).toEqual(["new", "pending_cancel"]);
    expect(await venue.get(`/v2/orders/${order["id"]}`)).toMatchObject({
      status: "pending_cancel",
    });
    expect(await venue.ask("DELETE", `/v2/orders/${order["id"]}`)).toMatchObject({
      status: 422,
      body: { message: "order pending cancel" },
    });
  });
});
