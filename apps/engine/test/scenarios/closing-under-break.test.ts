import { describe, expect, test } from "vitest";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { bought, foreignFill, position, SPY, twice } from "../breaks.ts";
import type { Rig } from "../rig.ts";

/** The broker took executions back: it shows 40 SPY, and our books hold the 49 that were bought. */
function broken(): Rig {
  const { rig } = bought();
  twice(rig, { positions: [position("40")] });
  expect(rig.state.breaks).toHaveProperty(["position:SPY"]);
  return rig;
}

/** The market falls through the stop and stays there. */
function fall(rig: Rig, seconds = 2): void {
  for (let n = 0; n < seconds; n += 1) {
    rig.time += 1_000;
    rig.quote("SPY", "96.99", `97.0${n % 9}`);
    rig.give({ kind: "clock" });
  }
}

const stops = (rig: Rig): readonly OrderIntent[] =>
  rig
    .asked("submit_order")
    .map(({ order }) => order.intent)
    .filter(({ purpose }) => purpose === "stop_loss");

/** Its stop-loss has fired, and works at the venue. */
function stopWorking(): { readonly rig: Rig; readonly stop: OrderIntent } {
  const rig = broken();
  fall(rig);
  const [stop] = stops(rig);
  if (stop === undefined) throw new Error("no stop-loss was sent");
  rig.accept(stop);
  return { rig, stop };
}

describe("a stop-loss of a position of which the venue shows less than our books hold", () => {
  test("closes what surely exists, for the venue would refuse more, or sell it short", () => {
    const rig = broken();
    fall(rig);
    expect(stops(rig).map(({ quantity }) => formatQuantity(quantity))).toEqual(["40"]);
  });

  test.each(["0", "10"])("sends nothing more while that works, %s of it filled", (filled) => {
    const { rig, stop } = stopWorking();
    if (filled !== "0") rig.fill(stop, { id: "x2", quantity: filled, price: "97" });
    fall(rig, 12);
    expect(stops(rig)).toHaveLength(1);
  });

  test("sends nothing more when that has filled, and says where to look", () => {
    const { rig, stop } = stopWorking();
    rig.fill(stop, { id: "x2", quantity: "40", price: "97" });
    fall(rig, 15);
    expect(stops(rig)).toHaveLength(1);
    expect(rig.told("stop_blocked").at(-1)?.sentence).toContain(
      "the venue does not show 9 of the shares that our books hold",
    );
  });

  test("goes on with the rest when the venue shows it again", () => {
    const { rig, stop } = stopWorking();
    rig.fill(stop, { id: "x2", quantity: "40", price: "97" });
    twice(rig, { positions: [position("9")] });
    fall(rig, 7);
    expect(stops(rig).map(({ quantity }) => formatQuantity(quantity))).toEqual(["40", "9"]);
  });
});

describe("a position of which one comparison has shown less, and no second one yet", () => {
  /** One answer alone showed 40 of the 49: the next is on its way. */
  function suspected(): Rig {
    const { rig } = bought();
    rig.pass(31_000);
    rig.snapshot({ positions: [position("40")] });
    expect(rig.state.breaks).toEqual({});
    return rig;
  }
  const closeAll = (rig: Rig) => {
    rig.quote("SPY", "100.00", "100.02");
    rig.command({ kind: "close_position", symbol: SPY, percent: 100 });
    return rig.asked("submit_order").at(-1)?.order.intent;
  };

  test("is closed as far as that comparison showed it, for the rest may belong to nobody", () => {
    expect(closeAll(suspected())).toMatchObject({ side: "sell", quantity: quantity("40") });
  });

  test("is closed whole when the next comparison shows all of it", () => {
    const rig = suspected();
    rig.pass(1_000);
    rig.snapshot();
    expect(closeAll(rig)).toMatchObject({ side: "sell", quantity: quantity("49") });
  });
});

describe("a difference that a late report explains", () => {
  /** An exit sells at the venue, and its reports come after the comparison that shows what is left. */
  function soldUnheard(left: string) {
    const { rig } = bought();
    rig.time += 61_000;
    rig.quote("SPY", "100.00", "100.02");
    const [exit] = rig.wish("SPY", 0);
    if (exit === undefined) throw new Error("no exit was sent");
    rig.accept(exit);
    rig.pass(31_000);
    rig.snapshot({ positions: left === "0" ? [] : [position(left)] });
    return { rig, exit };
  }
  const sold = (rig: Rig) => stops(rig).map(({ quantity: size }) => formatQuantity(size));

  test("mutes no stop-loss: what both sides hold is closed whole", () => {
    const { rig, exit } = soldUnheard("29");
    rig.fill(exit, { id: "x2", quantity: "20", price: "100" });
    rig.report(exit, { status: "canceled", venueStatus: "canceled" });
    fall(rig);
    expect(sold(rig)).toEqual(["29"]);
  });

  test("mutes none of what was bought since", () => {
    const { rig, exit } = soldUnheard("0");
    rig.fill(exit, { id: "x2", quantity: "49", price: "100" });
    foreignFill(rig, "f1", { symbol: "SPY" });
    rig.quote("SPY", "90.00", "90.02");
    rig.command({ kind: "close_position", symbol: SPY, percent: 100 });
    expect(rig.asked("submit_order").at(-1)?.order.intent).toMatchObject({
      side: "sell",
      quantity: quantity("10"),
    });
  });
});

describe("what else closes a position of which the venue shows less", () => {
  const sold = (rig: Rig) =>
    rig.asked("submit_order").flatMap(({ order: { intent } }) => {
      return intent.side === "sell" ? formatQuantity(intent.quantity) : [];
    });

  test("is cut as well where a person closes it, one time after another", () => {
    const rig = broken();
    const close = (percent: number) =>
      rig.command({ kind: "close_position", symbol: SPY, percent });
    close(50);
    close(100);
    close(100);
    expect(sold(rig).reduce((sum, quantity) => sum + Number(quantity), 0)).toBe(40);
    expect(rig.asked("answer_command").at(-1)?.sentence).toContain("Reconciliation");
  });

  test("is cut as well where its strategy wants out, and its next signal says why nothing is left", () => {
    const rig = broken();
    const wantOut = () => {
      rig.time += 61_000;
      rig.quote("SPY", "100.00", "100.02");
      return rig.wish("SPY", 0);
    };
    const [exit] = wantOut();
    if (exit === undefined) throw new Error("no exit was sent");
    rig.accept(exit);
    rig.fill(exit, { id: "x2", quantity: "40", price: "100" });
    expect(wantOut()).toEqual([]);
    expect(sold(rig)).toEqual(["40"]);
    expect(rig.told("signal_suppressed").at(-1)).toMatchObject({ cause: "not_at_venue" });
  });
});
