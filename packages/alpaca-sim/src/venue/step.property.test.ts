import { quantityUnits } from "@interlock/core/number/quantity";
import { moneyUnits, notional } from "@interlock/core/number/money";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at, type Body, VenueBench } from "../../test/open-venue.ts";
import { openOrders } from "./account/account-figures.ts";
import { legsOf } from "./order/order-group.ts";
import { isClosed, leavesQuantity } from "./order/order-record.ts";
import { bookOf } from "./venue-state.ts";

/** What can happen to a venue, in any order and of any size. */
type Action =
  | {
      readonly kind: "quote";
      readonly bid: number;
      readonly spread: number;
      readonly sizes: [number, number];
    }
  | { readonly kind: "print"; readonly cents: number; readonly size: number }
  | { readonly kind: "order"; readonly body: Body }
  | { readonly kind: "cancel"; readonly which: number; readonly stuck: boolean }
  | {
      readonly kind: "replace";
      readonly which: number;
      readonly cents: number;
      readonly qty: number;
    }
  | { readonly kind: "close"; readonly cancelOrders: boolean };

const cents = fc.integer({ min: 980, max: 1_020 });
const size = fc.integer({ min: 1, max: 400 });

function dollars(value: number): string {
  return (value / 100).toFixed(2);
}

const simple: fc.Arbitrary<Body> = fc
  .record({
    side: fc.constantFrom("buy", "sell"),
    type: fc.constantFrom("market", "limit", "limit", "limit", "stop", "stop_limit"),
    qty: fc.oneof(size.map(String), fc.constantFrom("0.5", "12.345678901", "1000000")),
    time_in_force: fc.constantFrom("day", "day", "gtc", "ioc", "fok"),
    limit: cents,
    stop: cents,
    extended_hours: fc.boolean(),
  })
  .map(({ limit, stop, ...rest }) => ({
    ...rest,
    ...(rest.type.includes("limit") ? { limit_price: dollars(limit) } : {}),
    ...(rest.type.startsWith("stop") ? { stop_price: dollars(stop) } : {}),
  }));

const grouped: fc.Arbitrary<Body> = fc
  .record({
    order_class: fc.constantFrom("bracket", "bracket", "oco", "oto"),
    side: fc.constantFrom("buy", "sell"),
    qty: size.map(String),
    time_in_force: fc.constantFrom("day", "gtc"),
    entry: cents,
    profit: fc.integer({ min: 1, max: 12 }),
    loss: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ entry, profit, loss, ...rest }) => {
    const up = (rest.side === "buy") === (rest.order_class !== "oco") ? 1 : -1;
    return {
      ...rest,
      type: "limit",
      ...(rest.order_class === "oco" ? {} : { limit_price: dollars(entry) }),
      ...(rest.order_class === "oto"
        ? {}
        : { take_profit: { limit_price: dollars(entry + up * profit) } }),
      stop_loss: { stop_price: dollars(entry - up * loss) },
    };
  });

const trailing: fc.Arbitrary<Body> = fc
  .record({ side: fc.constantFrom("buy", "sell"), qty: size.map(String), cents: fc.nat(9) })
  .map(({ cents: distance, ...rest }) => ({
    ...rest,
    type: "trailing_stop",
    trail_price: dollars(distance + 1),
  }));

const body = fc.oneof(
  { weight: 6, arbitrary: simple },
  { weight: 3, arbitrary: grouped },
  { weight: 1, arbitrary: trailing },
);

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("quote" as const),
      bid: cents,
      spread: fc.integer({ min: -1, max: 4 }),
      sizes: fc.tuple(size, size),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("print" as const), cents, size }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("order" as const), body }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("cancel" as const),
      which: fc.nat(50),
      stuck: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("replace" as const),
      which: fc.nat(50),
      cents,
      qty: size,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("close" as const), cancelOrders: fc.boolean() }),
  },
);

function act(venue: VenueBench, step: Action): void {
  const orders = [...venue.state.orders.values()];
  switch (step.kind) {
    case "quote": {
      const { bid, spread, sizes } = step;
      venue.quote(`${dollars(bid)}x${sizes[0]} ${dollars(bid + spread)}x${sizes[1]}`);
      return;
    }
    case "print":
      venue.print(`${dollars(step.cents)}x${step.size}`);
      return;
    case "order":
      venue.submit(step.body);
      return;
    case "close":
      venue.input({ kind: "close_all", at: venue.tick(), cancelOrders: step.cancelOrders });
      return;
    case "cancel":
    case "replace": {
      const order = orders[step.which % Math.max(orders.length, 1)];
      if (order === undefined) return;
      if (step.kind === "cancel") venue.cancel(order, step.stuck);
      else venue.replace(order, { limit_price: dollars(step.cents), qty: String(step.qty) });
    }
  }
}

