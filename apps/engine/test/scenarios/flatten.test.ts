import { describe, expect, test } from "vitest";
import { clientOrderId, executionId, ticker, venueOrderId } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import { quantity } from "@interlock/core/number/quantity";
import {
  closingsOf,
  holding,
  kill,
  lastClosing,
  position,
  shown,
  sweep,
  working,
} from "../kill-rig.ts";
import { foreignOrder, type Rig, venueOrder } from "../rig.ts";

/** 17:00 in New York on the rig's Tuesday: limit orders only. */
const AFTER_HOURS = Date.UTC(2026, 5, 16, 21);
/** 22:00 in New York. */
const NIGHT = Date.UTC(2026, 5, 17, 2);
/** 04:00 in New York on the next morning. */
const NEXT_SESSION = Date.UTC(2026, 5, 17, 8);

/** A flatten whose first closing order is at work. */
function closing() {
  const { rig, shares } = holding();
  kill(rig, "flatten");
  sweep(rig, [], [position(shares)]);
  rig.accept(lastClosing(rig));
  return { rig, shares, order: lastClosing(rig) };
}

const cancelsOf = (rig: Rig) =>
  rig.asked("cancel_order").map((effect) => effect.venueOrderId as string);

describe("a flatten", () => {
  test("closes what the venue holds through the same gate as any order", () => {
    const { rig, order } = closing();
    expect(order).toMatchObject({ side: "sell", symbol: "SPY", pricing: { type: "market" } });
    expect(rig.state.kill?.closesRequested).toBe(1);
  });

  test("does not send a second closing order while the first is under way", () => {
    const { rig, shares } = holding();
    kill(rig, "flatten");
    sweep(rig, [], [position(shares)]);
    sweep(rig, [], [position(shares)]);
    rig.pass(10_000);
    sweep(rig, [], [position(shares)]);
    expect(closingsOf(rig)).toHaveLength(1);
  });

  test("is proven when the venue is flat twice", () => {
    const { rig, shares, order } = closing();
    rig.fill(order, { id: "x2", quantity: shares, price: "99.98" });
    // The first look was asked for before the fill.
    for (let looks = 0; looks < 3; looks += 1) sweep(rig, []);
    expect(rig.state.kill).toMatchObject({ stage: "proven", venuePositions: 0 });
  });

  test("is not proven by a look that a fill may have overtaken: it looks again", () => {
    const { rig, shares, order } = closing();
    sweep(rig, []);
    rig.fill(order, { id: "x2", quantity: shares, price: "99.98" });
    sweep(rig, []);
    expect(rig.state.kill).toMatchObject({ stage: "canceling", cleanSweeps: 0 });
    sweep(rig, []);
    sweep(rig, []);
    expect(rig.state.kill).toMatchObject({ stage: "proven" });
  });

  test("leaves its own market order to work through a pause, and is not done meanwhile", () => {
    const { rig, shares, order } = closing();
    for (let seconds = 0; seconds < 59; seconds += 1) {
      rig.pass(1_000);
      sweep(rig, [shown(rig, order)], [position(shares)]);
    }
    expect(cancelsOf(rig)).toEqual([]);
    expect(closingsOf(rig)).toHaveLength(1);
    expect(rig.state.kill).toMatchObject({
      stage: "closing",
      venueOpenOrders: 1,
      residual: [{ what: `${shares} SPY`, why: "being closed" }],
    });
  });

  test("places a limit order anew after five seconds, at the quote of then", () => {
    const { rig, shares } = holding();
    rig.time = AFTER_HOURS;
    rig.quote("SPY", "100.00", "100.02");
    kill(rig, "flatten");
    sweep(rig, [], [position(shares)]);
    const first = lastClosing(rig);
    expect(first).toMatchObject({ pricing: { type: "limit" }, extendedHours: true });
    rig.accept(first);
    rig.pass(4_750);
    sweep(rig, [shown(rig, first)], [position(shares)]);
    expect(cancelsOf(rig)).toEqual([]);
    rig.pass(250);
    rig.quote("SPY", "99.00", "99.02");
    sweep(rig, [shown(rig, first)], [position(shares)]);
    expect(cancelsOf(rig)).toEqual([`v-${first.clientOrderId}`]);
    rig.report(first, { status: "canceled", venueStatus: "canceled" });
    sweep(rig, [], [position(shares)]);
    const second = lastClosing(rig);
    expect(second.clientOrderId).not.toBe(first.clientOrderId);
    expect(second.pricing.type === "limit" && Number(second.pricing.limitPrice)).toBeLessThan(
      99_000_000,
    );
  });

  test("after hours closes across a spread that is wider than the price collar", () => {
    const { rig, shares } = holding();
    rig.time = AFTER_HOURS;
    rig.quote("SPY", "99.40", "100.60");
    kill(rig, "flatten");
    sweep(rig, [], [position(shares)]);
    expect(lastClosing(rig)).toMatchObject({ pricing: { type: "limit" }, extendedHours: true });
  });

  test("K07 closes the rest of a partial fill and never a share more", () => {
    const { rig, order } = closing();
    rig.fill(order, { id: "x2", quantity: "20", price: "99.98" });
    rig.pass(2_000);
    sweep(rig, [shown(rig, order)], [position("29")]);
    expect(cancelsOf(rig)).toEqual([]);
    rig.pass(60_000);
    sweep(rig, [shown(rig, order)], [position("29")]);
    expect(cancelsOf(rig)).toEqual([`v-${order.clientOrderId}`]);
    rig.report(order, { status: "canceled", venueStatus: "canceled" });
    sweep(rig, [], [position("29")]);
    expect(lastClosing(rig)).toMatchObject({ side: "sell", quantity: quantity("29") });
    expect(closingsOf(rig)).toHaveLength(2);
  });

  test("closes one position while orders in another symbol are still being canceled", () => {
    const { rig, shares } = holding();
    kill(rig, "flatten");
    sweep(rig, [foreignOrder()], [position(shares)]);
    expect(rig.state.kill?.stage).toBe("canceling");
    expect(closingsOf(rig)).toHaveLength(1);
  });

  test("closes nothing in a symbol whose order may still be on its way", () => {
    const { rig, shares } = holding();
    rig.time += 60_000;
    rig.quote("SPY", "100.00", "100.02");
    const [more] = rig.wish("SPY", -1);
    if (more === undefined) throw new Error("no second order");
    kill(rig, "flatten");
    sweep(rig, [], [position(shares)]);
    expect(closingsOf(rig)).toEqual([]);
    expect(rig.state.kill).toMatchObject({
      stage: "canceling",
      cancelsRequested: 0,
      residual: [{ why: expect.stringContaining("not known yet whether it reached") as string }],
    });
  });

  test("goes on after a restart without a second order beside the one at work", () => {
    const { rig, shares, order } = closing();
    rig.ready();
    rig.pass(1_000);
    sweep(rig, [shown(rig, order)], [position(shares)]);
    expect(cancelsOf(rig)).toEqual([]);
    expect(closingsOf(rig)).toHaveLength(1);
    rig.fill(order, { id: "x2", quantity: shares, price: "99.98" });
    for (let looks = 0; looks < 3; looks += 1) sweep(rig, []);
    expect(rig.state.kill?.stage).toBe("proven");
  });

  test("asked for while the engine starts closes before the books were compared, and no more than both sides hold", () => {
    const { rig } = holding();
    rig.start();
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.state.recovered).toBe(false);
    kill(rig, "flatten");
    sweep(rig, [], [position("20")]);
    expect(lastClosing(rig)).toMatchObject({ side: "sell", quantity: quantity("20") });
  });

  test("latched while the engine was away is carried out from its first clock on", () => {
    const { rig, shares } = holding();
    const latch = { mode: "flatten", includeStops: false, reason: "test", by: "Ada" } as const;
    rig.ready({ latch });
    expect(rig.asked("sweep_venue")).toHaveLength(1);
    sweep(rig, [], [position(shares)]);
    expect(closingsOf(rig)).toHaveLength(1);
  });

  test("sends nothing where the venue shows the other side of what our books hold: it would add to it", () => {
    const { rig } = holding();
    kill(rig, "flatten");
    sweep(rig, [], [position("-5")]);
    expect(closingsOf(rig)).toEqual([]);
    sweep(rig, [], [position("-5")]);
    expect(rig.state.kill).toMatchObject({
      stage: "residual",
      residual: [{ what: "-5 SPY", why: expect.stringContaining("the other side") as string }],
    });
  });

  test("removes protective stops, because they hold the shares", () => {
    const { rig, shares } = holding();
    const stop = foreignOrder({ symbol: ticker("SPY"), side: "sell", type: "stop" });
    kill(rig, "flatten");
    sweep(rig, [stop], [position(shares)]);
    expect(cancelsOf(rig)).toEqual([stop.venueOrderId]);
    expect(closingsOf(rig)).toEqual([]);
  });
});

