import { describe, expect, test } from "vitest";
import { formatMoney, moneyFromUnits, moneyUnits } from "@interlock/core/number/money";
import { ticker } from "@interlock/core/ids";
import type { LimitLevel } from "@interlock/core/risk/levels/limit-levels";
import { formatLimits } from "@interlock/core/risk/limit-text";
import { bought, working } from "../../../test/edge/bought.ts";
import { Screen } from "../../../test/edge/screen.ts";
import { Rig, settings } from "../../../test/rig.ts";
import { limitsView, limitVersion, previewLimits } from "./limits-section.ts";

const base = settings();

function linesOf(screen: Screen, projectionLagMs = 0) {
  screen.draw();
  const now = { venueTime: screen.clock().venueTime, projectionLagMs };
  return Object.fromEntries(limitsView(screen.book, now).lines.map((line) => [line.key, line]));
}

function preview(screen: Screen, values: Record<string, string>) {
  screen.draw();
  return previewLimits(screen.book, { baseVersion: 1, values, now: screen.clock().venueTime });
}

describe("the limits page", () => {
  test("shows nothing as in force before the engine has limits", () => {
    const now = { venueTime: 0, projectionLagMs: 0 };
    expect(limitsView(new Screen(new Rig()).book, now)).toMatchObject({ version: 0, lines: [] });
  });

  test("shows every limit in force with its ceiling, who set it and why", () => {
    const { book } = new Screen(new Rig().ready());
    const view = limitsView(book, { venueTime: 0, projectionLagMs: 0 });
    expect(view).toMatchObject({ version: 1, changedBy: "configuration" });
    const values = Object.fromEntries(view.lines.map(({ key, value }) => [key, value]));
    const ceilings = Object.fromEntries(view.lines.map(({ key, ceiling }) => [key, ceiling]));
    expect(values).toEqual(formatLimits(base.limitDefaults));
    expect(ceilings).toEqual(formatLimits(base.limitCeilings));
  });

  test("says what an open order and a position use", () => {
    const order = linesOf(working().screen);
    expect(order["maxOpenOrders"]?.used).toBe("1");
    expect(order["maxOrdersPerMinute"]?.used).toBe("1");
    expect(order["maxPositionQuantity"]?.used).toBe("49");
    const { screen } = bought();
    screen.quote("SPY", "99.80", "99.82");
    const held = linesOf(screen);
    expect(held["maxPositionQuantity"]?.used).toBe("49");
    expect(held["maxPositionNotional"]?.used).toBe("4890.69");
    expect(held["maxGrossExposure"]?.used).toBe("4890.69");
    expect(Number(held["maxDailyLoss"]?.used)).toBeCloseTo(49 * 0.21, 2);
    expect(held["priceCollarBps"]?.used).toBe("");
  });

  test("says why nothing is told of a limit, and never zero instead", () => {
    const waiting = linesOf(new Screen(new Rig().start()));
    expect(waiting["maxDailyLoss"]).toMatchObject({
      used: "",
      usedAbsence: "The market day has not opened yet",
    });
    const { screen } = bought();
    screen.quote("SPY", "99.80", "99.82");
    const lines = linesOf(screen);
    expect(lines["priceCollarBps"]?.usedAbsence).toMatch(/^A rule for each order/);
    expect(lines["maxNetExposure"]?.used).toBe(lines["maxGrossExposure"]?.used);
    expect(Number(lines["maxLeverageBps"]?.used)).toBeCloseTo(489.1, 0);
    for (const { used, usedAbsence } of Object.values(lines))
      expect(used === "").toBe(usedAbsence !== "");
  });

  test("names the denials of each limit with how many there were today", () => {
    const { screen, rig } = working();
    expect(linesOf(screen)["maxOpenOrders"]?.codes).toEqual([{ code: "open_orders", today: 0 }]);
    rig.command({
      kind: "change_limits",
      baseVersion: 1,
      values: { maxOpenOrders: "1" },
      reason: "",
    });
    rig.time += 60_000;
    screen.quote("IBM", "50.00", "50.02");
    rig.wish("IBM", 1);
    expect(linesOf(screen)["maxOpenOrders"]?.codes).toEqual([{ code: "open_orders", today: 1 }]);
    expect(linesOf(screen)["stopLossBps"]?.codes).toEqual([]);
  });

  test("forgets an order of more than a minute ago, though nothing was journaled since", () => {
    const { screen, rig } = working();
    rig.time += 61_000;
    expect(linesOf(screen)["maxOrdersPerMinute"]?.used).toBe("0");
  });

  test("shows how far the database is behind", () => {
    const { screen } = working();
    const limit = Number(formatLimits(base.limitDefaults)["maxProjectionLagMs"]);
    expect(linesOf(screen, limit / 2)["maxProjectionLagMs"]).toMatchObject({
      used: String(limit / 2),
      usedPercent: 50,
    });
  });
});