function play(actions: readonly Action[]): VenueBench {
  const venue = new VenueBench().quote("10.00x300 10.02x300").print("10.01x10");
  for (const step of actions) act(venue, step);
  return venue;
}

const days = fc.array(action, { maxLength: 120 });

describe("a venue, whatever happens", () => {
  it("conserves cash and shares: both are the sum of the executions and the fees", () => {
    fc.assert(
      fc.property(days, (actions) => {
        const venue = play(actions);
        venue.clock(at("20:00"));
        let cash = moneyUnits(venue.state.config.cash);
        let held = 0;
        for (const { side, quantity, price } of venue.state.executions) {
          const sign = side === "buy" ? 1 : -1;
          cash -= sign * moneyUnits(notional(price, quantity));
          held += sign * quantityUnits(quantity);
        }
        for (const { amount } of venue.state.charges) cash -= moneyUnits(amount);
        expect(moneyUnits(venue.state.cash)).toBe(cash);
        const [position] = venue.state.positions.values();
        expect(position === undefined ? 0 : quantityUnits(position.quantity)).toBe(held);
      }),
    );
  });

  it("never fills more than was displayed or printed", () => {
    fc.assert(
      fc.property(days, (actions) => {
        const venue = new VenueBench().quote("10.00x300 10.02x300").print("10.01x10");
        for (const step of actions) {
          const before = venue.events.length;
          const book = bookOf(venue.state, "IBM");
          const offered = quantityUnits(book.askLeft) + quantityUnits(book.bidLeft);
          act(venue, step);
          const fresh =
            step.kind === "quote"
              ? step.sizes[0] + step.sizes[1]
              : step.kind === "print"
                ? step.size
                : 0;
          const filled = venue.events
            .slice(before)
            .reduce(
              (sum, { execution }) =>
                sum + (execution === null ? 0 : quantityUnits(execution.quantity)),
              0,
            );
          expect(filled).toBeLessThanOrEqual(offered + fresh * 1e9);
        }
      }),
    );
  });

  it("never fills worse than the limit, never more than the order, never after the end", () => {
    fc.assert(
      fc.property(days, (actions) => {
        const venue = play(actions);
        const over = new Set<string>();
        for (const { order, execution, name } of venue.events) {
          expect(over.has(order.id)).toBe(false);
          if (["fill", "canceled", "expired", "replaced", "rejected"].includes(name))
            over.add(order.id);
          if (execution === null || order.type !== "limit" || order.limitPrice === null) continue;
          const room = Number(order.limitPrice) - Number(execution.price);
          expect(order.side === "buy" ? room : -room).toBeGreaterThanOrEqual(0);
          expect(quantityUnits(order.filledQuantity)).toBeLessThanOrEqual(
            quantityUnits(order.quantity),
          );
        }
      }),
    );
  });

  it("keeps every open order in exactly one place, and no closed one anywhere", () => {
    fc.assert(
      fc.property(days, (actions) => {
        const venue = play(actions);
        const open = [...openOrders(venue.state)];
        expect(new Set(open).size).toBe(open.length);
        const byRecord = [...venue.state.orders.values()].filter((order) => !isClosed(order));
        expect(new Set(open)).toEqual(new Set(byRecord));
        for (const order of open) expect(quantityUnits(leavesQuantity(order))).toBeGreaterThan(0);
        venue.clock(at("20:00"));
        const left = [...openOrders(venue.state)].filter((order) => order.timeInForce !== "gtc");
        expect(left).toEqual([]);
      }),
    );
  });

  it("never fills the exits of a group for more than its entry, and never turns a position over in one order", () => {
    fc.assert(
      fc.property(days, (actions) => {
        const venue = play(actions);
        for (const entry of venue.state.orders.values()) {
          if (entry.parentId !== null || !["bracket", "oto"].includes(entry.orderClass)) continue;
          const exits = legsOf(venue.state, entry);
          const closed = exits.reduce((sum, exit) => sum + quantityUnits(exit.filledQuantity), 0);
          if (entry.replaces === null && exits.every(({ replaces }) => replaces === null)) {
            expect(closed).toBeLessThanOrEqual(quantityUnits(entry.filledQuantity));
          }
        }
        let held = 0;
        for (const { side, quantity } of venue.state.executions) {
          const next = held + (side === "buy" ? 1 : -1) * quantityUnits(quantity);
          expect(held * next).toBeGreaterThanOrEqual(0);
          held = next;
        }
      }),
    );
  });

  it("answers the same inputs with the same bytes", () => {
    fc.assert(
      fc.property(days, (actions) => {
        const [a, b] = [play(actions), play(actions)];
        expect(JSON.stringify(a.events)).toBe(JSON.stringify(b.events));
        expect(a.truth()).toEqual(b.truth());
      }),
      { numRuns: 30 },
    );
  });
});
