import type { StrategyId } from "@interlock/core/ids";
import { ticker } from "@interlock/core/ids";
import { type Quantity, quantityToNumber } from "@interlock/core/number/quantity";
import type { LimitLevel } from "@interlock/core/risk/levels/limit-levels";
import { describe, expect, test } from "vitest";
import { emptyViews, rebuildTotals } from "../../src/views.ts";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { bought } from "../breaks.ts";
import { Rig, settings } from "../rig.ts";

const SPY = ticker("SPY");
const ofSpy: LimitLevel = { kind: "symbol", symbol: SPY };
const regular: LimitLevel = { kind: "session", session: "regular" };

/** The strategy that the rig's wishes are of. */
function wisher(): StrategyId {
  const [first] = settings().strategies;
  if (first === undefined) throw new Error("no strategy is configured");
  return first.id;
}

/** A rig in which a level has limits of its own. */
function limited(level: LimitLevel, values: Record<string, string>): Rig {
  const rig = new Rig().ready();
  change(rig, level, values);
  rig.quote("SPY", "100.00", "100.02");
  return rig;
}

function change(rig: Rig, level: LimitLevel, values: Record<string, string>, reason = ""): void {
  const baseVersion = rig.state.limits?.version ?? 0;
  rig.command({ kind: "change_limits", baseVersion, level, values, reason });
}

const answer = (rig: Rig) => rig.asked("answer_command").at(-1);
const denials = (rig: Rig) => rig.told("order_denied").at(-1)?.denials ?? [];

describe("a limit below the account's", () => {
  test.each([
    ["symbol", ofSpy],
    ["session", regular],
    ["strategy", { kind: "strategy", id: wisher() } as const],
  ])("denies an order beyond that of its %s, and the denial says so", (_, level) => {
    const rig = limited(level, { maxOrderQuantity: "3" });
    expect(answer(rig)?.sentence).toMatch(/^Limits version 2 is in force: 1 line/);
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(denials(rig)).toMatchObject([{ code: "order_quantity", level }]);
  });

  test("of another symbol or session lets it pass", () => {
    const rig = limited({ kind: "session", session: "pre" }, { maxOrderQuantity: "3" });
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });

  test("of the strategy counts what it holds and what is not answered yet", () => {
    const rig = limited({ kind: "strategy", id: wisher() }, { maxOpenOrders: "1" });
    const [first] = rig.wish("SPY", 0.1);
    expect(quantityToNumber(first?.quantity ?? never())).toBeGreaterThan(0);
    expect(rig.wish("SPY", 0.2)).toEqual([]);
    expect(denials(rig)).toMatchObject([{ code: "strategy_open_orders", open: 2, limit: 1 }]);
  });

  test("survives a restart: the sums are those of before", () => {
    const rig = limited({ kind: "strategy", id: wisher() }, { maxPositionQuantity: "50" });
    rig.wish("SPY", 0.1);
    const state = stateOfSnapshot(JSON.parse(JSON.stringify(rig.state)));
    expect(state.limits).toEqual(rig.state.limits);
    const views = emptyViews();
    rebuildTotals(views, state);
    const open = (totals: typeof views.totals) => totals.strategies[wisher()]?.openOrders;
    expect(open(views.totals)).toBe(1);
    expect(open(rig.views.totals)).toBe(1);
  });
});

describe("a change of limits", () => {
  test("of the account leaves those of the levels below in force", () => {
    const rig = limited(ofSpy, { maxOrderQuantity: "3" });
    change(rig, { kind: "account" }, { maxOrderQuantity: "500" }, "a calmer day");
    expect(rig.state.limits?.version).toBe(3);
    expect(rig.state.limits?.levels.symbols[SPY]).toBeDefined();
    expect(rig.wish("SPY", 1)).toEqual([]);
  });

  test("of a level that is looser than the account's is refused by name", () => {
    const rig = limited(ofSpy, { maxOrderQuantity: "999999" });
    expect(answer(rig)).toMatchObject({ accepted: false });
    expect(answer(rig)?.sentence).toMatch(/^maxOrderQuantity of SPY is 999999: must be at most/);
    expect(rig.state.limits?.version).toBe(1);
  });

  test("that takes a level's limit away is looser and needs a reason", () => {
    const rig = limited(ofSpy, { maxOrderQuantity: "3" });
    change(rig, ofSpy, { maxOrderQuantity: "" });
    expect(answer(rig)?.sentence).toMatch(/needs a reason/);
    change(rig, ofSpy, { maxOrderQuantity: "" }, "more room for the afternoon");
    expect(rig.state.limits).toMatchObject({ version: 3, by: "Ada" });
    expect(Object.keys(rig.state.limits?.levels.symbols ?? {})).toEqual([]);
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });

  test("of what is not configured is refused with what is", () => {
    const rig = limited({ kind: "symbol", symbol: ticker("ZZZZ") }, { maxOrderQuantity: "3" });
    expect(answer(rig)?.sentence).toMatch(/^ZZZZ is not configured: must be one of .*SPY/);
  });

  test.each(["NaN", "-5", "0", "1e9", "ten", " "])(
    "R05 of a level to %j is refused, and the last good version stays",
    (value) => {
      const rig = limited(ofSpy, { maxOrderQuantity: value });
      expect(answer(rig)?.accepted).toBe(false);
      expect(rig.state.limits?.version).toBe(1);
    },
  );
});

