import { describe, expect, test } from "vitest";
import { executionId, ticker, venueOrderId } from "@interlock/core/ids";
import { formatQuantity, type Quantity, quantity } from "@interlock/core/number/quantity";
import { addMoney, type Money, money } from "@interlock/core/number/money";
import { price } from "@interlock/core/number/price";
import type { VenueOrder, VenueSnapshot } from "@interlock/core/order/execution-report";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { evidenceIdOf } from "@interlock/core/reconciliation/break";
import { account, position, SPY } from "../breaks.ts";
import { Rig, venueOrder } from "../rig.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** How much further back than it is asked the adapter lists executions (packages/alpaca, rest/paging.ts). */
const ADAPTER_OVERLAP_MS = 5 * MINUTE;

/** A venue that filled an order of ours, lost the report, and lists the execution only later or never. */
class LateVenue {
  readonly rig = new Rig().ready();
  readonly intent: OrderIntent;
  readonly filledAt: number;
  listed = false;
  readonly #cash: Money;
  readonly #end: Partial<VenueOrder>;

  constructor(end: Partial<VenueOrder> = {}) {
    this.rig.pass(31 * SECOND).snapshot();
    this.rig.quote("SPY", "100.00", "100.02");
    const [intent] = this.rig.wish("SPY", 1);
    if (intent === undefined) throw new Error("no order");
    this.rig.accept(intent);
    this.intent = intent;
    this.filledAt = this.rig.time;
    this.#end = { status: "filled", filledQuantity: intent.quantity, ...end };
    const shares = Number(formatQuantity(this.filled));
    this.#cash = addMoney(this.rig.state.portfolio.cash, money(String(-shares * 100)));
  }

  get filled(): Quantity {
    return this.#end.filledQuantity ?? quantity("0");
  }

  get order() {
    return this.rig.state.orders[this.intent.clientOrderId];
  }

  /** Lets time pass and answers whatever was asked: executions only from where the question begins. */
  pass(ms: number): this {
    for (const end = this.rig.time + ms; this.rig.time < end; ) {
      const before = this.rig.effects.length;
      this.rig.pass(10 * SECOND);
      this.rig.quote("SPY", "100.00", "100.02");
      // Of the latest effects alone: a day has many.
      for (const effect of this.rig.effects.slice(before))
        if (effect.kind === "request_snapshot") this.rig.snapshot(this.answer(effect.since));
    }
    return this;
  }

