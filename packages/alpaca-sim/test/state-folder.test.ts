import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { VenueServerOptions } from "../src/server/venue-server-options.ts";
import { TestVenue } from "./running-venue.ts";

let stateDir: string;
let running: TestVenue[];
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "venue-state-"));
  running = [];
});
afterEach(async () => {
  for (const venue of running) await venue.close();
  rmSync(stateDir, { recursive: true, force: true });
});

async function start(chosen: Partial<VenueServerOptions> = {}): Promise<TestVenue> {
  const venue = await TestVenue.start({ stateDir, windowMs: 1_000, ...chosen });
  running.push(venue);
  return venue;
}

async function stop(): Promise<void> {
  for (const venue of running.splice(0)) await venue.close();
}

const LOG = "venue-log.jsonl";

describe("a venue with a state folder", () => {
  it("is after a restart what it was: account, orders, executions, choices and place on the tape", async () => {
    const before = await start();
    const data = await before.watch();
    await data.until(() => data.ofType("q").length > 10);
    data.socket.terminate();
    await before.order({ client_order_id: "kept" });
    await before.order({ side: "sell", qty: "4" });
    await before.order({ type: "limit", limit_price: "1.00", side: "buy" });
    await before.ask("PATCH", "/v2/account/configurations", { no_shorting: true });
    const state = await before.get("/sim/state");
    await stop();
    const after = await start();
    expect(await after.get("/sim/state")).toEqual(state);
    expect(await after.get("/v2/account/configurations")).toMatchObject({ no_shorting: true });
    const refused = await after.ask("POST", "/v2/orders", {
      symbol: "SPY",
      qty: "1",
      side: "buy",
      type: "market",
      time_in_force: "day",
      client_order_id: "kept",
    });
    expect(refused).toMatchObject({
      status: 422,
      body: { message: "client_order_id must be unique" },
    });
  });

  it("keeps groups of orders, watchlists, and what came from outside", async () => {
    const before = await start({ fromMinute: 600 });
    await before.order();
    await before.order({
      order_class: "bracket",
      type: "limit",
      limit_price: "1.00",
      take_profit: { limit_price: "2.00" },
      stop_loss: { stop_price: "0.50" },
    });
    await before.order({ side: "sell", type: "trailing_stop", trail_percent: "20" });
    await before.ask("POST", "/v2/watchlists", { name: "mine", symbols: ["IBM"] });
    const split = { kind: "split", symbol: "IBM", ex_date: "2026-11-20", new_rate: 2, old_rate: 1 };
    for (const [path, body] of [
      ["/sim/corporate-actions", split],
      ["/sim/positions", { symbol: "IBM", qty: "5", price: "180" }],
      ["/sim/cash", { amount: "250" }],
      ["/sim/account", { closing_only: true }],
      ["/sim/symbols/IBM/halt", { reason: "T1" }],
    ] as const) {
      expect((await before.ask("POST", path, body)).status).toBe(200);
    }
    const paths = ["/sim/state", "/v2/watchlists", "/v2/orders?nested=true", "/v2/positions"];
    const seen = async (venue: TestVenue): Promise<unknown[]> =>
      Promise.all(paths.map(async (path) => (await venue.ask("GET", path)).body));
    const kept = await seen(before);
    await stop();
    const after = await start({ fromMinute: 600 });
    expect(await seen(after)).toEqual(kept);
    const order = { symbol: "SPY", qty: "1", side: "buy", type: "market", time_in_force: "day" };
    expect((await after.ask("POST", "/v2/orders", order)).status).toBe(403);
  });

  it("plays on to the same end as one that never stopped", async () => {
    const finish = async (venue: TestVenue): Promise<Record<string, unknown>> => {
      await venue.watch();
      await expect
        .poll(async () => (await venue.get("/sim/tape"))["finished"], { timeout: 10_000 })
        .toBe(true);
      return venue.get("/sim/state");
    };
    const orders = async (venue: TestVenue): Promise<void> => {
      await venue.order({ qty: "600" });
      await venue.order({ symbol: "IBM", type: "limit", limit_price: "100.00" });
    };
    const steady = await TestVenue.start({ windowMs: 1_000 });
    running.push(steady);
    await orders(steady);
    const whole = await finish(steady);
    await orders(await start());
    await stop();
    expect(await finish(await start())).toEqual(whole);
  });

  it("cuts off a line that was being written when the process ended", async () => {
    const venue = await start();
    await venue.order();
    const state = await venue.get("/sim/state");
    await stop();
    appendFileSync(join(stateDir, LOG), '{"position":12,"at":17');
    expect(await (await start()).get("/sim/state")).toEqual(state);
  });

  it("refuses another tape's log and a damaged one, and says which", async () => {
    await (await start()).order();
    await stop();
    await expect(start({ seed: "8" })).rejects.toThrow("belongs to another venue");
    const text = readFileSync(join(stateDir, LOG), "utf8");
    writeFileSync(join(stateDir, LOG), text.replace('"position"', '"posi'));
    await expect(start()).rejects.toThrow(/venue-log\.jsonl" line 2 is damaged/);
    writeFileSync(join(stateDir, LOG), "hello\n");
    await expect(start()).rejects.toThrow("line 1 is not the heading of a venue log");
  });

  it("refuses a folder that it cannot use", async () => {
    writeFileSync(join(stateDir, "file"), "");
    await expect(start({ stateDir: join(stateDir, "file") })).rejects.toThrow(/cannot be used/);
  });
});
