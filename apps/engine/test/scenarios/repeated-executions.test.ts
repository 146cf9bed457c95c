import { describe, expect, test } from "vitest";
import { strategyId } from "@interlock/core/ids";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { Rig, settings } from "../rig.ts";

const CROSSOVER = strategyId("crossover");

/** An engine that turns a strategy off at its third order that fills on one side. */
function rigOf(): Rig {
  const base = settings();
  const limitDefaults = { ...base.limitDefaults, maxRepeatedFills: 3 };
  const rig = new Rig().ready({ settings: { ...base, limitDefaults } });
  rig.quote("SPY", "100.00", "100.02");
  return rig;
}

/** The strategy wants a little more, and gets it in two pieces. */
function buyMore(rig: Rig, n: number): number {
  rig.time += 2_000;
  rig.quote("SPY", "100.00", "100.02");
  const intents = rig.wish("SPY", 0.1 * n);
  for (const intent of intents) {
    rig.accept(intent);
    const half = String(Number(intent.quantity) / 2e9);
    rig.fill(intent, { id: `x${n}a`, quantity: half, price: "100.02" });
    rig.fill(intent, { id: `x${n}b`, quantity: half, price: "100.02" });
  }
  return intents.length;
}

const disabled = (rig: Rig) => rig.state.strategies[CROSSOVER]?.disabledBecause;
const answer = (rig: Rig) => rig.asked("answer_command").at(-1);

describe("a strategy that answers its own fills", () => {
  test("R04 is turned off at the limit, counted by orders and not by their pieces, and stays off", () => {
    const rig = rigOf();
    expect([1, 2].map((n) => buyMore(rig, n))).toEqual([1, 1]);
    expect(disabled(rig)).toBe("");
    expect(buyMore(rig, 3)).toBe(1);
    expect(disabled(rig)).toBe(
      "3 of its orders to buy SPY filled within 60 s; the limit is 3. A person must look at it and enable it again.",
    );
    expect(rig.told("strategy_disabled")).toHaveLength(1);
    expect(rig.told("alert_raised").at(-1)).toMatchObject({ severity: "critical" });
    expect(buyMore(rig, 4)).toBe(0);
    Object.assign(rig.state, stateOfSnapshot(JSON.parse(JSON.stringify(rig.state))));
    rig.time += 600_000;
    rig.ready();
    expect(buyMore(rig, 5)).toBe(0);
  });

  test("R04 goes on when a person enables it with a reason, and its count begins anew", () => {
    const rig = rigOf();
    for (const n of [1, 2, 3]) buyMore(rig, n);
    rig.command({ kind: "enable_strategy", strategyId: CROSSOVER, reason: "short" });
    expect(answer(rig)).toMatchObject({
      accepted: false,
      sentence: "Enabling needs a reason of at least 10 characters.",
    });
    const reason = "the feed repeated a quote, it is mended";
    rig.command({ kind: "enable_strategy", strategyId: CROSSOVER, reason });
    expect(answer(rig)).toMatchObject({ accepted: true });
    expect([4, 5].map((n) => buyMore(rig, n))).toEqual([1, 1]);
    expect(disabled(rig)).toBe("");
  });

  test("R04 counts neither what is older than the window nor the other side", () => {
    const rig = rigOf();
    for (const n of [1, 2]) buyMore(rig, n);
    rig.time += 60_000;
    buyMore(rig, 3);
    expect(disabled(rig)).toBe("");
    const [sale] = rig.wish("SPY", 0);
    if (sale === undefined) throw new Error("the strategy did not sell");
    rig.accept(sale);
    rig.fill(sale, { id: "s1", quantity: String(Number(sale.quantity) / 1e9), price: "100.00" });
    expect(disabled(rig)).toBe("");
  });
});

test("nobody enables a strategy that is not there, or not off", () => {
  const rig = rigOf();
  const reason = "there is a reason for it";
  rig.command({ kind: "enable_strategy", strategyId: strategyId("ghost"), reason });
  expect(answer(rig)?.sentence).toBe("No strategy ghost is configured here.");
  rig.command({ kind: "enable_strategy", strategyId: CROSSOVER, reason });
  expect(answer(rig)?.sentence).toBe(
    "Strategy crossover is not disabled: there is nothing to enable.",
  );
});