describe("a flatten outside the session", () => {
  const waiting = () => {
    const { rig, shares } = holding();
    rig.time = NIGHT;
    kill(rig, "flatten");
    sweep(rig, [], [position(shares)]);
    return { rig, shares };
  };

  test("K11 says what is left and when it is closed, instead of calling itself done", () => {
    const { rig, shares } = waiting();
    expect(rig.state.kill).toMatchObject({
      stage: "residual",
      residual: [
        {
          what: `${shares} SPY`,
          why: "queued for 04:00 ET on 2026-06-17 by limit; the regular session opens at 09:30 ET",
        },
      ],
    });
    expect(closingsOf(rig)).toEqual([]);
  });

  test("closes at the first look of the next session", () => {
    const { rig, shares } = waiting();
    rig.time = NEXT_SESSION;
    rig.quote("SPY", "100.00", "100.02");
    rig.give({ kind: "clock" });
    sweep(rig, [], [position(shares)]);
    expect(lastClosing(rig)).toMatchObject({ side: "sell", extendedHours: true });
    expect(rig.state.kill?.stage).toBe("closing");
  });

  test("cancels at any hour", () => {
    const { rig } = working();
    rig.time = NIGHT;
    kill(rig, "flatten");
    expect(rig.asked("cancel_order")).toHaveLength(1);
  });
});

