import { describe, expect, test } from "vitest";
import type { Ticker } from "@interlock/core/ids";
import type { Bar } from "@interlock/core/market/bar";
import { formatQuantity } from "@interlock/core/number/quantity";
import { price } from "@interlock/core/number/price";
import { DAY_MS } from "@interlock/core/time";
import { applyEntry } from "../../src/apply.ts";
import { judgeWhatIf } from "../../src/risk/what-if.ts";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { initialState } from "../../src/state.ts";
import { Rig, settings } from "../rig.ts";

/** An engine that takes no new risk where nobody knows what trades in a day; 1 % of that is an order. */
function rigOf(): Rig {
  const base = settings();
  const own = { allowUnknownVolume: false, maxOrderVolumeBps: 100, maxPositionVolumeBps: 100 };
  const limitCeilings = { ...base.limitCeilings, ...own };
  const limitDefaults = { ...base.limitDefaults, ...own };
  const rig = new Rig().ready({ settings: { ...base, limitDefaults, limitCeilings } });
  rig.pass(250);
  rig.quote("SPY", "100.00", "100.02");
  return rig;
}

const asked = (rig: Rig) => rig.asked("request_daily_bars");

/** Has the venue list as many shares for each day that was asked for. */
function list(rig: Rig, volume: number): void {
  const { symbols = [], from = 0, to = 0 } = asked(rig).at(-1) ?? {};
  const at = price("100");
  const bars: Bar[] = [];
  for (let startAt = from; startAt <= to; startAt += DAY_MS)
    for (const symbol of symbols)
      bars.push({
        ...{ symbol, startAt, volume, tradeCount: 1, complete: true },
        ...{ open: at, high: at, low: at, close: at },
      });
  rig.give({ kind: "daily_bars_listed", symbols, bars });
}

const denials = (rig: Rig) => rig.told("order_denied").flatMap((one) => one.denials);
const spy = "SPY" as Ticker;

describe("the average daily volume", () => {
  test("is needed for new risk, and not for a closing order", () => {
    const rig = rigOf();
    expect(rig.wish("SPY", 0.1)).toEqual([]);
    expect(denials(rig)).toEqual([{ code: "daily_volume", symbol: "SPY", cause: "unknown" }]);
    list(rig, 10_000_000);
    const [bought] = rig.wish("SPY", 0.1);
    if (bought === undefined) throw new Error("the order was denied");
    rig.accept(bought);
    rig.fill(bought, { id: "x1", quantity: formatQuantity(bought.quantity), price: "100.02" });
    list(rig, 0);
    expect(rig.state.volumes[spy]).toBeUndefined();
    rig.time += 2_000;
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 0)).toHaveLength(1);
  });

  test("bounds orders by what was journaled of it, in a question too, and a refold knows the same", () => {
    const rig = rigOf();
    list(rig, 400);
    expect(rig.told("volumes_observed").at(-1)?.volumes).toContainEqual({
      symbol: "SPY",
      shares: 400,
      sessions: 20,
      lastSession: "2026-06-15",
    });
    expect(rig.wish("SPY", 0.5)).toEqual([]);
    expect(denials(rig).map(({ code }) => code)).toEqual([
      "order_volume_share",
      "position_volume_share",
    ]);
    const { intent } = rig.told("order_denied")[0] ?? {};
    if (intent === undefined) throw new Error("nothing was denied");
    const { state, views, time } = rig;
    expect(judgeWhatIf({ state, views, time }, { ...intent, strategyId: null })).toMatchObject({
      approved: false,
      denials: denials(rig),
    });
    const folded = initialState();
    for (const entry of rig.entries) applyEntry(folded, entry);
    expect(folded.volumes).toEqual(state.volumes);
    const kept = stateOfSnapshot(JSON.parse(JSON.stringify(state)));
    expect(kept.volumes).toEqual(state.volumes);
  });

  test("is asked for at the start, before pre-market, before the open and on the next day", () => {
    const rig = rigOf();
    expect(asked(rig)).toMatchObject([
      { symbols: expect.arrayContaining(["SPY"]), to: Date.UTC(2026, 5, 16, 4) - 1 },
    ]);
    list(rig, 1);
    rig.pass(3_600_000);
    expect(asked(rig)).toHaveLength(1);
    rig.pass(DAY_MS);
    expect(asked(rig)).toHaveLength(2);
  });

  test("is asked for again after a failure, and people are told what that will mean", () => {
    const rig = rigOf();
    for (let n = 1; n <= 3; n += 1) {
      rig.give({ kind: "venue_query_failed", what: "daily_bars", reason: "no answer" });
      rig.pass(2_000 * 2 ** n);
      expect(asked(rig)).toHaveLength(n + 1);
    }
    expect(rig.told("alert_raised").map(({ sentence }) => sentence)).toContain(
      "What was known of daily volumes goes out of date within a day, and new risk is denied then: no answer",
    );
  });
});
