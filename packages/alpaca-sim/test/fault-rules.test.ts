import { afterEach, describe, expect, it } from "vitest";
import { SIMULATION_KEY, SIMULATION_SECRET } from "../src/server/venue-server-options.ts";
import { asRecord, type StreamClient, TestVenue } from "./running-venue.ts";

let venue: TestVenue;
afterEach(async () => venue.close());

const FAR_BUY = { type: "limit", limit_price: "1.00" };
const ORDER = { symbol: "SPY", qty: "1", side: "buy", time_in_force: "day", ...FAR_BUY };

async function tell(path: string, body: unknown): Promise<void> {
  expect(await venue.ask("POST", path, body)).toMatchObject({ status: 200 });
}

async function rest(rule: unknown): Promise<void> {
  await tell("/sim/faults/rest", rule);
}

async function orders(): Promise<unknown> {
  return (await venue.ask("GET", "/v2/orders?status=all")).body;
}

function named(client: StreamClient): string[] {
  return client.reports().map((report) => report.split(" ")[0] ?? "");
}

describe("scripted faults of REST", () => {
  it("answer instead of the request, which is not carried out, with any headers", async () => {
    venue = await TestVenue.start();
    const fault = {
      do: "answer",
      status: 429,
      body: { message: "too many requests." },
      headers: { "Retry-After": "2" },
    };
    await rest({ method: "POST", path: "/v2/orders", fault });
    const answer = await venue.ask("POST", "/v2/orders", ORDER);
    expect(answer).toMatchObject({ status: 429, body: { message: "too many requests." } });
    expect(answer.headers.get("Retry-After")).toBe("2");
    expect(await orders()).toEqual([]);
    expect((await venue.ask("POST", "/v2/orders", ORDER)).status).toBe(200);
  });

  it("answer wrongly after the request was carried out", async () => {
    venue = await TestVenue.start();
    const fault = { do: "answer", when: "after", status: 500, body: "<html>" };
    await rest({ method: "PATCH", path: "/v2/orders/*", fault: { ...fault, body: { a: 1 } } });
    const order = await venue.order(FAR_BUY);
    const patched = await venue.ask("PATCH", `/v2/orders/${order["id"]}`, { limit_price: "2" });
    expect(patched.status).toBe(500);
    expect(await orders()).toMatchObject([{ limit_price: "2", replaces: order["id"] }, {}]);
  });

  it("answer 204 to a cancel that never was", async () => {
    venue = await TestVenue.start();
    await rest({ method: "DELETE", path: "/v2/orders/*", fault: { do: "answer", status: 204 } });
    const order = await venue.order(FAR_BUY);
    expect((await venue.ask("DELETE", `/v2/orders/${order["id"]}`)).status).toBe(204);
    expect(await venue.get(`/v2/orders/${order["id"]}`)).toMatchObject({ status: "new" });
  });

  it("cut the connection before or after, and nothing or everything was done", async () => {
    venue = await TestVenue.start();
    for (const when of ["before", "after"]) {
      await rest({ method: "POST", fault: { do: "cut", when }, path: "/v2/orders" });
      await expect(venue.ask("POST", "/v2/orders", ORDER)).rejects.toThrow("fetch failed");
    }
    expect(await orders()).toHaveLength(1);
  });

  it("let a request hang until the client gives up, while the venue goes on", async () => {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    await rest({ method: "POST", path: "/v2/orders", fault: { do: "hang", when: "after" } });
    const leave = new AbortController();
    const asked = fetch(`${venue.url}/v2/orders`, {
      method: "POST",
      body: JSON.stringify(ORDER),
      headers: { "APCA-API-KEY-ID": SIMULATION_KEY, "APCA-API-SECRET-KEY": SIMULATION_SECRET },
      signal: leave.signal,
    });
    await expect.poll(() => named(stream)).toEqual(["new"]);
    leave.abort();
    await expect(asked).rejects.toThrow("aborted");
  });

  it("end an answer in its middle, as a whole one or with its connection", async () => {
    venue = await TestVenue.start();
    await rest({ path: "/v2/account", fault: { do: "truncate", bytes: 20 } });
    await rest({ path: "/v2/clock", fault: { do: "truncate", bytes: 20, severs: true } });
    await expect(venue.ask("GET", "/v2/account")).rejects.toThrow("JSON");
    await expect(venue.ask("GET", "/v2/clock")).rejects.toThrow("terminated");
    expect((await venue.ask("GET", "/v2/clock")).status).toBe(200);
  });

  it("change fields, take them away, and drop or repeat items of a list", async () => {
    venue = await TestVenue.start();
    await rest([
      {
        path: "/v2/account",
        fault: { do: "change", set: { trading_blocked: true }, remove: ["multiplier"] },
      },
      { path: "/v2/positions", fault: { do: "change", set: { qty: "7" }, repeat: 1 } },
      { path: "/v2/positions", fault: { do: "change", drop: 1 } },
    ]);
    const account = await venue.get("/v2/account");
    expect(account).toMatchObject({ trading_blocked: true, cash: "100000" });
    expect(account["multiplier"]).toBeUndefined();
    await venue.order();
    expect((await venue.ask("GET", "/v2/positions")).body).toMatchObject([
      { symbol: "SPY", qty: "7" },
      { symbol: "SPY", qty: "7" },
    ]);
    expect((await venue.ask("GET", "/v2/positions")).body).toEqual([]);
  });

  it.each([
    ["large", 1_048_576],
    ["gzip", 1_048_576],
  ])("flood with a %s answer", async (kind, length) => {
    venue = await TestVenue.start();
    await rest({ path: "/v2/clock", fault: { do: "flood", with: kind, megabytes: 1 } });
    const answer = await fetch(`${venue.url}/v2/clock`);
    expect((await answer.text()).length).toBe(length);
  });

  it("flood with an answer without end", async () => {
    venue = await TestVenue.start();
    await rest({ path: "/v2/clock", fault: { do: "flood", with: "endless" } });
    const answer = await fetch(`${venue.url}/v2/clock`);
    let bytes = 0;
    for await (const piece of answer.body ?? []) {
      bytes += piece.length;
      if (bytes > 3_000_000) break;
    }
    expect(bytes).toBeGreaterThan(3_000_000);
  });

  it("strike by schedule: after so many, so often, by chance that a seed decides", async () => {
    venue = await TestVenue.start();
    await rest({ path: "/v2/clock", after: 1, times: 2, fault: { do: "answer", status: 503 } });
    const statuses: number[] = [];
    for (let asked = 0; asked < 4; asked++) {
      statuses.push((await venue.ask("GET", "/v2/clock")).status);
    }
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect((await venue.ask("GET", "/sim/faults/rest")).body).toMatchObject([
      { struck: 2, spent: true },
    ]);
    const play = async (): Promise<number[]> => {
      await venue.ask("DELETE", "/sim/faults");
      const fault = { do: "answer", status: 503 };
      await rest({ path: "/v2/clock", times: null, probability: 0.5, seed: "s", fault });
      const seen: number[] = [];
      for (let asked = 0; asked < 12; asked++) {
        seen.push((await venue.ask("GET", "/v2/clock")).status);
      }
      return seen;
    };
    const first = await play();
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await play()).toEqual(first);
  });

  it("are refused when they are not known", async () => {
    venue = await TestVenue.start();
    for (const rule of [{}, { fault: { do: "fly" } }, { fault: { do: "cut" }, whatever: 1 }]) {
      expect((await venue.ask("POST", "/sim/faults/rest", rule)).status).toBe(422);
    }
  });
});

