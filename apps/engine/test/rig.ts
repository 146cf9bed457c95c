import { clientOrderId, commandId, executionId, ticker, venueOrderId } from "@interlock/core/ids";
import type { MarketTrade } from "@interlock/core/market/trade";
import type { TradingPhase, TradingStatus } from "@interlock/core/market/trading-status";
import { money } from "@interlock/core/number/money";
import { price } from "@interlock/core/number/price";
import { quantity } from "@interlock/core/number/quantity";
import type { AssetFlags } from "@interlock/core/risk/assets/asset-guard";
import type { VenueOrder, VenueSnapshot } from "@interlock/core/order/execution-report";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { checkoutRoot } from "../src/config/checkout-root.ts";
import { loadConfig } from "../src/config/load-config.ts";
import { markEntry } from "../src/apply.ts";
import { decide } from "../src/decide.ts";
import type { Effect } from "../src/effect.ts";
import type { EngineStarted, InputBody } from "../src/input.ts";
import type { CommandBody } from "../src/operator/operator-command.ts";
import { JOURNAL_FORMAT } from "../src/journal/journal-entry.ts";
import type { EngineRecord, JournalEntry } from "../src/record.ts";
import type { EngineSettings } from "../src/settings.ts";
import { type EngineState, initialState } from "../src/state.ts";
import { emptyViews, type Views } from "../src/views.ts";

/** 10:00 in New York on Tuesday, 2026-06-16: a regular session. */
export const MORNING = Date.UTC(2026, 5, 16, 14, 0, 0);

/** The configuration of environment sim, with what a test wants otherwise. */
export function settings(change: Partial<EngineSettings> = {}): EngineSettings {
  const loaded = loadConfig({ environment: "sim", root: checkoutRoot() });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return { ...loaded.config.settings, ...change };
}

/**
 * The engine's rules without its surroundings: inputs go in one at a time, records and effects come out. A test plays
 * the venue, the market and the operator by hand.
 */
export class Rig {
  readonly state: EngineState = initialState();
  views: Views = emptyViews();
  readonly records: EngineRecord[] = [];
  readonly effects: Effect[] = [];
  readonly entries: JournalEntry[] = [];
  time = MORNING;
  #seq = 0;
  #commands = 0;

  /** Gives an input and returns what it decided. */
  give(body: InputBody): {
    readonly records: readonly EngineRecord[];
    readonly effects: readonly Effect[];
  } {
    this.#seq += 1;
    const { records, effects } = decide(this.state, this.views, {
      seq: this.#seq,
      time: this.time,
      body,
    });
    if (records.length > 0) {
      const entry = {
        v: JOURNAL_FORMAT.version,
        seq: this.state.journalSeq + 1,
        input: this.#seq,
        time: this.time,
        records,
      };
      markEntry(this.state, entry);
      this.entries.push(entry);
    }
    this.records.push(...records);
    this.effects.push(...effects);
    return { records, effects };
  }

  /** Starts, answers the recovery snapshot with an empty account of $100,000, and brings the streams up. */
  start(change: Partial<EngineStarted> = {}): this {
    this.give({
      kind: "engine_started",
      settings: settings(),
      build: "test",
      instance: "abcdef",
      accountId: "account",
      accountNumber: "PA1",
      haltedBecause: "",
      latch: null,
      ...change,
    });
    this.give({ kind: "connection", channel: "order_stream", up: true, reason: "" });
    this.give({ kind: "connection", channel: "market_data", up: true, reason: "" });
    this.give({ kind: "connection", channel: "account_lease", up: true, reason: "" });
    for (const symbol of this.views.markets.keys()) this.status(symbol, "trading");
    this.assets();
    return this;
  }

  /** Has the venue say that everything may be traded and borrowed, but for what a test wants otherwise. */
  assets(change: Partial<AssetFlags> = {}): ReturnType<Rig["give"]> {
    const free = { tradable: true, shortable: true, easyToBorrow: true, fractionable: true };
    const symbols = [...this.views.markets.keys()];
    const assets = symbols.map((symbol) => ({ symbol, ...free, ...change }));
    return this.give({ kind: "assets_listed", assets });
  }