describe("a list of symbols", () => {
  const account = { kind: "account" } as const;
  const ofWisher: LimitLevel = { kind: "strategy", id: wisher() };

  test.each([
    ["restricted of the account", account, { restricted: "SPY" }, "restricted_symbol"],
    ["restricted of the strategy", ofWisher, { restricted: "SPY" }, "restricted_symbol"],
    ["allowed of the account", account, { allowed: "IBM" }, "allowed_symbol"],
    ["allowed of the strategy", ofWisher, { allowed: "IBM" }, "allowed_symbol"],
  ] as const)(
    "%s takes no new risk in the symbol and lets a close pass",
    (_, level, text, code) => {
      const rig = new Rig().ready();
      rig.quote("SPY", "100.00", "100.02");
      const [bought] = rig.wish("SPY", 0.1);
      rig.accept(bought ?? never());
      rig.fill(bought ?? never(), {
        id: "x1",
        quantity: sharesOf(bought ?? never()),
        price: "100.02",
      });
      change(rig, level, text);
      expect(answer(rig)?.sentence).toMatch(/^Limits version 2 is in force: 1 line/);
      expect(rig.wish("SPY", 0.2)).toEqual([]);
      const at = level.kind === "account" ? undefined : level;
      expect(denials(rig).map((one) => [one.code, "level" in one ? one.level : undefined])).toEqual(
        [[code, at]],
      );
      expect(rig.wish("SPY", 0)).toMatchObject([{ side: "sell", quantity: bought?.quantity }]);
    },
  );

  test("with a name that is not traded is refused: the symbol that was meant would stay free", () => {
    const rig = limited(account, { restricted: "SPY,SPX" });
    expect(answer(rig)?.sentence).toMatch(/^restricted names SPX: must be one of .*SPY/);
    expect(rig.state.limits?.values.restricted).toEqual([]);
  });

  test("made shorter needs a reason, and a restart keeps it", () => {
    const rig = limited(account, { restricted: "SPY,IBM" });
    change(rig, account, { restricted: "IBM" });
    expect(answer(rig)?.sentence).toMatch(/needs a reason/);
    const state = stateOfSnapshot(JSON.parse(JSON.stringify(rig.state)));
    expect(state.limits?.values.restricted).toEqual(["IBM", "SPY"]);
    change(rig, account, { restricted: "none" }, "the blackout has ended");
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });
});

function sharesOf({ quantity }: { readonly quantity: Quantity }): string {
  return String(quantityToNumber(quantity));
}

test("a snapshot from before there were levels has none, and knows that nobody decided so", () => {
  const rig = new Rig().ready();
  const { levels: _none, ...limits } = rig.state.limits ?? never();
  const old = { ...rig.state, limits };
  const read = stateOfSnapshot(JSON.parse(JSON.stringify(old))).limits;
  expect(read).toEqual({ ...rig.state.limits, levelsUnset: true });
});

function never(): never {
  throw new Error("missing");
}

describe("R06 a limit that is lowered below what is held", () => {
  test.each([
    ["position_quantity", { maxPositionQuantity: "20", maxOrderQuantity: "20" }],
    ["position_notional", { maxPositionNotional: "2000", maxOrderNotional: "2000" }],
    [
      "gross_exposure",
      {
        maxGrossExposure: "3000",
        maxDailyLoss: "3000",
        maxPositionNotional: "3000",
        maxOrderNotional: "2000",
      },
    ],
    ["net_exposure", { maxNetExposure: "2000" }],
    ["long_exposure", { maxLongExposure: "2000" }],
    ["concentration", { maxConcentrationBps: "100" }],
    ["leverage", { maxLeverageBps: "100" }],
  ])("lets only orders through that bring it down, from the next one on: %s", (code, values) => {
    const { rig } = bought();
    const sent = rig.asked("submit_order").length;
    change(rig, { kind: "account" }, values);
    expect(answer(rig)?.sentence).toMatch(/is in force/);
    rig.give({ kind: "clock" });
    expect(rig.asked("submit_order")).toHaveLength(sent);
    rig.time += 61_000;
    rig.quote("SPY", "90.00", "90.02");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(denials(rig)).toContainEqual(expect.objectContaining({ code }));
    // Still beyond the limit after it, and allowed all the same.
    expect(rig.wish("SPY", 0.75)).toMatchObject([{ side: "sell" }]);
  });
});
