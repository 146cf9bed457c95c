import { ticker } from "@interlock/core/ids";
import { isoDate } from "@interlock/core/market/civil-date";
import { price } from "@interlock/core/number/price";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sendJson } from "../test/scripted-venue.ts";
import { refuse, VenueFixture } from "../test/venue-fixture.ts";
import { readCorporatePage } from "./mapping/corporate-action.ts";

const fixture = new VenueFixture();
beforeEach(() => fixture.start());
afterEach(() => fixture.stop());

const QUESTION = {
  symbols: [ticker("SPY"), ticker("IBM")],
  from: isoDate("2026-11-15"),
  to: isoDate("2027-01-22"),
};
const split = {
  id: "s1",
  symbol: "SPY",
  new_rate: 10,
  old_rate: 1,
  ex_date: "2026-11-24",
  process_date: "2026-11-24",
};

/** Reads one announcement of a group. */
function read(group: string, announcement: Readonly<Record<string, unknown>>) {
  const page = readCorporatePage({ corporate_actions: { [group]: [announcement] } });
  if (!page.ok) throw new Error(page.error);
  return page.value.actions[0];
}

describe("announced corporate actions", () => {
  test("are asked of the data host by symbol and day, page by page, on the budget of queries", async () => {
    fixture.venue.respond = (request, response) => {
      const last = request.path.includes("page_token=more");
      const found = last
        ? { cash_dividends: [{ id: "d1", symbol: "IBM", rate: 1.5, ex_date: "2026-12-01" }] }
        : { forward_splits: [split] };
      sendJson(response, 200, { corporate_actions: found, next_page_token: last ? null : "more" });
    };
    const answer = await fixture.client.corporateActions(QUESTION);
    expect(answer).toMatchObject({
      ok: true,
      value: {
        refused: [],
        actions: [
          { id: "s1", kind: "split", symbol: "SPY", ratio: { newShares: 10, oldShares: 1 } },
          { id: "d1", kind: "cash_dividend", symbol: "IBM", cashRate: price("1.5") },
        ],
      },
    });
    const [first] = fixture.venue.requests;
    expect(first?.path).toContain("/v1/corporate-actions?symbols=SPY%2CIBM&start=2026-11-15");
    expect(fixture.client.usage()).toMatchObject({ data: 2, trading: 0 });
  });

  test("that cannot be had say when to ask again", async () => {
    fixture.venue.respond = refuse(500, null, "down");
    const answer = await fixture.client.corporateActions(QUESTION);
    expect(answer).toMatchObject({ ok: false, failure: { kind: "venue_error" } });
  });

  test("keep the announcement as it came", () => {
    const strange = { ...split, color: "blue" };
    const raw = JSON.stringify({ forward_splits: [strange] });
    expect(read("forward_splits", strange)).toMatchObject({ kind: "split", raw });
  });

  test.each([
    ["forward_splits", { new_rate: 3, old_rate: 2 }, { newShares: 3, oldShares: 2 }, null],
    ["reverse_splits", { new_rate: 1, old_rate: 20 }, { newShares: 1, oldShares: 20 }, null],
    [
      "reverse_splits",
      { new_rate: 0.05, old_rate: 1, new_symbol: "SPYD" },
      { newShares: 1, oldShares: 20 },
      "SPYD",
    ],
  ])("%s with %j is a split of exactly %j", (group, rates, ratio, newSymbol) => {
    const announced = { id: "s", symbol: "SPY", ex_date: "2026-11-24", ...rates };
    expect(read(group, announced)).toMatchObject({ kind: "split", ratio, newSymbol });
  });

  test("name the symbol of before and of after, whatever the type calls them", () => {
    const day = { process_date: "2026-11-24" };
    const names = { old_symbol: "FB", new_symbol: "META" };
    expect(read("name_changes", { id: "n", ...names, ...day })).toMatchObject({
      kind: "name_change",
      symbol: "FB",
      newSymbol: "META",
      exDate: "2026-11-24",
      ratio: { newShares: 1, oldShares: 1 },
    });
    const merger = {
      acquiree_symbol: "VMW",
      acquirer_symbol: "AVGO",
      effective_date: "2026-11-23",
    };
    const rates = { acquirer_rate: 0.252, acquiree_rate: 1, cash_rate: 71.25 };
    expect(read("stock_and_cash_mergers", { id: "m", ...merger, ...rates, ...day })).toMatchObject({
      kind: "merger",
      symbol: "VMW",
      newSymbol: "AVGO",
      exDate: "2026-11-23",
      ratio: { newShares: 63, oldShares: 250 },
      cashRate: price("71.25"),
    });
    const spun = { source_symbol: "GE", new_symbol: "GEV", source_rate: 4, new_rate: 1 };
    expect(read("spin_offs", { id: "o", ...spun, ex_date: "2026-11-25" })).toMatchObject({
      kind: "spin_off",
      symbol: "GE",
      newSymbol: "GEV",
      ratio: { newShares: 1, oldShares: 4 },
    });
  });

  test("of a type that is not known are told as such, and never taken for another", () => {
    expect(read("quantum_splits", { ...split })).toMatchObject({
      kind: "other",
      venueType: "quantum_splits",
      ratio: null,
    });
  });

  test("without a rate that can be held exactly have none, and without an id one that stays the same", () => {
    const { id: _id, new_rate: _rate, ...rest } = split;
    const action = read("forward_splits", rest);
    expect(action).toMatchObject({
      kind: "split",
      ratio: null,
      id: "forward_splits:SPY:2026-11-24",
    });
    expect(read("forward_splits", { ...split, new_rate: 1e-12 })).toMatchObject({ ratio: null });
  });

  test("without a symbol or a day are named, and leave the others", () => {
    const { ex_date: _ex, process_date: _process, ...dayless } = split;
    const page = readCorporatePage({
      corporate_actions: { forward_splits: [split, dayless, null], cash_dividends: "many" },
    });
    if (!page.ok) throw new Error(page.error);
    expect(page.value.actions).toHaveLength(1);
    expect(page.value.refused).toHaveLength(3);
  });

  test.each([[], "none", { corporate_actions: 7 }])("%j is no answer", (json) => {
    expect(readCorporatePage(json).ok).toBe(false);
  });
});
