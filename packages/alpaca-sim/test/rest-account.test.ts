import { afterEach, describe, expect, it } from "vitest";
import { asRecord, TestVenue } from "./running-venue.ts";

let venue: TestVenue;
afterEach(async () => venue.close());

describe("the account", () => {
  it("shows the figures of pattern day trading to who asks for them, and to nobody else", async () => {
    venue = await TestVenue.start({ showsLegacyFigures: true });
    expect(await venue.get("/v2/account")).toMatchObject({ daytrade_count: 0 });
    await venue.close();
    venue = await TestVenue.start();
    expect((await venue.get("/v2/account"))["daytrade_count"]).toBeUndefined();
  });
});

describe("watchlists", () => {
  it("are kept by id and by name, with their assets, until they are deleted", async () => {
    venue = await TestVenue.start();
    const { body } = await venue.ask("POST", "/v2/watchlists", { name: "mine", symbols: ["spy"] });
    const list = asRecord(body);
    expect(list).toMatchObject({ name: "mine", assets: [{ symbol: "SPY" }] });
    const path = `/v2/watchlists/${list["id"]}`;
    expect((await venue.ask("POST", path, { symbol: "IBM" })).body).toMatchObject({
      assets: [{ symbol: "SPY" }, { symbol: "IBM" }],
    });
    expect((await venue.ask("DELETE", `${path}/SPY`)).body).toMatchObject({
      assets: [{ symbol: "IBM" }],
    });
    const byName = "/v2/watchlists:by_name?name=mine";
    expect(await venue.get(byName)).toEqual(await venue.get(path));
    expect((await venue.ask("PUT", byName, { name: "ours" })).body).toMatchObject({
      name: "ours",
      assets: [{ symbol: "IBM" }],
    });
    const [bare] = [(await venue.ask("GET", "/v2/watchlists")).body].flat();
    expect(asRecord(bare)).toMatchObject({ id: list["id"], name: "ours" });
    expect(asRecord(bare)["assets"]).toBeUndefined();
    expect((await venue.ask("DELETE", path)).status).toBe(204);
    expect((await venue.ask("GET", path)).status).toBe(404);
  });

  it.each([
    [{ name: "twice" }, "watchlist name must be unique"],
    [{ name: "x".repeat(65) }, "watchlist name must be no more than 64 characters"],
    [{ symbols: ["SPY"] }, "watchlist name is required"],
    [{ name: "n", symbols: ["NOPE"] }, 'asset "NOPE" not found'],
  ])("are refused as %j", async (list, message) => {
    venue = await TestVenue.start();
    await venue.ask("POST", "/v2/watchlists", { name: "twice" });
    expect(await venue.ask("POST", "/v2/watchlists", list)).toMatchObject({
      status: 422,
      body: { message },
    });
  });
});

describe("portfolio history", () => {
  it("tells equity and profit by the minute, as numbers, without money that was paid in", async () => {
    // A minute of the day a second: its first hours are far from over when the pause arrives, on any machine.
    venue = await TestVenue.start({ holdForClient: false, speed: 60 });
    await venue.ask("POST", "/sim/tape", { paused: true });
    await venue.order({ qty: "100" });
    await venue.ask("POST", "/sim/cash", { amount: "1000" });
    await venue.ask("POST", "/sim/tape", { paused: false, speed: "max" });
    await expect.poll(async () => (await venue.get("/sim/tape"))["finished"]).toBe(true);
    const path = "/v2/account/portfolio/history?period=1D&timeframe=1Min&cashflow_types=ALL";
    const history = await venue.get(path);
    const { timestamp, equity, profit_loss: profit } = history as Record<string, number[]>;
    expect(timestamp).toHaveLength(390);
    expect(timestamp?.[0]).toBe(Date.parse("2026-11-20T09:30:00-05:00") / 1_000);
    const { equity: now } = await venue.get("/v2/account");
    const late = await venue.get(`${path}&intraday_reporting=extended_hours`);
    const last = (late as Record<string, number[]>)["equity"]?.at(-1) ?? 0;
    expect(Math.abs(last - Number(now))).toBeLessThan(1);
    for (const [index, value] of (equity ?? []).entries()) {
      if (index > 300) expect((profit?.[index] ?? 0) + 101_000).toBeCloseTo(value, 6);
    }
    expect(history).toMatchObject({
      base_value: 100_000,
      base_value_asof: "2026-11-19",
      timeframe: "1Min",
      cashflow: { CSD: expect.any(Array) },
    });
    const days = await venue.get("/v2/account/portfolio/history?period=1W&timeframe=1D");
    expect(days).toMatchObject({ timeframe: "1D", equity: expect.arrayContaining([100_000]) });
  });

  it.each([
    ["start=2026-11-01&end=2026-11-20&period=1M", "only two of start, end and period"],
    ["period=9Y", "invalid period"],
    ["timeframe=2Min", "invalid timeframe"],
    ["period=1A&timeframe=1Min", "intraday timeframes cover 30 days at most"],
  ])("is refused for %s", async (query, message) => {
    venue = await TestVenue.start();
    const answer = await venue.ask("GET", `/v2/account/portfolio/history?${query}`);
    expect(answer).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining(message) },
    });
  });
});

describe("clock and calendar of the third version", () => {
  it("tell phases and sessions as instants", async () => {
    venue = await TestVenue.start();
    expect(await venue.get("/v3/clock?markets=NYSE")).toMatchObject({
      clocks: [
        {
          market: { acronym: "NYSE" },
          is_market_day: true,
          phase: "core",
          phase_until: "2026-11-20T16:00:00-05:00",
        },
      ],
    });
    const late = await venue.get("/v3/clock?time=2026-11-21T12:00:00Z");
    expect(late).toMatchObject({ clocks: [{ phase: "closed", is_market_day: false }, {}] });
    expect(await venue.get("/v3/calendar/NYSE?start=2026-11-27&end=2026-11-27")).toMatchObject({
      calendar: [{ date: "2026-11-27", core_end: "2026-11-27T13:00:00-05:00" }],
    });
    expect((await venue.ask("GET", "/v3/calendar/MOON")).status).toBe(404);
  });
});

describe("activities over REST", () => {
  it("go on behind the last one seen, also when that one was busted since", async () => {
    venue = await TestVenue.start();
    for (const side of ["buy", "sell", "buy", "sell"]) await venue.order({ side });
    const path = "/v2/account/activities/FILL?page_size=";
    const page = async (more: string): Promise<Record<string, unknown>[]> =>
      [(await venue.ask("GET", path + more)).body].flat().map(asRecord);
    const whole = await page("100");
    const [, second] = await page("2");
    const token = String(second?.["id"]);
    const [, executionId] = token.split("::");
    const bust = await venue.ask("POST", `/sim/executions/${executionId}`, { bust: true });
    expect(bust.status).toBe(200);
    const rest = await page(`2&page_token=${token}`);
    const before = await page(`2&direction=asc&page_token=${token}`);
    expect([rest, before]).toEqual([whole.slice(2), whole.slice(0, 1)]);
  });
});
