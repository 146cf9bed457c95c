import { afterEach, describe, expect, it } from "vitest";
import { asRecord, TestVenue } from "./running-venue.ts";

let venue: TestVenue;
afterEach(async () => venue.close());

const SPLIT = { kind: "split", symbol: "SPY", ex_date: "2026-11-20", new_rate: 2, old_rate: "1" };

describe("corporate actions over REST", () => {
  it("are listed by both interfaces, and bars are adjusted where that is asked for", async () => {
    venue = await TestVenue.start();
    const path = "/v2/stocks/SPY/bars?timeframe=1Day&start=2026-11-19&end=2026-11-19";
    const [raw] = [(await venue.get(path))["bars"]].flat().map(asRecord);
    expect((await venue.ask("POST", "/sim/corporate-actions", SPLIT)).status).toBe(200);
    const dividend = {
      kind: "cash_dividend",
      symbol: "IBM",
      ex_date: "2026-11-23",
      payable_date: "2026-11-24",
      rate: "1.50",
    };
    await venue.ask("POST", "/sim/corporate-actions", dividend);
    expect(await venue.get("/v1/corporate-actions?start=2026-11-01&end=2026-12-01")).toMatchObject({
      corporate_actions: {
        forward_splits: [{ symbol: "SPY", new_rate: 2, old_rate: 1, ex_date: "2026-11-20" }],
        cash_dividends: [{ symbol: "IBM", rate: 1.5, process_date: "2026-11-24" }],
      },
      next_page_token: null,
    });
    const types = "ca_types=split,dividend&since=2026-11-01&until=2026-12-01";
    const list = await venue.ask("GET", `/v2/corporate_actions/announcements?${types}&symbol=IBM`);
    expect(list.body).toMatchObject([
      { ca_type: "dividend", cash: "1.5", initiating_symbol: "IBM" },
    ]);
    const [first] = [list.body].flat().map(asRecord);
    expect(await venue.get(`/v2/corporate_actions/announcements/${first?.["id"]}`)).toEqual(first);
    const [split] = [(await venue.get(`${path}&adjustment=split`))["bars"]].flat().map(asRecord);
    expect(Number(split?.["c"])).toBeCloseTo(Number(raw?.["c"]) / 2, 3);
    expect(split?.["v"]).toBe(Number(raw?.["v"]) * 2);
  });

  it("come page by page in either direction, each once", async () => {
    venue = await TestVenue.start();
    const dates = ["2026-11-25", "2026-11-23", "2026-11-24", "2026-11-24"];
    for (const ex_date of dates) {
      await venue.ask("POST", "/sim/corporate-actions", { ...SPLIT, ex_date });
    }
    for (const sort of ["asc", "desc"]) {
      const seen: unknown[] = [];
      let token: unknown = null;
      do {
        const more = typeof token === "string" ? `&page_token=${token}` : "";
        const query = `start=2026-11-01&end=2026-12-01&limit=1&sort=${sort}${more}`;
        const page = await venue.get(`/v1/corporate-actions?${query}`);
        const splits = [asRecord(page["corporate_actions"])["forward_splits"]].flat();
        expect(splits).toHaveLength(1);
        seen.push(...splits.map((split) => asRecord(split)["process_date"]));
        token = page["next_page_token"];
      } while (token !== null);
      expect(seen).toEqual(sort === "asc" ? dates.toSorted() : dates.toSorted().toReversed());
    }
    const answer = await venue.ask("GET", "/v1/corporate-actions?page_token=nothing");
    expect([answer.status, answer.body]).toEqual([400, { message: "invalid page_token" }]);
  });

  it("are refused when they make no sense", async () => {
    venue = await TestVenue.start();
    for (const body of [
      { ...SPLIT, new_rate: 0 },
      { ...SPLIT, kind: "merger" },
      { kind: "split" },
    ]) {
      expect((await venue.ask("POST", "/sim/corporate-actions", body)).status).toBe(422);
    }
    const stranger = { ...SPLIT, symbol: "NOPE" };
    expect((await venue.ask("POST", "/sim/corporate-actions", stranger)).status).toBe(404);
  });
});
