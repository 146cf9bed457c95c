import { type Ticker, venueOrderId } from "@interlock/core/ids";
import { quantity } from "@interlock/core/number/quantity";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import { checkOrder } from "@interlock/core/risk/check-order";
import { toRecentOrder } from "@interlock/core/risk/recent-orders";
import type { Signal } from "@interlock/core/strategy/signal";
import { Decision } from "../../apps/engine/src/decision.ts";
import { riskContextFor } from "../../apps/engine/src/risk/risk-context.ts";
import { type BenchEngine, openBenchEngine, quoteInput, tradeInput } from "./bench-engine.ts";
import { askForShares, buyIntent, giveBook } from "./book.ts";
import { type InMemory, openInMemory } from "./memory-log.ts";

/** Opens what is measured at one size; the function returned makes the n-th event. */
export type OpenAtSize = (size: number) => Promise<(n: number) => void>;

/** Coprime with every size: each event is of another symbol than the one before. */
const STRIDE = 7_919;
const MANY_SYMBOLS = 10_000;
const STORM_SYMBOLS = 1_000;

/** A quote, by the number of symbols that are followed. */
export const quoteBySymbols: OpenAtSize = async (size) => {
  const bench = await openSilent(size);
  return (n) => quote(bench, n, size);
};

/** A quote of a symbol that is held: mark, equity, daily loss, price move, stop-loss; by the number of positions. */
export const quoteByPositions: OpenAtSize = async (size) => {
  const bench = await openSilent(MANY_SYMBOLS);
  giveBook(bench, { positions: size, orders: 0 });
  return (n) => quote(bench, n, size);
};

/** The life of an order from signal to fill, by the number of positions. */
export const fillByPositions: OpenAtSize = async (size) => {
  const bench = await openTrading(MANY_SYMBOLS, fillIt);
  giveBook(bench, { positions: size, orders: 0 });
  return (n) => trade(bench, n, size);
};

/** The life of an order from signal to cancel, by the number of orders that rest. */
export const cancelByOrders: OpenAtSize = async (size) => {
  const bench = await openTrading(STORM_SYMBOLS, cancelIt);
  giveBook(bench, { positions: 0, orders: size });
  return (n) => trade(bench, n, STORM_SYMBOLS);
};

/** One order through all rules, by the orders of the last minute: the one thing that rules look at and that grows. */
export const rulesByRecentOrders: OpenAtSize = async (size) => {
  const bench = await openInMemory((log) =>
    openBenchEngine({
      symbols: 10,
      log,
      elapsedMs: () => 60_000,
      onSubmit: () => undefined,
      limits: { duplicateIntentWindowMs: 1_000 },
    }),
  );
  askForShares(bench);
  const intents = bench.symbols.map((symbol) => buyIntent(symbol, "checked"));
  const other = { ...buyIntent(symbolAt(bench, 0), "recent"), quantity: quantity("3") };
  for (let n = 0; n < size; n += 1)
    bench.state.recentOrders.push(toRecentOrder(other, bench.now() - 60_000 + (n * 60_000) / size));
  const decision = new Decision(bench.state, bench.views, bench.now());
  return (n) => {
    const intent = intents[n % intents.length];
    const context = intent === undefined ? null : riskContextFor(decision, intent);
    const verdict = intent === undefined || context === null ? null : checkOrder(intent, context);
    if (verdict?.kind !== "approved") throw new Error(`void: ${JSON.stringify(verdict)}`);
  };
};

function openSilent(symbols: number): Promise<InMemory<BenchEngine>> {
  return openInMemory((log) =>
    openBenchEngine({ symbols, log, elapsedMs: () => 0, onSubmit: () => undefined }),
  );
}

type Answer = (bench: BenchEngine, order: ApprovedOrder) => void;

/** An engine whose strategy turns each position over at each trade: held becomes flat, flat becomes long. */
function openTrading(symbols: number, answer: Answer): Promise<InMemory<BenchEngine>> {
  let time = 0;
  return openInMemory((log) => {
    const bench: BenchEngine = openBenchEngine({
      symbols,
      log,
      elapsedMs: () => time,
      onSubmit: (order) => answer(bench, order),
      strategy: {
        onTrade: ({ symbol }, context): Signal => {
          time += 2;
          const isFlat = context.positionOf(symbol) === quantity("0");
          return { symbol, target: isFlat ? 1 : 0, reason: "turn", horizonMs: null };
        },
      },
    });
    return bench;
  });
}

function quote(bench: InMemory<BenchEngine>, n: number, among: number): void {
  const shiftUnits = ((n + Math.floor(n / among)) % 2) * 10_000;
  bench.engine.accept(quoteInput(symbolAt(bench, (n * STRIDE) % among), bench.now(), shiftUnits));
}

function trade(bench: InMemory<BenchEngine>, n: number, among: number): void {
  const before = bench.state.today.orders;
  bench.engine.accept(tradeInput(symbolAt(bench, (n * STRIDE) % among), bench.now()));
  bench.commit();
  if (bench.state.today.orders !== before + 1)
    throw new Error(`void: no order came of a signal; ${JSON.stringify(bench.state.today)}`);
}

function symbolAt({ symbols }: BenchEngine, index: number): Ticker {
  const symbol = symbols[index];
  if (symbol === undefined) throw new RangeError(`no symbol ${index}`);
  return symbol;
}

function fillIt(bench: BenchEngine, order: ApprovedOrder): void {
  bench.engine.accept(bench.venue.fill(order, bench.now()));
}

let canceled = 0;

function cancelIt(bench: BenchEngine, { intent }: ApprovedOrder): void {
  canceled += 1;
  const at = bench.now();
  const order: VenueOrder = {
    ...intent,
    venueOrderId: venueOrderId(`c${canceled}`),
    filledQuantity: quantity("0"),
    averagePrice: null,
    type: intent.pricing.type,
    status: "accepted",
    venueStatus: "new",
    replaces: null,
    replacedBy: null,
    createdAt: at,
    updatedAt: at,
  };
  const answer = { outcome: "accepted", order, raw: "", deviations: [] } as const;
  bench.engine.accept({ kind: "submit_answered", clientOrderId: intent.clientOrderId, answer });
  const report = {
    event: "canceled",
    venueEvent: "canceled",
    order: { ...order, status: "canceled", venueStatus: "canceled" },
    execution: null,
    reason: "",
    venueAt: at,
    raw: "",
  } as const;
  bench.engine.accept({ kind: "execution_report", report });
}