describe("named faults", () => {
  it("revokeKeys: requests are answered 401, and no stream can be signed in to", async () => {
    venue = await TestVenue.start();
    await tell("/sim/faults", { revokeKeys: true });
    expect((await venue.ask("GET", "/v2/account")).status).toBe(401);
    const client = await venue.watch();
    await client.until((message) => asRecord(message)["code"] === 402);
    await tell("/sim/faults", { revokeKeys: false });
    expect((await venue.ask("GET", "/v2/account")).status).toBe(200);
  });

  it("rejectAfterAccept: the order is answered as taken and rejected on the stream", async () => {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    await tell("/sim/faults", { rejectAfterAccept: 1 });
    const order = await venue.order(FAR_BUY);
    expect(order).toMatchObject({ status: "pending_new" });
    await expect.poll(() => named(stream)).toEqual(["rejected"]);
    expect(await venue.get(`/v2/orders/${order["id"]}`)).toMatchObject({
      status: "rejected",
      failed_at: expect.any(String),
    });
    expect(await venue.get("/sim/state")).toMatchObject({ open_orders: 0 });
  });

  it("rejectReplace: the answer grants it, then the new order is rejected and the old one works on", async () => {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    const order = await venue.order(FAR_BUY);
    await tell("/sim/faults", { rejectReplace: 1 });
    const path = `/v2/orders/${order["id"]}`;
    const { status, body } = await venue.ask("PATCH", path, { limit_price: "2" });
    expect([status, body]).toMatchObject([200, { replaces: order["id"], status: "pending_new" }]);
    await expect.poll(() => named(stream)).toEqual(["new", "rejected", "order_replace_rejected"]);
    expect(await venue.get(path)).toMatchObject({ status: "new", replaced_by: null });
    expect((await venue.ask("GET", "/v2/orders")).body).toHaveLength(1);
  });

  it("failCancelAll and failCloseAll: some lines of a 207 say 500 and nothing became of them", async () => {
    venue = await TestVenue.start();
    await venue.order();
    await venue.order({ ...FAR_BUY, symbol: "IBM" });
    await tell("/sim/faults", { failCancelAll: 1, failCloseAll: 1 });
    expect((await venue.ask("DELETE", "/v2/orders")).body).toMatchObject([{ status: 500 }]);
    expect((await venue.ask("DELETE", "/v2/positions")).body).toMatchObject([{ status: 500 }]);
    expect((await venue.ask("DELETE", "/v2/orders")).body).toMatchObject([{ status: 200 }]);
    expect((await venue.ask("DELETE", "/v2/positions")).body).toMatchObject([{ status: 200 }]);
  });

  it("activitiesLateMs: what happened is listed only later", async () => {
    venue = await TestVenue.start();
    await tell("/sim/faults", { activitiesLateMs: 60_000 });
    await venue.order();
    expect((await venue.ask("GET", "/v2/account/activities")).body).toEqual([]);
    await tell("/sim/faults", { activitiesLateMs: 0 });
    expect((await venue.ask("GET", "/v2/account/activities")).body).toHaveLength(1);
  });
});

