import { afterEach, describe, expect, it } from "vitest";
import { asRecord, type StreamClient, TestVenue } from "./running-venue.ts";

let venue: TestVenue;
afterEach(async () => venue.close());

const ALL = {
  statuses: ["*"],
  lulds: ["SPY"],
  imbalances: ["SPY"],
  trades: ["SPY"],
  updatedBars: ["SPY"],
};

async function watch(encoding: "json" | "msgpack" = "json"): Promise<StreamClient> {
  venue = await TestVenue.start({ fromMinute: 600 });
  await venue.ask("POST", "/sim/tape", { paused: true });
  const client = await venue.watch(ALL, { encoding });
  await client.until((message) => asRecord(message)["T"] === "subscription");
  return client;
}

async function tell(path: string, body: unknown = {}): Promise<void> {
  expect(await venue.ask("POST", `/sim/symbols/${path}`, body)).toMatchObject({ status: 200 });
}

describe("what the tape says besides prints and quotes", () => {
  it.each(["json", "msgpack"] as const)(
    "halts and resumes with codes and reasons, in %s",
    async (encoding) => {
      const client = await watch(encoding);
      await tell("SPY/halt", { reason: "LUDP" });
      await tell("SPY/resume");
      await expect.poll(() => client.ofType("s").length).toBe(2);
      expect(client.ofType("s")).toMatchObject([
        { S: "SPY", sc: "2", sm: "Trading Halt", rc: "LUDP", z: "B" },
        { S: "SPY", sc: "3", sm: "Resume", rc: "", z: "B" },
      ]);
      expect(Object.keys(client.ofType("s")[0] ?? {})[0]).toBe("T");
    },
  );

  it("price bands and imbalances", async () => {
    const client = await watch();
    await tell("SPY/luld", { up: 600, down: 500 });
    await tell("SPY/imbalance", { price: 587.5 });
    await client.until((message) => asRecord(message)["T"] === "i");
    expect(client.ofType("l")).toMatchObject([{ S: "SPY", u: 600, d: 500, i: "B" }]);
    expect(client.ofType("i")).toMatchObject([{ S: "SPY", p: 587.5 }]);
  });

  it("a correction names the old print and the new one, and the minute's bar is told anew", async () => {
    const client = await watch();
    const latest = asRecord((await venue.get("/v2/stocks/SPY/trades/latest"))["trade"]);
    const before = asRecord((await venue.get("/v2/stocks/SPY/bars/latest"))["bar"]);
    await tell("SPY/correct", { price: "1.23", size: 7 });
    await client.until((message) => asRecord(message)["T"] === "c");
    expect(client.ofType("c")).toMatchObject([
      { S: "SPY", oi: latest["i"], op: latest["p"], os: latest["s"], cp: 1.23, cs: 7 },
    ]);
    const after = asRecord((await venue.get("/v2/stocks/SPY/bars/latest"))["bar"]);
    expect(after).toMatchObject({
      t: before["t"],
      v: Number(before["v"]) - Number(latest["s"]) + 7,
    });
    expect(client.ofType("u")).toMatchObject([{ S: "SPY", v: after["v"] }]);
    const trades = await venue.get("/v2/stocks/SPY/trades?start=2026-11-20&sort=desc&limit=1");
    expect(trades["trades"]).toMatchObject([{ i: latest["i"], u: "corrected" }]);
    expect((await venue.ask("POST", "/sim/symbols/SPY/cancel", {})).status).toBe(422);
  });

  it("a cancellation", async () => {
    const client = await watch();
    await tell("SPY/cancel", { action: "E" });
    await client.until((message) => asRecord(message)["T"] === "x");
    expect(client.ofType("x")).toMatchObject([{ S: "SPY", a: "E", p: expect.any(Number) }]);
  });

  it("is refused for a symbol that nobody knows", async () => {
    venue = await TestVenue.start();
    expect((await venue.ask("POST", "/sim/symbols/NOPE/luld", { up: 1, down: 1 })).status).toBe(
      400,
    );
    expect((await venue.ask("POST", "/sim/symbols/NOPE/halt")).status).toBe(404);
  });
});

describe("the test feed", () => {
  it("knows trades, quotes and bars only", async () => {
    venue = await TestVenue.start();
    const client = await venue.watch({ statuses: ["FAKEPACA"] }, { feed: "test" });
    const error = await client.until((message) => asRecord(message)["T"] === "error");
    expect(error).toEqual({ T: "error", code: 410, msg: "invalid subscribe action for this feed" });
  });
});
