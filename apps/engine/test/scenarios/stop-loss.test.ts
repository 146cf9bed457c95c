import { describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { formatQuantity } from "@interlock/core/number/quantity";
import { price } from "@interlock/core/number/price";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { foreignOrder, Rig, settings } from "../rig.ts";
import { MarketTape } from "./market-tape.ts";

/** A rig that holds what a strategy bought at 100.02. */
function long(): { readonly rig: Rig; readonly bought: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const bought = first(rig.wish("SPY", 1));
  rig.accept(bought);
  fill(rig, bought, "100.02");
  return { rig, bought };
}

function first(intents: readonly OrderIntent[]): OrderIntent {
  const [intent] = intents;
  if (intent === undefined) throw new Error("no order was approved");
  return intent;
}

function fill(rig: Rig, intent: OrderIntent, at: string): void {
  rig.fill(intent, {
    id: `x-${intent.clientOrderId}`,
    quantity: formatQuantity(intent.quantity),
    price: at,
  });
}

/** The market falls through the stop and stays there, a reading a second. */
function fall(rig: Rig, seconds = 2): void {
  for (let n = 0; n < seconds; n += 1) {
    rig.time += 1_000;
    rig.quote("SPY", "96.99", `97.0${n % 9}`);
    rig.give({ kind: "clock" });
  }
}

/** Market closing orders of stop-losses that left. */
function stops(rig: Rig): readonly OrderIntent[] {
  return rig
    .asked("submit_order")
    .map(({ order }) => order.intent)
    .filter(({ purpose }) => purpose === "stop_loss");
}

function alerts(rig: Rig): readonly string[] {
  return rig
    .asked("raise_alert")
    .filter(({ severity }) => severity === "critical")
    .map(({ sentence }) => sentence);
}

describe("a stop-loss whose way is not free", () => {
  test("cancels our resting exit at once and closes when it is gone", () => {
    const { rig } = long();
    rig.time += 61_000;
    rig.quote("SPY", "100.00", "100.02");
    const exit = first(rig.wish("SPY", 0));
    rig.accept(exit);
    fall(rig);
    expect(rig.asked("cancel_order").map(({ urgent }) => urgent)).toEqual([true]);
    expect(stops(rig)).toEqual([]);
    rig.report(exit, { status: "canceled", venueStatus: "canceled" });
    expect(stops(rig)).toMatchObject([{ side: "sell", pricing: { type: "market" } }]);
    expect(stops(rig)[0]?.quantity).toBe(exit.quantity);
  });

  test("sells no share that the exit still sold while it was being canceled", () => {
    const { rig, bought } = long();
    rig.time += 61_000;
    rig.quote("SPY", "100.00", "100.02");
    const exit = first(rig.wish("SPY", 0));
    rig.accept(exit);
    fall(rig);
    rig.fill(exit, { id: "x9", quantity: "9", price: "99.95" });
    rig.report(exit, { status: "canceled", venueStatus: "canceled" });
    const left = Number(formatQuantity(bought.quantity)) - 9;
    expect(stops(rig).map(({ quantity: sold }) => formatQuantity(sold))).toEqual([String(left)]);
  });

  test("cancels our own open entry first: the venue refuses orders that could trade with each other", () => {
    const { rig } = long();
    rig.time += 61_000;
    rig.quote("SPY", "98.90", "98.92");
    const more = first(rig.wish("SPY", 1.0));
    rig.accept(more);
    fall(rig);
    expect(rig.asked("cancel_order")).toHaveLength(1);
    expect(stops(rig)).toEqual([]);
    rig.report(more, { status: "canceled", venueStatus: "canceled" });
    expect(stops(rig)).toHaveLength(1);
  });

  test("waits for an order of unknown fate, and says so when it takes long", () => {
    const { rig } = long();
    rig.time += 61_000;
    rig.quote("SPY", "100.00", "100.02");
    const exit = first(rig.wish("SPY", 0));
    const answer = { outcome: "unknown" as const, reason: "timeout", raw: "" };
    rig.give({ kind: "submit_answered", clientOrderId: exit.clientOrderId, answer });
    fall(rig, 15);
    expect(stops(rig)).toEqual([]);
    expect(rig.told("stop_blocked")).toHaveLength(1);
    expect(alerts(rig).at(-1)).toContain("not confirmed the end of 1 of our orders");
  });

  test("does not count another program's far order as a closing: it alerts and names it", () => {
    const { rig, bought } = long();
    const order = foreignOrder({
      symbol: ticker("SPY"),
      side: "sell",
      quantity: bought.quantity,
      pricing: { type: "limit", limitPrice: price("150.00") },
      timeInForce: "gtc",
    });
    see(rig, order);
    fall(rig, 30);
    expect(stops(rig)).toEqual([]);
    expect(alerts(rig)).toHaveLength(1);
    expect(alerts(rig)[0]).toContain("Another program's sell limit order for 49 shares");
    see(rig, { ...order, status: "canceled", venueStatus: "canceled" });
    expect(stops(rig)).toHaveLength(1);
  });

  test("does not take another program's trailing stop for a closing: it waits like any stop", () => {
    const { rig, bought } = long();
    const terms = { symbol: ticker("SPY"), side: "sell" as const, quantity: bought.quantity };
    see(rig, foreignOrder({ ...terms, pricing: null, type: "trailing_stop" }));
    fall(rig, 3);
    expect(stops(rig)).toEqual([]);
    expect(alerts(rig)).toHaveLength(1);
    expect(alerts(rig)[0]).toContain("Another program's sell trailing stop order for 49 shares");
  });

  test("leaves the rest to another program's order that is about to fill, and closes what that leaves", () => {
    const { rig } = long();
    see(
      rig,
      foreignOrder({
        symbol: ticker("SPY"),
        side: "sell",
        pricing: { type: "market" },
        type: "market",
      }),
    );
    fall(rig);
    expect(stops(rig).map((one) => formatQuantity(one.quantity))).toEqual(["39"]);
    expect(alerts(rig)).toEqual([]);
  });

  test("says what the venue's session refuses, and closes at the next open", () => {
    const { rig } = long();
    rig.time = Date.UTC(2026, 5, 17, 1, 0, 0);
    fall(rig);
    expect(stops(rig)).toEqual([]);
    expect(alerts(rig).at(-1)).toContain("the market is closed");
    rig.time = Date.UTC(2026, 5, 17, 13, 30, 0);
    rig.give({ kind: "clock" });
    expect(stops(rig)).toHaveLength(1);
  });

  test("goes on after a restart, and ends only when the position is gone", () => {
    const { rig } = long();
    rig.time += 61_000;
    rig.quote("SPY", "100.00", "100.02");
    const exit = first(rig.wish("SPY", 0));
    rig.accept(exit);
    fall(rig);
    rig.ready();
    rig.report(exit, { status: "canceled", venueStatus: "canceled" });
    const [stop] = stops(rig);
    if (stop === undefined) throw new Error("the stop was forgotten");
    rig.accept(stop);
    expect(rig.told("stop_ended")).toEqual([]);
    fill(rig, stop, "97.00");
    expect(rig.told("stop_ended")).toMatchObject([{ symbol: "SPY" }]);
  });

  test("keeps off while a kill cancels and flattens", () => {
    const { rig } = long();
    rig.command({ kind: "kill", mode: "flatten", reason: "drill", includeStops: false });
    fall(rig, 10);
    expect(stops(rig)).toEqual([]);
  });

  test("sends the closing order again some seconds after the venue rejected it", () => {
    const { rig } = long();
    fall(rig);
    const reject = () => {
      const id = stops(rig).at(-1)?.clientOrderId;
      if (id === undefined) throw new Error("no closing order");
      const answer = { outcome: "rejected" as const, code: "1", message: "halted", raw: "{}" };
      rig.give({ kind: "submit_answered", clientOrderId: id, answer });
    };
    reject();
    fall(rig, 4);
    expect(stops(rig)).toHaveLength(1);
    fall(rig, 2);
    expect(stops(rig)).toHaveLength(2);
    reject();
    fall(rig, 6);
    expect(alerts(rig).some((one) => one.includes("49 shares are still held"))).toBe(true);
  });
});

describe("a halt that lets no stop-loss act", () => {
  test("is said when a stop-loss has waited for its end too long, once", () => {
    const { rig } = long();
    rig.ready({ haltedBecause: "it fell three times in five minutes" });
    fall(rig, 8);
    expect(rig.told("stop_fired")).toHaveLength(1);
    expect(rig.told("stop_blocked")).toEqual([]);
    fall(rig, 40);
    expect(stops(rig)).toEqual([]);
    expect(rig.told("stop_blocked").map(({ sentence }) => sentence)).toEqual([
      "The stop-loss of SPY cannot close the position: trading is halted (it fell three times in five minutes), and stop-losses rest until a person resumes it. Look at it and resume, or kill with Flatten.",
    ]);
    rig.command({ kind: "resume", reason: "found and mended the cause" });
    fall(rig);
    expect(stops(rig)).toHaveLength(1);
  });
});

describe("while a person has halted trading", () => {
  const halt = (rig: Rig) =>
    rig.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false });

  test("a stop-loss acts all the same", () => {
    const { rig } = long();
    halt(rig);
    fall(rig);
    expect(stops(rig)).toHaveLength(1);
  });

  test("a person may close a position, and is told what left", () => {
    const { rig } = long();
    halt(rig);
    rig.command({ kind: "close_position", symbol: ticker("SPY"), percent: 50 });
    const answer = rig.asked("answer_command").at(-1);
    expect(answer).toMatchObject({ accepted: true, sentence: "Closing 24 SPY." });
    expect(rig.told("command_answered").at(-1)).toMatchObject({ accepted: true });
  });

  test("a person is told why nothing could be closed", () => {
    const { rig } = long();
    rig.command({ kind: "kill", mode: "cancel", reason: "drill", includeStops: false });
    rig.command({ kind: "close_position", symbol: ticker("SPY"), percent: 100 });
    const answer = rig.asked("answer_command").at(-1);
    expect(answer?.accepted).toBe(false);
    expect(answer?.sentence).toContain("Not closed: Trading is halted");
  });

  test("a strategy may do neither", () => {
    const { rig } = long();
    halt(rig);
    rig.time += 61_000;
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 0)).toEqual([]);
  });
});

