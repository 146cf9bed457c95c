import { describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import { quantity } from "@interlock/core/number/quantity";
import { bought, working } from "../../../test/edge/bought.ts";
import { Screen } from "../../../test/edge/screen.ts";
import { Rig } from "../../../test/rig.ts";

describe("the account", () => {
  test("earns exactly what its equity has risen by", () => {
    const { screen } = bought();
    screen.quote("SPY", "101.00", "101.02");
    const { equity, cash, dayPnl, grossExposure } = screen.draw().account;
    expect(Number(equity) - 100_000).toBeCloseTo(Number(dayPnl.net), 2);
    expect(Number(cash) + Number(grossExposure)).toBeCloseTo(Number(equity), 2);
    expect(dayPnl).toMatchObject({ realized: "0.00", unrealized: "48.51" });
  });

  test("never shows a peak below its equity, nor a drawdown at the peak", () => {
    const { screen } = bought();
    screen.quote("SPY", "103.00", "103.02");
    const { equity, equityPeak, drawdownPercent } = screen.draw().account;
    expect(equityPeak).toBe(equity);
    expect(drawdownPercent).toBe("0.00");
  });

  test("stands below its peak by the share that it has lost", () => {
    const { screen } = bought();
    screen.quote("SPY", "99.00", "99.02");
    const { equity, equityPeak, drawdownPercent } = screen.draw().account;
    expect(Number(equityPeak)).toBe(100_000);
    expect(Number(drawdownPercent)).toBeCloseTo(100 - Number(equity) / 1_000, 2);
  });

  test("counts what open orders could add to its exposure", () => {
    const { grossExposure, exposureWithOrders } = working().screen.draw().account;
    expect(grossExposure).toBe("0.00");
    expect(Number(exposureWithOrders)).toBeCloseTo(49 * 100.01, 2);
  });

  test("claims no buying power and no age before the first comparison", () => {
    const { account } = new Screen(new Rig().start()).draw();
    expect(account).toMatchObject({ buyingPower: null, accountFreshness: { ageMs: null } });
    expect(new Screen(new Rig().ready()).draw().account.buyingPower).toBe("400000.00");
  });
});

describe("the comparison with the venue", () => {
  const rowsOf = (screen: Screen) =>
    Object.fromEntries(screen.draw().reconciliation.rows.map((row) => [row.what, row]));

  test("has never been made while recovery waits for the first answer", () => {
    expect(new Screen(new Rig().start()).draw().reconciliation).toMatchObject({
      status: "never",
      checkedAt: null,
      rows: [],
    });
  });

  test("is clean when both agree", () => {
    const { screen, rig } = bought();
    rig.snapshot();
    expect(screen.draw().reconciliation).toMatchObject({ status: "clean", openBreaks: 0 });
    expect(rowsOf(screen)["SPY"]).toMatchObject({
      ours: "49 shares",
      venue: "49 shares",
      difference: "0",
      note: "",
    });
  });

  test("shows both sides as they were compared, and says what was filled since", () => {
    const { screen } = bought();
    expect(rowsOf(screen)["SPY"]).toMatchObject({
      ours: "0 shares",
      venue: "0 shares",
      difference: "0",
      explained: true,
      note: "49 shares now, by fills since",
    });
  });

  test("is broken by a position that only the venue holds, and names it", () => {
    const rig = new Rig().ready();
    const screen = new Screen(rig);
    const positions = [{ symbol: ticker("IBM"), quantity: quantity("7"), averagePrice: "50" }];
    rig.snapshot({ positions });
    rig.snapshot({ positions });
    expect(screen.draw().reconciliation).toMatchObject({ status: "break", openBreaks: 1 });
    expect(rowsOf(screen)["IBM"]).toMatchObject({ explained: false, difference: "differs" });
  });

  test("shows our own figure beside the venue's also where they differed once and no break is open yet", () => {
    const rig = new Rig().ready();
    const screen = new Screen(rig);
    const positions = [{ symbol: ticker("IBM"), quantity: quantity("7"), averagePrice: "50" }];
    rig.snapshot({ positions });
    expect(rowsOf(screen)["IBM"]).toEqual({
      what: "IBM",
      ours: "0 shares",
      venue: "7 shares",
      difference: "-7",
      explained: false,
      note: "seen to differ once; the venue is asked again",
    });
  });

  test("shows fees as they were compared, and explains no difference that was there then", () => {
    const { screen, rig } = bought();
    expect(rowsOf(screen)["Accrued fees"]).toMatchObject({ difference: "0.00", explained: true });
    rig.snapshot();
    const fees = rowsOf(screen)["Accrued fees"];
    expect(fees).toMatchObject({ venue: "0.00", explained: false });
    expect(fees?.difference).not.toBe("0.00");
  });

  test("shows cash that cannot be explained with its sign", () => {
    const rig = new Rig().ready();
    const screen = new Screen(rig);
    const { cash } = rig.state.portfolio;
    const account = {
      accountId: "account",
      accountNumber: "PA1",
      status: "ACTIVE",
      cash: money("100010"),
      equity: cash,
      lastEquity: cash,
      buyingPower: cash,
      accruedFees: money("0"),
      tradingBlocked: false,
    };
    rig.snapshot({ account });
    rig.snapshot({ account });
    expect(rowsOf(screen)["Cash"]).toMatchObject({ difference: "-10.00", explained: false });
    expect(screen.draw().reconciliation.unexplained).toBe("-10.00");
  });
});

describe("the use of limits", () => {
  test("names the symbol that fills its position limit most", () => {
    const { screen, rig } = bought();
    screen.quote("IBM", "50.00", "50.02");
    rig.wish("IBM", 0.1);
    const line = screen.draw().limitUsage.find(({ key }) => key === "maxPositionNotional");
    expect(line?.worst).toBe("SPY");
    expect(Number(line?.used)).toBeCloseTo(49 * 100.01, 2);
  });

  test("names the symbol that fills its limit in shares too, which may be the nearer one", () => {
    const { screen } = bought();
    const line = screen.draw().limitUsage.find(({ key }) => key === "maxPositionQuantity");
    expect(line).toMatchObject({ worst: "SPY", used: "49", unit: "shares" });
  });

  test("counts what open orders can make of a position, as the check does", () => {
    const line = working()
      .screen.draw()
      .limitUsage.find(({ key }) => key === "maxPositionQuantity");
    expect(line).toMatchObject({ worst: "SPY", used: "49" });
  });

  test("counts a loss as used and a gain as nothing", () => {
    const { screen } = bought();
    const loss = () => screen.draw().limitUsage.find(({ key }) => key === "maxDailyLoss");
    screen.quote("SPY", "99.50", "99.52");
    expect(Number(loss()?.used)).toBeGreaterThan(24);
    screen.quote("SPY", "101.00", "101.02");
    expect(loss()).toMatchObject({ used: "0.00", usedPercent: 0 });
  });

  test("puts the fullest first", () => {
    const shares = bought()
      .screen.draw()
      .limitUsage.map(({ usedPercent }) => usedPercent);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(shares).toHaveLength(5);
  });

  test("is empty while no limits are in force", () => {
    expect(new Screen(new Rig()).draw().limitUsage).toEqual([]);
  });
});