describe("scripted faults of trade updates", () => {
  async function updates(rule: unknown): Promise<StreamClient> {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    await tell("/sim/faults/updates", rule);
    return stream;
  }

  it("lose one kind of event", async () => {
    const stream = await updates({ event: "fill", fault: { do: "drop" } });
    await venue.order();
    await venue.order(FAR_BUY);
    await expect.poll(() => named(stream)).toEqual(["new", "new"]);
  });

  it("send one a thousand times", async () => {
    const stream = await updates({ event: "fill", fault: { do: "copy", copies: 1_000 } });
    await venue.order();
    await expect.poll(() => named(stream).filter((name) => name === "fill").length).toBe(1_000);
  });

  it("hold one back behind later ones", async () => {
    const stream = await updates({ event: "new", fault: { do: "hold", behind: 1 } });
    await venue.order();
    await expect.poll(() => named(stream)).toEqual(["fill", "new"]);
  });

  it("shuffle a number of them in an order that the seed decides", async () => {
    const stream = await updates({ fault: { do: "shuffle", window: 4 }, seed: "x" });
    await venue.order();
    await venue.order({ side: "sell" });
    await expect.poll(() => named(stream).length).toBe(4);
    expect(named(stream).toSorted()).toEqual(["fill", "fill", "new", "new"]);
  });

  it("change what an update says", async () => {
    const set = { timestamp: "1999-01-01T00:00:00Z", order: { client_order_id: "stranger" } };
    const stream = await updates({ fault: { do: "change", set, remove: ["order.legs"] } });
    await venue.order(FAR_BUY);
    await expect.poll(() => named(stream)).toEqual(["new"]);
    const data = asRecord(asRecord(stream.messages.at(-1))["data"]);
    expect(data).toMatchObject({ ...set, order: { symbol: "SPY", client_order_id: "stranger" } });
    expect(asRecord(data["order"])["legs"]).toBeUndefined();
  });

  it("send old ones again", async () => {
    const stream = await updates([]);
    await venue.order();
    await expect.poll(() => named(stream)).toEqual(["new", "fill"]);
    await tell("/sim/streams", { do: "replay", updates: 2 });
    await expect.poll(() => named(stream)).toEqual(["new", "fill", "new", "fill"]);
  });

  it("let go of what they hold back when they are taken away", async () => {
    const stream = await updates({ fault: { do: "hold", behind: 9 } });
    await venue.order(FAR_BUY);
    await venue.ask("DELETE", "/sim/faults");
    await expect.poll(() => named(stream)).toEqual(["new"]);
  });
});