describe("after a stop-loss", () => {
  /** A rig in which the stop has closed what the first strategy bought. */
  function stopped(): Rig {
    const { rig } = long();
    fall(rig);
    const stop = first(stops(rig));
    rig.accept(stop);
    fill(rig, stop, "97.00");
    rig.time += 61_000;
    rig.quote("SPY", "97.00", "97.02");
    return rig;
  }
  const lastDenial = (rig: Rig) => rig.told("order_denied").at(-1)?.denials[0];

  test("a falling market is bought once, not at every bar", () => {
    const tape = new MarketTape({
      ...settings(),
      strategies: settings().strategies.filter(({ id }) => id === "reversion"),
    });
    for (let minute = 0; minute < 16; minute += 1) tape.minute(minute % 2 === 0 ? 99.98 : 100.02);
    for (let minute = 1; minute <= 10; minute += 1) tape.minute(100 * 0.985 ** minute);
    expect(tape.done.map(({ purpose, side }) => `${purpose} ${side}`)).toEqual([
      "signal buy",
      "stop_loss sell",
    ]);
    expect(tape.rig.told("order_denied").length).toBeGreaterThan(2);
  });

  test("the same opinion is denied with what happened and what ends it, a restart included", () => {
    const rig = stopped();
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(lastDenial(rig)).toMatchObject({ code: "stop_loss", phase: "stopped_out" });
    rig.ready();
    rig.quote("SPY", "97.00", "97.02");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(lastDenial(rig)).toMatchObject({ code: "stop_loss" });
  });

  test.each([0, -0.1])("a target of %s frees the entry", (target) => {
    const rig = stopped();
    rig.wish("SPY", target);
    expect(rig.told("entry_released")).toMatchObject([{ strategyId: "crossover", symbol: "SPY" }]);
    expect(rig.state.stoppedOut["crossover"]).toEqual({});
  });

  test("the next market day frees the entry", () => {
    const rig = stopped();
    rig.time = Date.UTC(2026, 5, 17, 14, 0, 0);
    rig.give({ kind: "clock" });
    rig.snapshot();
    rig.quote("SPY", "97.00", "97.02");
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });

  test("another strategy, which had no opinion, is free to have one", () => {
    const rig = stopped();
    expect(Object.keys(rig.state.stoppedOut)).toEqual(["crossover"]);
  });

  test("no exit of a strategy comes in the way of the stop at work", () => {
    const { rig } = long();
    fall(rig);
    const answer = { outcome: "rejected" as const, code: "1", message: "halted", raw: "{}" };
    rig.give({ kind: "submit_answered", clientOrderId: first(stops(rig)).clientOrderId, answer });
    expect(rig.wish("SPY", 0)).toEqual([]);
    expect(lastDenial(rig)).toMatchObject({ code: "stop_loss", phase: "closing" });
  });
});

function see(rig: Rig, order: ReturnType<typeof foreignOrder>): void {
  const report = {
    event: "other" as const,
    venueEvent: "test",
    order,
    execution: null,
    reason: "",
  };
  rig.give({ kind: "execution_report", report: { ...report, venueAt: rig.time, raw: "{}" } });
}