  /** Starts and finishes recovery. */
  ready(change: Partial<EngineStarted> = {}): this {
    this.start(change);
    this.snapshot();
    return this;
  }

  /** Lets time pass and tells the engine. */
  pass(ms: number): this {
    this.time += ms;
    this.give({ kind: "clock" });
    return this;
  }

  /** Has the market say whether a symbol trades. */
  status(
    symbol: string,
    phase: TradingPhase,
    change: Partial<TradingStatus> = {},
  ): ReturnType<Rig["give"]> {
    const status = { symbol: ticker(symbol), venueAt: this.time, phase, marketWide: false };
    return this.give({
      kind: "trading_status",
      status: { ...status, words: `status ${phase}`, ...change },
    });
  }

  /** Has the market print a trade. */
  print(symbol: string, at: string, change: Partial<MarketTrade> = {}): ReturnType<Rig["give"]> {
    const print = { price: price(at), size: 100, exchange: "V", conditions: ["@"] };
    const trade = { symbol: ticker(symbol), venueAt: this.time, ...print, ...change };
    return this.give({ kind: "trade", trade });
  }

  quote(symbol: string, bid: string, ask: string): ReturnType<Rig["give"]> {
    const sides = { bid: price(bid), bidSize: 500, ask: price(ask), askSize: 500 };
    return this.give({
      kind: "quote",
      quote: { symbol: ticker(symbol), venueAt: this.time, ...sides },
    });
  }

  /** Answers a snapshot with what the engine itself believes, changed where a test wants a difference. */
  snapshot(change: Partial<VenueSnapshot> = {}): ReturnType<Rig["give"]> {
    const { portfolio, adopted, fillsBooked, recovered } = this.state;
    const snapshot: VenueSnapshot = {
      account: {
        accountId: "account",
        accountNumber: "PA1",
        status: "ACTIVE",
        cash: adopted ? portfolio.cash : money("100000"),
        equity: money("100000"),
        lastEquity: money("100000"),
        buyingPower: money("400000"),
        accruedFees: money("0"),
        tradingBlocked: false,
      },
      positions: Object.values(portfolio.positions).map((held) => ({
        symbol: held.symbol,
        quantity: held.quantity,
        averagePrice: "1",
      })),
      openOrders: Object.values(this.state.orders)
        .filter((order) => order.venueOrderId !== null && order.terminalAt === null)
        .map((order) => venueOrder(order, { filledQuantity: order.filledQuantity })),
      closedOrders: [],
      executions: [],
      charges: [],
      venueAt: this.time,
      ...change,
    };
    const purpose = recovered ? ("continuous" as const) : ("recovery" as const);
    return this.give({ kind: "venue_snapshot", purpose, fillsBookedBefore: fillsBooked, snapshot });
  }

  /** Gives an operator's command. */
  command(body: CommandBody, id = this.#nextCommandId()): ReturnType<Rig["give"]> {
    const actor = { userId: "u1", name: "Ada", role: "owner" };
    return this.give({
      kind: "command",
      command: { commandId: commandId(id), actor, via: "console", body },
    });
  }

