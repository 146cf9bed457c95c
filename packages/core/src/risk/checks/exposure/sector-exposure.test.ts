import { describe, expect, it } from "vitest";
import { anExposure } from "../../../../test/builders.ts";
import { denialsOf, LONG, openOrders, SELL } from "../../../../test/denial-cases.ts";
import { money } from "../../../number/money.ts";
import { shares } from "../../../number/quantity.ts";
import type { RiskContext } from "../../risk-context.ts";

/** As much in the other symbols of the sector. */
const beside = (dollars: string): Partial<RiskContext> => ({
  sector: { sector: "energy", elsewhere: money(dollars) },
});

describe("the exposure of a sector", () => {
  it("passes at the limit, and not a share's worth beyond it", () => {
    expect(denialsOf({}, beside("51000"))).toEqual([]);
    expect(denialsOf({ quantity: shares(11) }, beside("51000"))).toEqual([
      { code: "sector_exposure", sector: "energy", shareBps: 5_210, limitBps: 5_200 },
    ]);
  });

  it("counts what is held and what may still fill of the symbol itself", () => {
    const open = openOrders({ quantity: shares(20) });
    const context = { ...beside("47000"), position: shares(20), openOrders: open };
    expect(denialsOf({}, context)).toEqual([]);
    expect(denialsOf({ quantity: shares(11) }, context)).toMatchObject([
      { code: "sector_exposure", shareBps: 5_210 },
    ]);
  });

  it("is a share of the lower equity, and not measured where there is none", () => {
    const poor = anExposure({ venue: { equity: money("50000"), maintenanceMargin: null } });
    const half = { ...beside("26000"), exposure: poor };
    expect(denialsOf({}, half)).toMatchObject([{ code: "sector_exposure", shareBps: 5_400 }]);
    const none = { ...beside("22000"), exposure: anExposure({ equity: money("0") }) };
    expect(denialsOf({}, none).map(({ code }) => code)).toEqual(["equity"]);
  });

  it("keeps nobody in a position", () => {
    expect(denialsOf(SELL, { ...LONG, ...beside("90000") })).toEqual([]);
  });
});
