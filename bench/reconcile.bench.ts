import type { VenueOrder } from "@interlock/core/order/execution-report";
import type { Order } from "@interlock/core/order/order";
import { reportRow } from "./harness/bench-row.ts";
import { interleavedRounds } from "./harness/interleave.ts";
import { costSlope, median } from "./harness/statistics.ts";
import { openBenchEngine } from "./workload/bench-engine.ts";
import { giveBook } from "./workload/book.ts";
import { openInMemory } from "./workload/memory-log.ts";

/**
 * Line 37: how long a whole comparison with the venue holds the trading thread, by the number of open orders, each of
 * which the venue's answer tells as it is in our books.
 */
const SIZES = [10, 100, 1_000, 10_000];
const SYMBOLS = 1_000;
const ROUNDS = 7;

/** An order of ours as the venue tells it. */
function asVenueTells(order: Order, at: number): VenueOrder {
  const { venueOrderId, pricing } = order;
  if (venueOrderId === null) throw new Error(`${order.clientOrderId} never reached the venue`);
  return {
    ...order,
    venueOrderId,
    averagePrice: null,
    type: pricing.type,
    status: "accepted",
    venueStatus: "new",
    replaces: null,
    replacedBy: null,
    createdAt: at,
    updatedAt: at,
  };
}

async function comparing(size: number): Promise<() => number> {
  let time = 0;
  const bench = await openInMemory((log) =>
    openBenchEngine({ symbols: SYMBOLS, log, elapsedMs: () => time, onSubmit: () => undefined }),
  );
  giveBook(bench, { positions: 0, orders: size });
  const { engine, state, venue, now } = bench;
  const openOrders = Object.values(state.orders).map((order) => asVenueTells(order, now()));
  return () => {
    time += 1_000;
    const snapshot = { ...venue.snapshot(now()), openOrders };
    const startedAt = performance.now();
    engine.accept({
      kind: "venue_snapshot",
      purpose: "continuous",
      fillsBookedBefore: state.fillsBooked,
      snapshot,
    });
    const ms = performance.now() - startedAt;
    bench.commit();
    const { reconciliation, breaks } = state;
    if (reconciliation?.at !== now() || Object.keys(breaks).length > 0)
      throw new Error(`void: ${JSON.stringify(breaks)}`);
    if (bench.views.totals.openOrders !== size)
      throw new Error(`void: ${bench.views.totals.openOrders} orders are open, not ${size}`);
    return ms;
  };
}

const contenders: Record<string, () => number> = {};
for (const size of SIZES) contenders[String(size)] = await comparing(size);
const figures = await interleavedRounds({ rounds: ROUNDS, warmUps: 3, contenders });
const points = SIZES.map((size) => ({ size, ms: median(figures[String(size)] ?? []) }));
for (const { size, ms } of points) console.error(`${size} open orders: ${ms.toFixed(3)} ms`);
const perOrder = points.slice(1).map(({ size, ms }) => ({ size, cost: ms / size }));
reportRow({
  name: "37 comparison with the venue, 10,000 open orders",
  value: points.at(-1)?.ms ?? Number.NaN,
  unit: "ms",
  goal: 50,
  better: "lower",
});
reportRow({
  name: "37 comparison with the venue, cost of an order from 100 to 10,000",
  value: costSlope(perOrder),
  unit: "ratio",
  goal: 3,
  better: "lower",
});
