import { describe, expect, test } from "vitest";
import { coverOf } from "../../src/risk/watch-protection.ts";
import { canceled, ended, guarded, long, placed, SPY, wait } from "../guarded-rig.ts";
import { type Rig, settings, venueOrder } from "../rig.ts";

describe("re-arming a position", () => {
  const rearm = (rig: Rig) => {
    rig.command({ kind: "rearm_stop", symbol: SPY });
    return rig.asked("answer_command").at(-1);
  };

  test("places the stop that the policy asks for without another pause", () => {
    const { rig, stop } = guarded();
    rig.report(stop, { status: "expired", venueStatus: "expired" });
    rig.pass(1_000);
    expect(placed(rig)).toHaveLength(1);
    expect(rearm(rig)).toMatchObject({
      accepted: true,
      sentence: "A stop of SPY is placed at the broker within a second.",
    });
    rig.pass(1_000);
    expect(placed(rig)).toHaveLength(2);
  });

  test("is refused with what keeps both stops from standing", () => {
    const rig = long();
    rig.status("SPY", "halted", { words: "Trading Halt, T1" });
    expect(rearm(rig)).toMatchObject({
      accepted: false,
      sentence:
        "The stop-loss of SPY cannot be re-armed: waits: Trading in SPY is halted (Trading Halt, T1); none is placed at the broker: trading in it is halted. Mend that, close the position, or place a stop at the broker.",
    });
  });

  test("is refused where everything stands already", () => {
    const { rig } = guarded();
    expect(rearm(rig)?.sentence).toContain("every share of SPY is covered");
  });
});

describe("a kill", () => {
  const kill = (rig: Rig, mode: "halt" | "cancel" | "flatten", includeStops = false) =>
    rig.command({ kind: "kill", mode, reason: "drill", includeStops });

  test.each(["halt", "cancel"] as const)("that asks for %s leaves a stop at the broker", (mode) => {
    const { rig } = guarded();
    kill(rig, mode);
    wait(rig, 30);
    expect(canceled(rig)).toEqual([]);
    expect(placed(rig)).toHaveLength(1);
  });

  test.each([
    ["cancel", true],
    ["flatten", false],
  ] as const)(
    "that asks for %s, stops included: %s, cancels it first, and none is placed again",
    (mode, ticked) => {
      const { rig, stop } = guarded();
      kill(rig, mode, ticked);
      expect(canceled(rig)).toEqual([`v-${stop.clientOrderId}`]);
      ended(rig, stop);
      wait(rig, 60);
      expect(placed(rig)).toHaveLength(1);
    },
  );
});

test("a start finds the stop that stands, and places no second one, whatever the last run did not hear", () => {
  for (const heard of [true, false]) {
    const rig = long();
    rig.pass(1_000);
    const [stop] = placed(rig);
    if (stop === undefined) throw new Error("no stop was placed");
    if (heard) rig.accept(stop);
    rig.start({ settings: { ...settings(), brokerStopBps: 500 } });
    const openOrders = [venueOrder(stop)];
    const evidence = { found: "yes" as const, order: venueOrder(stop), raw: "{}" };
    rig.give({ kind: "order_looked_up", clientOrderId: stop.clientOrderId, evidence });
    rig.snapshot({ openOrders });
    rig.quote("SPY", "100.00", "100.02");
    wait(rig, 60);
    expect(placed(rig)).toHaveLength(1);
    expect(coverOf(rig, SPY, rig.time)?.byVenue).toBe(stop.quantity);
  }
});