  answer(since: number): Partial<VenueSnapshot> {
    const status = this.#end.status ?? "filled";
    return {
      account: account(this.rig, String(Number(this.#cash) / 1e6)),
      positions: [position(formatQuantity(this.filled), "100")],
      openOrders: [],
      closedOrders: [venueOrder(this.intent, { venueStatus: status, ...this.#end })],
      executions:
        this.listed && this.filledAt >= since - ADAPTER_OVERLAP_MS
          ? [
              {
                executionId: executionId("late"),
                venueOrderId: venueOrderId(`v-${this.intent.clientOrderId}`),
                symbol: SPY,
                side: "buy",
                quantity: this.filled,
                price: price("100"),
                venueAt: this.filledAt,
                raw: "{}",
              },
            ]
          : [],
    };
  }

  adopt(breakId: string): string | undefined {
    const found = this.rig.state.breaks[breakId];
    if (found === undefined) throw new Error(`no break ${breakId}`);
    const evidenceId = evidenceIdOf(found);
    const reason = "the broker confirmed it by telephone";
    this.rig.command({ kind: "adopt_break", breakId, evidenceId, reason });
    return this.said();
  }

  said(): string | undefined {
    return this.rig.told("command_answered").at(-1)?.sentence;
  }
}

describe("an execution that the venue lists late", () => {
  test.each([
    ["B20 a quarter of an hour after its fill", 16 * MINUTE],
    ["B20 hours after its fill", 5 * 60 * MINUTE],
    ["B20 on the next day", 20 * 60 * MINUTE],
  ])("%s is booked once, ends its order and explains the difference", (_name, late) => {
    const venue = new LateVenue();
    venue.pass(late);
    expect(Object.keys(venue.rig.state.breaks).sort()).toEqual(["cash", "position:SPY"]);
    expect(venue.order?.status).toBe("accepted");
    venue.listed = true;
    venue.pass(2 * MINUTE);
    expect(venue.rig.told("fill_booked")).toHaveLength(1);
    expect(venue.order?.status).toBe("filled");
    expect(venue.rig.state.breaks).toEqual({});
    expect(venue.rig.state.portfolio.positions[SPY]?.quantity).toBe(venue.intent.quantity);
  });

  test("B20 of an order that was canceled meanwhile is booked and ends it as canceled", () => {
    const venue = new LateVenue({ status: "canceled", filledQuantity: quantity("3") });
    venue.pass(20 * MINUTE);
    venue.listed = true;
    venue.pass(5 * MINUTE);
    expect(venue.order).toMatchObject({ status: "canceled", filledQuantity: quantity("3") });
    expect(venue.rig.state.breaks).toEqual({});
  });

  test("B20 is found by the first comparison after a restart", () => {
    const venue = new LateVenue().pass(40 * MINUTE);
    venue.listed = true;
    venue.rig.start();
    const since = venue.rig.asked("request_snapshot").at(-1)?.since ?? 0;
    expect(since).toBeLessThanOrEqual(venue.filledAt);
  });

  test("does not have a long history read at every comparison", () => {
    const venue = new LateVenue().pass(60 * MINUTE);
    const { rig, filledAt } = venue;
    // Ten thousand fills since the last answer that agreed: a hundred pages, which cost more than three minutes.
    rig.state.fillsBooked += 10_000;
    const before = rig.asked("request_snapshot").length;
    venue.pass(60 * MINUTE);
    const asked = rig.asked("request_snapshot").slice(before);
    const wide = asked.filter(({ since }) => since <= filledAt);
    expect(wide.length).toBeGreaterThanOrEqual(15);
    expect(wide.length).toBeLessThanOrEqual(18);
    expect(asked.length).toBeGreaterThan(50);
  });
});

describe("executions that the venue never lists", () => {
  test("B20 leave the order counted in full, and are never made up", () => {
    const venue = new LateVenue().pass(60 * MINUTE);
    const { rig, intent } = venue;
    expect(rig.told("fill_booked")).toEqual([]);
    expect(rig.views.totals.symbols[SPY]?.openOrders.buys).toBe(intent.quantity);
  });

  test("B20 can be given up by a person: the venue's position is adopted and its ended order ends", () => {
    const venue = new LateVenue().pass(20 * MINUTE);
    const { rig, intent } = venue;
    expect(venue.adopt("position:SPY")).toContain("0 → 49");
    expect(venue.order).toMatchObject({
      status: "canceled",
      filledQuantity: quantity("0"),
      flags: ["executions_not_listed"],
      lastReason: expect.stringContaining("Ada"),
    });
    expect(rig.told("fill_booked")).toEqual([]);
    expect(rig.views.totals.symbols[SPY]?.openOrders.buys).toBe(quantity("0"));
    expect(venue.adopt("cash")).toContain("Adopted");
    venue.pass(10 * MINUTE);
    expect(rig.state.breaks).toEqual({});
    rig.command({ kind: "close_position", symbol: ticker("SPY"), percent: 100 });
    expect(venue.said()).toBe(`Closing ${formatQuantity(intent.quantity)} SPY.`);
  });

  test("B20 of an order that was replaced at the venue can be given up, too", () => {
    const end = {
      status: "replaced",
      venueStatus: "replaced",
      filledQuantity: quantity("3"),
    } as const;
    const venue = new LateVenue(end).pass(20 * MINUTE);
    expect(venue.order?.endedAtVenue).toMatchObject({ status: "replaced" });
    expect(venue.adopt("position:SPY")).toContain("0 → 3");
    expect(venue.order).toMatchObject({ status: "replaced", flags: ["executions_not_listed"] });
    expect(venue.rig.views.totals.symbols[SPY]?.openOrders.buys).toBe(quantity("0"));
  });

  test("and that come after all, when they were given up, are booked and differ again", () => {
    const venue = new LateVenue().pass(20 * MINUTE);
    venue.adopt("position:SPY");
    venue.rig.fill(venue.intent, { id: "late", quantity: "49", price: "100" });
    expect(Object.keys(venue.rig.state.breaks)).toContain(`order:${venue.intent.clientOrderId}`);
    venue.pass(2 * MINUTE);
    expect(Object.keys(venue.rig.state.breaks)).toContain("position:SPY");
  });

  test("of an order that still works cannot be given up: it may fill on", () => {
    const venue = new LateVenue({ status: "partially_filled", filledQuantity: quantity("3") });
    venue.rig.pass(31 * SECOND);
    const working = { openOrders: venue.answer(0).closedOrders ?? [], closedOrders: [] };
    for (const _ of [1, 2]) {
      venue.rig.pass(31 * SECOND);
      venue.rig.snapshot({ ...venue.answer(0), ...working });
    }
    expect(venue.adopt("position:SPY")).toContain("cancel first");
  });

  test("are not asked to be canceled: there is nothing left to cancel", () => {
    const venue = new LateVenue().pass(5 * MINUTE);
    const { rig, intent } = venue;
    rig.command({ kind: "cancel_order", clientOrderId: intent.clientOrderId });
    expect(venue.said()).toContain("ended at the venue");
    venue.pass(10 * MINUTE);
    expect(rig.asked("cancel_order")).toEqual([]);
  });
});
