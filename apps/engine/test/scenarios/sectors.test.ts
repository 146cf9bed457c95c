import { describe, expect, test } from "vitest";
import { money } from "@interlock/core/number/money";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { sectorElsewhere } from "@interlock/core/portfolio/live-totals";
import type { Ticker } from "@interlock/core/ids";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { rebuildTotals } from "../../src/views.ts";
import { EdgeBook } from "../../src/edge/follow/edge-book.ts";
import { usedOfAccount } from "../../src/edge/view/limits/limit-usage.ts";
import { Rig, settings } from "../rig.ts";

/** Half of the strategy's allocation is as much of a sector as the account may hold. */
function rigOf(sectors: Record<string, string>): Rig {
  const base = settings();
  const first = base.strategies[0];
  if (first === undefined) throw new Error("no strategy is configured");
  const strategies = [{ ...first, allocation: money("10000") }];
  const limitDefaults = { ...base.limitDefaults, maxSectorExposureBps: 500 };
  const rig = new Rig().ready({ settings: { ...base, sectors, strategies, limitDefaults } });
  for (const symbol of ["IBM", "BAC", "AIG"]) rig.quote(symbol, "50.00", "50.02");
  return rig;
}

const denials = (rig: Rig) => rig.told("order_denied").flatMap((one) => one.denials);

function wanted(rig: Rig, symbol: string, target: number): OrderIntent {
  const [intent] = rig.wish(symbol, target);
  if (intent === undefined)
    throw new Error(`${symbol} was denied: ${JSON.stringify(denials(rig))}`);
  return intent;
}

describe("the symbols of a sector", () => {
  test("share one limit, with what works counted from its approval on, and others have their own", () => {
    const rig = rigOf({ BAC: "financials", AIG: "financials" });
    const bac = wanted(rig, "BAC", 0.3);
    expect(rig.wish("AIG", 0.3)).toEqual([]);
    expect(denials(rig)).toMatchObject([{ code: "sector_exposure", sector: "financials" }]);
    wanted(rig, "IBM", 0.3);
    rig.accept(bac);
    rig.report(bac, { status: "canceled", venueStatus: "canceled" });
    wanted(rig, "AIG", 0.3);
  });

  test("that nobody has put into one are one together", () => {
    const rig = rigOf({ BAC: "financials" });
    wanted(rig, "IBM", 0.3);
    wanted(rig, "BAC", 0.3);
    expect(rig.wish("AIG", 0.3)).toEqual([]);
    expect(denials(rig)).toMatchObject([{ code: "sector_exposure", sector: "unclassified" }]);
  });

  test("are grouped by the newest start, over restarts, and the console sees the same", () => {
    const rig = rigOf({ BAC: "financials", AIG: "financials" });
    wanted(rig, "BAC", 0.3);
    const aig = "AIG" as Ticker;
    const before = sectorElsewhere(rig.views.totals, aig);
    expect(before.sector).toBe("financials");
    Object.assign(rig.state, stateOfSnapshot(JSON.parse(JSON.stringify(rig.state))));
    rebuildTotals(rig.views, rig.state);
    expect(sectorElsewhere(rig.views.totals, aig)).toEqual(before);
    const book = new EdgeBook();
    for (const entry of rig.entries) book.take(entry);
    expect(sectorElsewhere(book.views.totals, aig).sector).toBe("financials");
    const now = { venueTime: rig.time, projectionLagMs: 0 };
    expect(usedOfAccount(book, now, "maxSectorExposureBps")).toBeGreaterThan(250);
  });
});
