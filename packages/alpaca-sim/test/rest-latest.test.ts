import { afterEach, describe, expect, it } from "vitest";
import { asRecord, TestVenue } from "./running-venue.ts";

let venue: TestVenue;
afterEach(async () => venue.close());

describe("what was last seen, over REST", () => {
  it("is on the delayed feed what it was a quarter of an hour ago", async () => {
    venue = await TestVenue.start({ fromMinute: 600 });
    const until = "end=2026-11-20T14:45:00Z&start=2026-11-20T09:00:00Z&sort=desc&limit=1";
    const [trade] = [(await venue.get(`/v2/stocks/SPY/trades?${until}`))["trades"]].flat();
    const [quote] = [(await venue.get(`/v2/stocks/SPY/quotes?${until}`))["quotes"]].flat();
    const minutes = until.replace("14:45:00", "14:44:00");
    const path = `/v2/stocks/SPY/bars?timeframe=1Min&${minutes}`;
    const [minuteBar] = [(await venue.get(path))["bars"]].flat();
    const delayed = await venue.get("/v2/stocks/SPY/snapshot?feed=delayed_sip");
    expect(delayed).toMatchObject({
      latestTrade: trade,
      latestQuote: quote,
      minuteBar,
      dailyBar: { t: "2026-11-20T05:00:00Z" },
      prevDailyBar: { t: "2026-11-19T05:00:00Z" },
    });
    const present = await venue.get("/v2/stocks/SPY/snapshot?feed=sip");
    expect(present["minuteBar"]).toMatchObject({ t: "2026-11-20T14:59:00Z" });
    expect(present["latestQuote"]).not.toEqual(delayed["latestQuote"]);
    const [then, now] = [delayed, present].map(({ dailyBar }) => Number(asRecord(dailyBar)["v"]));
    expect(then).toBeLessThan(now ?? 0);
    expect(await venue.get("/v2/stocks/quotes/latest?symbols=SPY&feed=delayed_sip")).toEqual({
      quotes: { SPY: quote },
    });
  });

  it.each([
    ["quotes/latest", 400, "symbols is required"],
    ["snapshots", 400, "symbols is required"],
    ["SPY/quotes/latest?feed=moon", 400, "invalid feed"],
    ["snapshots?symbols=SPY,*", 400, "invalid symbol: *"],
    ["bars?symbols=@@&timeframe=1Min", 400, "invalid symbol: @@"],
    ["SPY/trades/latest?feed=sip", 403, "subscription does not permit querying recent SIP data"],
    ["snapshots?symbols=SPY&feed=sip", 403, "subscription does not permit querying recent SIP"],
    ["SPY/bars?timeframe=1Min&feed=boats", 403, "subscription does not permit querying boats"],
    ["SPY/snapshot?feed=overnight", 403, "subscription does not permit querying overnight"],
    ["SPY/trades?feed=delayed_sip", 400, "invalid feed"],
    ["meta/conditions/news?tape=A", 400, "invalid tick type"],
  ])(
    "%s is refused with %d where the feed, the symbols or the account do not give it",
    async (...given) => {
      const [path, status, message] = given;
      venue = await TestVenue.start({ feeds: ["iex"] });
      const answer = await venue.ask("GET", `/v2/stocks/${path}`);
      expect([answer.status, asRecord(answer.body)["message"]]).toEqual([
        status,
        expect.stringContaining(message),
      ]);
    },
  );
});
