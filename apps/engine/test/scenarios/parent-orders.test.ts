import { describe, expect, test } from "vitest";
import { strategyId } from "@interlock/core/ids";
import type { Bar } from "@interlock/core/market/bar";
import { formatQuantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { parentOf } from "@interlock/core/risk/parent/parent-book";
import { applyEntry } from "../../src/apply.ts";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { initialState } from "../../src/state.ts";
import { expectSoundRecords } from "../faults/sound-records.ts";
import { Rig } from "../rig.ts";

const CROSSOVER = strategyId("crossover");

function rigOf(): Rig {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  return rig;
}

/** The strategy wants something of SPY a while later. */
function want(rig: Rig, target: number): OrderIntent | null {
  rig.time += 2_000;
  rig.quote("SPY", "100.00", "100.02");
  const [intent = null] = rig.wish("SPY", target);
  if (intent !== null) rig.accept(intent);
  return intent;
}

function wanted(rig: Rig, target: number): OrderIntent {
  const intent = want(rig, target);
  if (intent === null) throw new Error("the order was denied");
  return intent;
}

function fill(rig: Rig, intent: OrderIntent): void {
  const quantity = formatQuantity(intent.quantity);
  rig.fill(intent, { id: `x-${intent.clientOrderId}`, quantity, price: "100.02" });
}

const disabled = (rig: Rig) => rig.state.strategies[CROSSOVER]?.disabledBecause;
const codes = (rig: Rig) =>
  rig.told("order_denied").flatMap(({ denials }) => denials.map(({ code }) => code));

/** The order was refused, its strategy is off, people were told why, and nothing else is wrong. */
function expectKilled(rig: Rig, sums: string): void {
  expect(codes(rig)).toEqual(["parent_quantity"]);
  expect(disabled(rig)).toContain(sums);
  expect(rig.told("strategy_disabled")).toHaveLength(1);
  expect(rig.asked("raise_alert").at(-1)).toMatchObject({
    severity: "critical",
    sentence: `Strategy crossover was disabled: ${disabled(rig)}`,
  });
  const approved = rig.told("order_approved").map(({ intent }) => intent.clientOrderId);
  const sent = rig.asked("submit_order").map(({ order }) => order.intent.clientOrderId);
  expect(sent).toEqual(approved);
  expectSoundRecords(rig);
}

describe("children that come to more than their parent asked for", () => {
  test("R15 stop their strategy where working orders are forgotten by the books that orders are sized by", () => {
    const rig = rigOf();
    const first = wanted(rig, 0.5);
    rig.views.openBySymbol.clear();
    expect(want(rig, 0.5)).toBeNull();
    const count = formatQuantity(first.quantity);
    expectKilled(rig, `0 shares filled, ${count} shares working or of unknown fate`);
    expect(want(rig, 0.6), "it stays off").toBeNull();
    rig.time += 60_000;
    rig.ready();
    expect(want(rig, 0.7), "over a start, too").toBeNull();
  });

  test("R15 stop their strategy where its fills are forgotten, also after a restart from either log", () => {
    const before = rigOf();
    const first = wanted(before, 0.5);
    fill(before, first);
    const folded = initialState();
    for (const entry of before.entries) applyEntry(folded, entry);
    expect(folded.parents).toEqual(before.state.parents);
    for (const kept of [folded, stateOfSnapshot(JSON.parse(JSON.stringify(before.state)))]) {
      const rig = new Rig();
      Object.assign(rig.state, kept);
      rig.time = before.time;
      rig.ready();
      delete rig.state.portfolio.byStrategy[CROSSOVER];
      expect(want(rig, 0.5)).toBeNull();
      expectKilled(rig, "the signal asks for 0 shares");
    }
  });

  test("R15 are counted from the books where a snapshot is from before there were parents", () => {
    const before = rigOf();
    fill(before, wanted(before, 0.25));
    const working = wanted(before, 0.5);
    const { parents: _, ...old } = JSON.parse(JSON.stringify(before.state)) as Record<
      string,
      unknown
    >;
    const rig = new Rig();
    Object.assign(rig.state, stateOfSnapshot(old));
    const key = { strategyId: CROSSOVER, symbol: working.symbol };
    const { held, open } = parentOf(before.state.parents, key);
    expect(parentOf(rig.state.parents, key)).toMatchObject({ signalId: null, held, open });
  });

  test("R15 leave no later signal of the same moment an order", () => {
    const rig = rigOf();
    wanted(rig, 0.5);
    rig.views.openBySymbol.clear();
    for (const [symbol, at] of [
      ["SPY", "100.01"],
      ["IBM", "50.01"],
    ] as const)
      rig.print(symbol, at);
    const runtime = rig.views.strategies[0];
    if (runtime === undefined) throw new Error("the rig has no strategy");
    const onBar = ({ symbol }: Bar) => ({ symbol, target: 0.5, reason: "test", horizonMs: null });
    Object.assign(runtime, { instance: { ...runtime.instance, onBar } });
    rig.time += 60_000;
    rig.quote("IBM", "50.00", "50.02");
    rig.quote("SPY", "100.00", "100.02");
    rig.pass(1_000);
    expect(rig.told("signal_suppressed").at(-1)).toMatchObject({ cause: "strategy_disabled" });
    expectKilled(rig, "working or of unknown fate");
  });

  test("R15 are none in a life of targets that are filled, in part and not at all", () => {
    const rig = rigOf();
    for (const [target, done] of [
      [0.3, 1],
      [0.8, 0.5],
      [1, 0],
      [0.2, 1],
      [0, 1],
      [-0.5, 1],
      [-0.9, 0.5],
      [-0.1, 1],
      [0, 1],
    ] as const) {
      const intent = wanted(rig, target);
      const shares = Math.floor((Number(intent.quantity) / 1e9) * done);
      const id = `x-${intent.clientOrderId}`;
      if (shares > 0) rig.fill(intent, { id, quantity: String(shares), price: "100.01" });
      if (done < 1) rig.report(intent, { status: "canceled", venueStatus: "canceled" });
    }
    expect(codes(rig)).toEqual([]);
    expect(disabled(rig)).toBe("");
    expectSoundRecords(rig);
  });
});