  #nextCommandId(): string {
    this.#commands += 1;
    return `c-${this.#commands}`;
  }

  /** Has the operator buy by way of a strategy's signal: the shortest path to an order of ours. */
  wish(symbol: string, target: number, strategy = 0): readonly OrderIntent[] {
    const runtime = this.views.strategies[strategy];
    if (runtime === undefined) throw new Error("the rig has no such strategy");
    const signal = { symbol: ticker(symbol), target, reason: "test", horizonMs: null };
    Object.assign(runtime, { instance: { ...runtime.instance, onQuote: () => signal } });
    const market = this.views.markets.get(ticker(symbol));
    if (market?.quote == null) throw new Error(`quote ${symbol} first`);
    const { records } = this.give({
      kind: "quote",
      quote: { ...market.quote, venueAt: this.time },
    });
    Object.assign(runtime, { instance: { ...runtime.instance, onQuote: undefined } });
    return records.flatMap((record) => (record.kind === "order_approved" ? [record.intent] : []));
  }

  /** Has the venue take an order. */
  accept(intent: OrderIntent): ReturnType<Rig["give"]> {
    const order = venueOrder(intent);
    const answer = { outcome: "accepted" as const, order, raw: "{}", deviations: [] };
    return this.give({ kind: "submit_answered", clientOrderId: intent.clientOrderId, answer });
  }

  /** Has the venue report an execution, of now or of a time before. */
  fill(
    intent: OrderIntent,
    execution: {
      readonly id: string;
      readonly quantity: string;
      readonly price: string;
      readonly at?: number;
    },
  ): ReturnType<Rig["give"]> {
    const done = quantity(execution.quantity);
    const before = this.state.orders[intent.clientOrderId]?.filledQuantity ?? quantity("0");
    const filledQuantity = quantity(String((Number(before) + Number(done)) / 1e9));
    const complete = Number(filledQuantity) >= Number(intent.quantity);
    const order = venueOrder(intent, {
      filledQuantity,
      status: complete ? "filled" : "partially_filled",
    });
    return this.give({
      kind: "execution_report",
      report: {
        event: complete ? "fill" : "partial_fill",
        venueEvent: "fill",
        order,
        execution: {
          executionId: executionId(execution.id),
          quantity: done,
          price: price(execution.price),
        },
        reason: "",
        venueAt: execution.at ?? this.time,
        raw: "{}",
      },
    });
  }

  /** Has the venue report that an order ended or changed. */
  report(intent: OrderIntent, change: Partial<VenueOrder>): ReturnType<Rig["give"]> {
    const filledQuantity = this.state.orders[intent.clientOrderId]?.filledQuantity ?? quantity("0");
    const order = venueOrder(intent, { filledQuantity, ...change });
    const report = {
      event: "other" as const,
      venueEvent: "test",
      order,
      execution: null,
      reason: "",
      venueAt: this.time,
      raw: "{}",
    };
    return this.give({ kind: "execution_report", report });
  }

  /** Effects of one kind, in order. */
  asked<K extends Effect["kind"]>(kind: K): Extract<Effect, { readonly kind: K }>[] {
    return this.effects.filter(
      (effect): effect is Extract<Effect, { readonly kind: K }> => effect.kind === kind,
    );
  }

  /** Records of one kind, in order. */
  told<K extends EngineRecord["kind"]>(kind: K): Extract<EngineRecord, { readonly kind: K }>[] {
    return this.records.filter(
      (record): record is Extract<EngineRecord, { readonly kind: K }> => record.kind === kind,
    );
  }
}

/** The venue's view of an order: working and unfilled unless said otherwise. */
export function venueOrder(intent: OrderIntent, change: Partial<VenueOrder> = {}): VenueOrder {
  return {
    venueOrderId: venueOrderId(`v-${intent.clientOrderId}`),
    clientOrderId: intent.clientOrderId,
    symbol: intent.symbol,
    side: intent.side,
    quantity: intent.quantity,
    filledQuantity: quantity("0"),
    averagePrice: null,
    pricing: intent.pricing,
    type: intent.pricing.type,
    timeInForce: intent.timeInForce,
    extendedHours: intent.extendedHours,
    status: "accepted",
    venueStatus: "new",
    replaces: null,
    replacedBy: null,
    createdAt: MORNING,
    updatedAt: MORNING,
    ...change,
  };
}

/** An order that another program placed. */
export function foreignOrder(change: Partial<VenueOrder> = {}): VenueOrder {
  const intent: OrderIntent = {
    clientOrderId: clientOrderId("someone-else-1"),
    symbol: ticker("IBM"),
    side: "buy",
    quantity: quantity("10"),
    pricing: { type: "limit", limitPrice: price("100") },
    timeInForce: "day",
    extendedHours: false,
    purpose: "operator",
    strategyId: null,
    signalId: null,
  };
  return venueOrder(intent, change);
}