describe("while the order stream is cut a flatten", () => {
  test("asks for the books' missing fills when they keep it from closing", () => {
    const { rig, intent } = working();
    rig.give({ kind: "connection", channel: "order_stream", up: false, reason: "cut" });
    kill(rig, "flatten");
    rig.report(intent, { status: "canceled", venueStatus: "canceled" });
    rig.pass(20_000);
    Object.assign(rig.views.snapshots, { askedAt: null, lastAskedAt: null });
    const asked = rig.asked("request_snapshot").length;
    sweep(rig, [], [position("20")]);
    expect(rig.asked("request_snapshot").length).toBeGreaterThan(asked);
    sweep(rig, [], [position("20")]);
    expect(rig.state.kill).toMatchObject({ stage: "residual", residual: [{ what: "20 SPY" }] });
  });

  test("that cannot close says so once, not at every try", () => {
    const { rig, intent } = working();
    kill(rig, "flatten");
    rig.report(intent, { status: "canceled", venueStatus: "canceled" });
    for (let looks = 0; looks < 3; looks += 1) {
      rig.pass(6_000);
      sweep(rig, [], [position("-20")]);
    }
    const residual = rig.told("kill_advanced").filter(({ stage }) => stage === "residual");
    expect(residual).toHaveLength(1);
    rig.pass(6_000);
    sweep(rig, [], [position("-20")]);
    expect(rig.told("kill_advanced").at(-1)).toEqual(residual[0]);
  });

  test("is proven without a report, once a comparison has found how its closing ended", () => {
    const { rig, shares, order } = closing();
    rig.give({ kind: "connection", channel: "order_stream", up: false, reason: "cut" });
    for (let looks = 0; looks < 3; looks += 1) sweep(rig, []);
    expect(rig.state.kill).toMatchObject({ stage: "canceling", cleanSweeps: 0 });
    const filled = { filledQuantity: quantity(shares), status: "filled" } as const;
    const execution = {
      executionId: executionId("x2"),
      ...{ quantity: quantity(shares), price: price("99.98") },
      ...{ venueOrderId: venueOrder(order).venueOrderId, symbol: order.symbol },
      ...{ side: order.side, venueAt: rig.time, raw: "{}" },
    };
    rig.snapshot({
      positions: [],
      openOrders: [],
      closedOrders: [venueOrder(order, filled)],
      executions: [execution],
    });
    // The first look was asked for before the fill.
    for (let looks = 0; looks < 3; looks += 1) sweep(rig, []);
    expect(rig.state.kill?.stage).toBe("proven");
  });
});