test("the view lists the limits below the account's with what is used of each", () => {
  const { screen, rig } = bought();
  const change = (level: LimitLevel, values: Record<string, string>) => {
    const baseVersion = rig.state.limits?.version ?? 0;
    rig.command({ kind: "change_limits", baseVersion, level, values, reason: "" });
  };
  const [strategy] = base.strategies;
  if (strategy === undefined) throw new Error("no strategy is configured");
  change({ kind: "symbol", symbol: ticker("SPY") }, { maxPositionNotional: "20000" });
  change({ kind: "strategy", id: strategy.id }, { maxGrossExposure: "20000", maxOpenOrders: "2" });
  change({ kind: "session", session: "pre" }, { priceCollarBps: "20" });
  screen.draw();
  const { levels } = limitsView(screen.book, { venueTime: rig.time, projectionLagMs: 0 });
  expect(levels.map(({ kind, title }) => [kind, title])).toEqual([
    ["strategy", `strategy ${strategy.id}`],
    ["symbol", "SPY"],
    ["session", "the pre session"],
  ]);
  const lines = levels.flatMap((level) => level.lines);
  expect(lines.map(({ key, value }) => [key, value])).toEqual([
    ["maxGrossExposure", "20000.00"],
    ["maxOpenOrders", "2"],
    ["maxPositionNotional", "20000.00"],
    ["priceCollarBps", "20"],
  ]);
  const [exposure, open, position, collar] = lines;
  expect(Number(exposure?.used)).toBeGreaterThan(0);
  expect(exposure?.used).toBe(position?.used);
  expect(exposure?.ceiling).toBe(formatMoney(base.limitDefaults.maxGrossExposure));
  expect([open?.used, collar?.used]).toEqual(["0", ""]);
});