describe("streams under control", () => {
  it("are refused with 503, all or some", async () => {
    venue = await TestVenue.start();
    await tell("/sim/streams", { do: "refuse", streams: ["sip"] });
    await expect(venue.watch()).rejects.toThrow("503");
    await venue.listen();
    await tell("/sim/streams", { do: "refuse", streams: ["sip"], on: false });
    await venue.watch();
  });

  it("are muted one by one", async () => {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    await tell("/sim/streams", { do: "mute", streams: ["stream"] });
    expect((await venue.ask("GET", "/sim/streams")).body).toMatchObject({ muted: ["stream"] });
    const data = await venue.watch();
    await data.until((message) => asRecord(message)["T"] === "subscription");
    await venue.order(FAR_BUY);
    await tell("/sim/streams", { do: "mute", streams: ["stream"], on: false });
    await venue.order(FAR_BUY);
    await expect.poll(() => named(stream)).toEqual(["new"]);
  });

  it("close with a code and a reason", async () => {
    venue = await TestVenue.start();
    const stream = await venue.listen();
    const closed = new Promise((resolve) => {
      stream.socket.once("close", (code, reason) => resolve([code, reason.toString()]));
    });
    await tell("/sim/streams", { do: "close", code: 1_012, reason: "restart" });
    expect(await closed).toEqual([1_012, "restart"]);
  });

  it("send any frame: text, bytes, or one beyond all bounds", async () => {
    venue = await TestVenue.start({ speed: 1 });
    const client = await venue.connect("/v2/sip", { encoding: "msgpack" });
    client.socket.removeAllListeners("message");
    const frames: [string, boolean][] = [];
    client.socket.on("message", (data: Buffer, isBinary: boolean) => {
      frames.push([data.length > 9 ? String(data.length) : data.toString(), isBinary]);
    });
    await tell("/sim/streams", { do: "frame", text: "{", streams: ["sip"] });
    await tell("/sim/streams", { do: "frame", base64: "wyg=", binary: true });
    await tell("/sim/streams", { do: "frame", spaces: 5_000_000, binary: true });
    await expect.poll(() => frames.slice(-3).map(([text]) => text.length)).toEqual([1, 2, 7]);
    expect(frames.slice(-3).map(([, isBinary]) => isBinary)).toEqual([false, true, true]);
  });

  it("fail sign-ins with a code", async () => {
    venue = await TestVenue.start({ cutsOverLimit: false });
    await tell("/sim/streams", { do: "sign_in", streams: ["sip"], code: 406 });
    const client = await venue.watch();
    await client.until((message) => asRecord(message)["code"] === 406);
    client.send({ action: "auth", key: SIMULATION_KEY, secret: SIMULATION_SECRET });
    await client.until((message) => asRecord(message)["msg"] === "authenticated");
  });

  it("lose symbols from subscriptions, and say so in the acknowledgment", async () => {
    venue = await TestVenue.start();
    await tell("/sim/streams", { do: "omit", symbols: ["IBM"] });
    const client = await venue.watch({ quotes: ["SPY", "IBM"] });
    const ack = await client.until((message) => asRecord(message)["T"] === "subscription");
    expect(ack["quotes"]).toEqual(["SPY"]);
  });

  it("burst: the present quote again and again", async () => {
    venue = await TestVenue.start({ fromMinute: 600 });
    await venue.ask("POST", "/sim/tape", { paused: true });
    const client = await venue.watch({ quotes: ["SPY"] });
    await client.until((message) => asRecord(message)["T"] === "subscription");
    await tell("/sim/streams", { do: "burst", symbol: "SPY", messages: 20_000 });
    await expect.poll(() => client.ofType("q").length).toBe(20_000);
    expect(
      await venue.ask("POST", "/sim/streams", { do: "burst", symbol: "NOPE", messages: 1 }),
    ).toMatchObject({ status: 422 });
  });
});