/** Lets a minute pass, clock by clock, in which every look at the venue is answered at once. */
function passAMinute(rig: Rig, answer: () => void): void {
  for (let clocks = 0; clocks < 240; clocks += 1) {
    if (rig.views.sweeps.inFlight !== null) answer();
    rig.pass(250);
  }
}

describe("a kill of many orders", () => {
  const foreign = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      foreignOrder({
        clientOrderId: clientOrderId(`else-${index}`),
        venueOrderId: venueOrderId(`f-${index}`),
      }),
    );

  test("K01 cancels fifty with one request", () => {
    const { rig } = working();
    kill(rig, "cancel");
    const before = rig.asked("cancel_order").length;
    sweep(rig, foreign(50));
    expect(rig.asked("cancel_all_orders")).toHaveLength(1);
    expect(rig.asked("cancel_order")).toHaveLength(before);
  });

  test("leaves the protective stops of others, and then cancels one by one", () => {
    const { rig, shares } = holding();
    kill(rig, "cancel");
    const stop = foreignOrder({
      symbol: ticker("SPY"),
      side: "sell",
      type: "stop",
      quantity: quantity(shares),
      venueOrderId: venueOrderId("stop"),
      clientOrderId: clientOrderId("stop"),
    });
    sweep(rig, [...foreign(5), stop], [position(shares)]);
    expect(rig.asked("cancel_all_orders")).toEqual([]);
    expect(cancelsOf(rig)).toEqual(["f-0", "f-1", "f-2", "f-3", "f-4"]);
    sweep(rig, [stop], [position(shares)]);
    sweep(rig, [stop], [position(shares)]);
    expect(rig.state.kill).toMatchObject({ stage: "proven", venueOpenOrders: 0 });
  });

  test("keeps within the venue's requests although it carries out no cancel", () => {
    const { rig, shares } = holding();
    kill(rig, "cancel");
    const stop = foreignOrder({
      symbol: ticker("SPY"),
      side: "sell",
      type: "stop",
      quantity: quantity(shares),
    });
    const open = [...foreign(50), stop];
    const minutes: number[] = [];
    const requests = () => rig.asked("cancel_order").length + 2 * rig.asked("sweep_venue").length;
    for (let minute = 0; minute < 10; minute += 1) {
      const before = requests();
      passAMinute(rig, () => sweep(rig, open, [position(shares)]));
      minutes.push(requests() - before);
    }
    expect(Math.max(...minutes)).toBeLessThan(150);
    expect(minutes.at(-1)).toBeLessThan(60);
  });

  test("that waits for a market over a weekend looks six times a minute", () => {
    const { rig, shares } = holding();
    rig.time = Date.UTC(2026, 5, 20, 15);
    kill(rig, "flatten");
    const looks: number[] = [];
    for (let minute = 0; minute < 5; minute += 1) {
      const before = rig.asked("sweep_venue").length;
      passAMinute(rig, () => sweep(rig, [], [position(shares)]));
      looks.push(rig.asked("sweep_venue").length - before);
    }
    expect(looks[0]).toBeGreaterThan(9);
    expect(looks[0]).toBeLessThan(20);
    expect(looks.slice(1)).toEqual([6, 6, 6, 6]);
  });
});