describe("a preview of a change", () => {
  test("shows what becomes tighter and what looser, and asks for a reason for the looser", () => {
    const screen = new Screen(new Rig().ready());
    const tighter = preview(screen, { maxOpenOrders: "1" });
    expect(tighter.lines).toMatchObject([{ key: "maxOpenOrders", to: "1", direction: "tighter" }]);
    expect(tighter).toMatchObject({ needsReason: false, faults: [], consequences: [] });
    const rig = new Rig().ready({
      settings: { ...base, limitDefaults: { ...base.limitDefaults, maxOpenOrders: 1 } },
    });
    const looser = preview(new Screen(rig), { maxOpenOrders: "2" });
    expect(looser).toMatchObject({ needsReason: true, lines: [{ direction: "looser" }] });
  });

  test.each([
    ["a value that is no number", { maxOpenOrders: "many" }, "maxOpenOrders"],
    ["a value above its ceiling", { maxDailyLoss: "999999999" }, "maxDailyLoss"],
  ])("names the line with %s", (_name, values, key) => {
    const { faults } = preview(new Screen(new Rig().ready()), values);
    expect(faults.map((fault) => fault.key)).toContain(key);
    expect(faults[0]?.sentence).not.toBe("");
  });

  test("tells what of the present book would stand beyond it", () => {
    const { screen } = bought();
    screen.quote("SPY", "99.50", "99.52");
    const tight = { maxGrossExposure: "1000", maxPositionNotional: "500", maxDailyLoss: "20" };
    const { consequences } = preview(screen, { ...tight, maxOrderNotional: "400" });
    expect(consequences).toEqual([
      expect.stringMatching(/^Gross exposure .* only orders that reduce it/),
      expect.stringMatching(/^SPY is above the new position limit/),
      expect.stringMatching(/^The day's loss is beyond the new limit/),
    ]);
  });

  test("of a level shows its own lines, and refuses what is looser than the account's", () => {
    const screen = new Screen(new Rig().ready());
    const level = { kind: "session" as const, session: "pre" as const };
    const of = (values: Record<string, string>) =>
      previewLimits(screen.book, { baseVersion: 1, level, values, now: 0 });
    expect(of({ maxOrderQuantity: "10" })).toMatchObject({
      needsReason: false,
      faults: [],
      lines: [{ key: "maxOrderQuantity", to: "10", direction: "tighter" }],
    });
    expect(of({ maxOrderQuantity: "9999999" }).faults[0]?.sentence).toMatch(/must be/);
    expect(of({ stopLossBps: "10" }).faults[0]?.sentence).toMatch(/must be one of/);
  });

  test("of a change that ends by itself asks for a reason and says what its end will do", () => {
    const { screen, rig } = bought();
    const expiresAt = rig.time + 60_000;
    const ask = (at: number) =>
      previewLimits(screen.book, {
        baseVersion: 1,
        values: { maxOpenOrders: "1" },
        now: rig.time,
        expiresAt: at,
      });
    screen.draw();
    const before = String(base.limitDefaults.maxOpenOrders);
    expect(ask(expiresAt)).toMatchObject({
      needsReason: true,
      faults: [],
      atExpiry: [`Open orders goes back from 1 to ${before}.`],
    });
    expect(ask(expiresAt - 1).faults).toMatchObject([{ key: "expiresAt" }]);
    const values = { maxOpenOrders: "1" };
    const reason = "a calmer minute";
    rig.command({ kind: "change_limits", baseVersion: 1, values, reason, expiresAt });
    const expiry = { at: expiresAt, backTo: before, version: 2, by: "Ada" };
    expect(linesOf(screen)["maxOpenOrders"]).toMatchObject({ value: "1", expiry });
    rig.pass(60_000);
    expect(linesOf(screen)["maxOpenOrders"]).toMatchObject({ value: before, expiry: null });
  });

  test("tells whoever asks before there are limits to wait", () => {
    const { faults } = preview(new Screen(new Rig()), {});
    expect(faults[0]?.sentence).toMatch(/wait/);
  });

  test("agrees with the engine: what it passes is accepted, line for line", () => {
    const { screen, rig } = bought();
    const values = {
      maxDailyLoss: formatMoney(moneyFromUnits(moneyUnits(base.limitDefaults.maxDailyLoss) / 2)),
    };
    expect(preview(screen, values).faults).toEqual([]);
    rig.command({ kind: "change_limits", baseVersion: 1, values, reason: "a calmer day" });
    expect(rig.told("command_answered").at(-1)).toMatchObject({ accepted: true });
    expect(linesOf(screen)["maxDailyLoss"]?.value).toBe(values.maxDailyLoss);
  });
});

describe("a recorded version", () => {
  const limits = {
    ...formatLimits(base.limitDefaults),
    maxOpenOrders: "2",
    "symbol.SPY.maxOrderNotional": "5000.00",
  };
  const lasting = { expiresAt: null, expiryOf: null };
  const by = { by: "Ada", approvedBy: "Bo" };
  const version = { version: 2, at: 1, ...by, reason: "", limits, ...lasting };

  test("says what it changed against the one before, the first one nothing", () => {
    expect(limitVersion(version, null).lines).toEqual([]);
    const { "symbol.SPY.maxOrderNotional": _new, ...before } = { ...limits, maxOpenOrders: "1" };
    expect(limitVersion(version, before).lines).toMatchObject([
      { key: "maxOpenOrders", from: "1", direction: "looser" },
      {
        key: "symbol.SPY.maxOrderNotional",
        label: "Order notional of SPY",
        from: "",
        to: "5000.00",
        direction: "tighter",
      },
    ]);
  });

  test("is shown also after one that lacked a limit of today, which was none then", () => {
    const { maxUncoveredMs, ...older } = limits;
    expect(limitVersion(version, older)).toMatchObject({
      version: 2,
      by: "Ada",
      approvedBy: "Bo",
      lines: [{ key: "maxUncoveredMs", from: "", to: maxUncoveredMs }],
    });
    expect(limitVersion({ ...version, limits: older }, null)).toMatchObject({ version: 2 });
  });
});
