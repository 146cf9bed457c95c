import { wireQuote } from "@interlock/alpaca/wire/market-data";
import { afterEach, describe, expect, it } from "vitest";
import { asRecord, TestVenue } from "./running-venue.ts";

let venue: TestVenue;
afterEach(async () => venue.close());

async function items(path: string, name: string): Promise<Record<string, unknown>[]> {
  const found = (await venue.get(path))[name];
  return Array.isArray(found) ? found.map(asRecord) : [];
}

describe("prints and quotes over REST", () => {
  it("come page by page, in time order, up to the venue's present", async () => {
    venue = await TestVenue.start({ fromMinute: 600 });
    const path = "/v2/stocks/SPY/trades?start=2026-11-20T14:30:00Z";
    const all = await items(`${path}&limit=10000`, "trades");
    expect(all.length).toBeGreaterThan(20);
    const paged: unknown[] = [];
    let token: string | null = null;
    do {
      const more = token === null ? "" : `&page_token=${encodeURIComponent(token)}`;
      const page = await venue.get(`${path}&limit=7${more}`);
      const next = page["next_page_token"];
      paged.push(...[page["trades"]].flat());
      token = typeof next === "string" ? next : null;
    } while (token !== null);
    expect(paged).toEqual(all);
    const times = all.map(({ t }) => String(t));
    expect(times).toEqual(times.toSorted());
    expect(String(times.at(-1)) < "2026-11-20T15:00:00Z").toBe(true);
    expect(await items(`${path}&limit=5&sort=desc`, "trades")).toEqual(
      all.toReversed().slice(0, 5),
    );
    const latest = await venue.get("/v2/stocks/SPY/trades/latest");
    expect(latest["trade"]).toEqual(all.at(-1));
  });

  it("come for several symbols with one limit for all, symbols in alphabetical order", async () => {
    venue = await TestVenue.start({ fromMinute: 600 });
    const path = "/v2/stocks/quotes?symbols=SPY,IBM,NOPE&start=2026-11-20T14:30:00Z";
    const page = asRecord((await venue.get(`${path}&limit=10000`))["quotes"]);
    expect(Object.keys(page)).toEqual(["IBM", "SPY"]);
    const [ibm = [], spy = []] = Object.values(page).map((list) => [list].flat());
    expect(ibm.every((quote) => wireQuote.safeParse(quote).success)).toBe(true);
    const first = await venue.get(`${path}&limit=${ibm.length + 2}`);
    expect(first["quotes"]).toEqual({ IBM: ibm, SPY: spy.slice(0, 2) });
    const rest = await venue.get(`${path}&page_token=${first["next_page_token"]}`);
    expect(rest).toEqual({ quotes: { SPY: spy.slice(2) }, next_page_token: null });
  });

  it("tell auctions, exchanges and conditions", async () => {
    venue = await TestVenue.start({ fromMinute: 600 });
    const path = "/v2/stocks/SPY/auctions?start=2026-11-20";
    expect(await items(path, "auctions")).toMatchObject([
      { d: "2026-11-20", o: [{ c: "O", x: expect.any(String) }], c: [] },
    ]);
    expect(await venue.get("/v2/stocks/meta/exchanges")).toMatchObject({ V: "IEX" });
    expect(await venue.get("/v2/stocks/meta/conditions/trade?tape=A")).toMatchObject({
      "@": "Regular Sale",
    });
  });

  it("tell auctions of several symbols with one limit for all", async () => {
    venue = await TestVenue.start({ fromMinute: 600 });
    const path = "/v2/stocks/auctions?symbols=IBM,SPY&start=2026-11-20";
    const whole = asRecord((await venue.get(path))["auctions"]);
    expect(Object.keys(whole)).toEqual(["IBM", "SPY"]);
    const first = await venue.get(`${path}&limit=1`);
    expect(first["auctions"]).toEqual({ IBM: whole["IBM"] });
    const rest = await venue.get(`${path}&limit=1&page_token=${first["next_page_token"]}`);
    expect(rest).toEqual({ auctions: { SPY: whole["SPY"] }, next_page_token: null });
  });

  it("are refused as the real interface does", async () => {
    venue = await TestVenue.start({ feeds: ["iex"] });
    for (const [path, status, message] of [
      ["/v2/stocks/NOPE/trades", 400, "invalid symbol: NOPE"],
      ["/v2/stocks/trades", 400, "symbols is required"],
      ["/v2/stocks/SPY/trades?page_token=x", 400, "invalid page_token"],
      ["/v2/stocks/SPY/quotes?feed=moon", 400, "invalid feed"],
      ["/v2/stocks/SPY/bars?timeframe=1Day&adjustment=most", 400, "invalid adjustment: most"],
      ["/v2/stocks/SPY/trades?feed=sip", 403, "subscription does not permit querying recent SIP"],
    ] as const) {
      const answer = await venue.ask("GET", path);
      expect([answer.status, asRecord(answer.body)["message"]]).toEqual([
        status,
        expect.stringContaining(message),
      ]);
    }
    expect((await venue.ask("GET", "/v2/stocks/SPY/trades?feed=iex")).status).toBe(200);
  });
});

describe("longer bars", () => {
  it("join days into weeks from Monday on and into months", async () => {
    venue = await TestVenue.start();
    const weeks = await items("/v2/stocks/SPY/bars?timeframe=1Week&start=2026-11-01", "bars");
    expect(weeks.map(({ t }) => t)).toEqual([
      "2026-11-02T05:00:00Z",
      "2026-11-09T05:00:00Z",
      "2026-11-16T05:00:00Z",
    ]);
    const days = await items("/v2/stocks/SPY/bars?timeframe=1Day&start=2026-10-01", "bars");
    const [october] = await items("/v2/stocks/SPY/bars?timeframe=1Month&start=2026-10-01", "bars");
    const own = days.filter(({ t }) => String(t).startsWith("2026-10"));
    expect(october).toMatchObject({
      t: "2026-10-01T04:00:00Z",
      o: own[0]?.["o"],
      c: own.at(-1)?.["c"],
    });
  });
});
