import { ticker, type Ticker } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import { price } from "@interlock/core/number/price";
import { shares, signOfQuantity } from "@interlock/core/number/quantity";
import { isOpen } from "@interlock/core/order/order";
import type { Limits } from "@interlock/core/risk/limits";
import type { Effect } from "../../src/effect.ts";
import { Engine } from "../../src/engine.ts";
import type { EngineSettings } from "../../src/settings.ts";
import type { EngineState } from "../../src/state.ts";
import { recover, type Recovered } from "../../src/run/recover.ts";
import { SnapshotKeeper } from "../../src/run/snapshot-keeper.ts";
import { emptyViews, type Views } from "../../src/views.ts";
import { MORNING, settings } from "../rig.ts";
import type { SlicingVenue } from "./slicing-venue.ts";

export const STORM_SYMBOLS: readonly Ticker[] = Array.from({ length: 20 }, (_, n) =>
  ticker(`S${String.fromCharCode(65 + n)}`),
);

/** Limits that a storm does not reach; every check is computed all the same. */
const LOOSE = {
  maxOrdersPerMinute: 100_000_000,
  maxOpenOrders: 10_000_000,
  maxPositionQuantity: shares(1_000_000),
  maxGrossExposure: money("1000000000"),
  maxDailyLoss: money("1000000000"),
  maxWindowOrders: 100_000_000,
  maxWindowNotional: money("9000000000"),
  maxSymbolWindowOrders: 100_000_000,
  maxSymbolWindowNotional: money("9000000000"),
  maxNetExposure: money("1000000000"),
  maxLongExposure: money("1000000000"),
  maxShortExposure: money("1000000000"),
  maxConcentrationBps: 1_000_000_000,
  maxSectorExposureBps: 1_000_000_000,
  maxLeverageBps: 1_000_000_000,
  maxAccountAgeMs: 86_400_000_000,
  maxCancelsPerMinute: 100_000_000,
  maxMessagesPerSecond: 100_000_000,
  maxRepeatedFills: 100_000_000,
  duplicateIntentWindowMs: 1,
  maxQuoteAgeMs: 86_400_000,
  stopLossBps: 9_999,
} satisfies Partial<Limits>;

const SNAPSHOT_EVERY = 50_000;
const SEGMENT_BYTES = 16 * 1024 * 1024;
const MS_A_STEP = 5;
/** A question that found nothing is asked again after this long. */
const LOOK_AGAIN_MS = 6_000;

/** What a storm's engine keeps while processes come and go: the folder, the venue, the time. */
export interface StormWorld {
  readonly dataDir: string;
  readonly venue: SlicingVenue;
  now: number;
}

/** The engine's own loop over a real journal, which can be thrown away at any step as a crash does. */
export class StormEngine {
  readonly #world: StormWorld;
  readonly #recovered: Recovered;
  readonly #engine: Engine;
  readonly #views: Views = emptyViews();
  /** What the only strategy wants of each symbol at the next quote. */
  readonly #wanted = new Map<Ticker, number>();

  private constructor(world: StormWorld, recovered: Recovered, link: CommitLink) {
    this.#world = world;
    this.#recovered = recovered;
    const { state, opened, snapshotSeq } = recovered;
    this.#engine = new Engine({
      state,
      views: this.#views,
      log: opened.log,
      clock: { timeOf: () => world.now },
      performer: { perform: (effect) => this.#perform(effect), inFlight: 0 },
    });
    const keeper = new SnapshotKeeper({
      dataDir: world.dataDir,
      state,
      log: opened.log,
      everyEntries: SNAPSHOT_EVERY,
      lastSeq: snapshotSeq,
    });
    link.committed = (seq) => {
      this.#engine.committed(seq);
      keeper.committed(seq);
    };
  }

  /** Starts on whatever the folder holds, and compares its books with the venue's. */
  static async start(world: StormWorld): Promise<StormEngine> {
    const link: CommitLink = { committed: () => undefined };
    const recovered = await recover({
      dataDir: world.dataDir,
      segmentBytes: SEGMENT_BYTES,
      onDurable: (seq) => link.committed(seq),
      onFailure: () => undefined,
    });
    if ("refused" in recovered) throw new Error(recovered.refused);
    const engine = new StormEngine(world, recovered, link);
    await engine.#begin();
    return engine;
  }

  get state(): EngineState {
    return this.#recovered.state;
  }

  get cell(): Recovered["opened"]["cell"] {
    return this.#recovered.opened.cell;
  }

  /** One turn: reports arrive, and a symbol that rests is turned over. */
  step(n: number): void {
    const { venue } = this.#world;
    this.#world.now += MS_A_STEP;
    for (const report of venue.arriving())
      this.#engine.accept({ kind: "execution_report", report });
    const symbol = STORM_SYMBOLS[n % STORM_SYMBOLS.length];
    if (symbol !== undefined && this.#rests(symbol)) this.#turnOver(symbol);
  }

  /** Resolves when all that was decided is durable and has left. */
  settled(): Promise<void> {
    return this.#engine.settled();
  }

  /** Lets reports arrive, and gives no further orders. */
  drain(): void {
    this.#world.now += MS_A_STEP;
    for (const report of this.#world.venue.arriving())
      this.#engine.accept({ kind: "execution_report", report });
  }

  /** Asks the venue for everything once more. */
  compare(): void {
    this.#world.now += LOOK_AGAIN_MS;
    this.#engine.accept({ kind: "clock" });
    this.#answerSnapshot("continuous");
  }

  /** Throws away what is not on the disk, as a crash does, and what was on its way here. */
  async crash(): Promise<void> {
    const { log } = this.#recovered.opened;
    this.#engine.stop();
    log.fail(new Error("the engine crashed"));
    this.#world.venue.disconnect();
    await log.close().catch(() => undefined);
  }

  /** Writes what is left and lets go of the folder. */
  async close(): Promise<void> {
    await this.#recovered.opened.log.close();
  }

  async #begin(): Promise<void> {
    this.#engine.accept({
      kind: "engine_started",
      settings: stormSettings(),
      build: "test",
      instance: "abcdef",
      accountId: "account",
      accountNumber: "PA1",
      haltedBecause: "",
      latch: null,
    });
    for (const channel of ["order_stream", "account_lease", "market_data"] as const)
      this.#engine.accept({ kind: "connection", channel, up: true, reason: "" });
    for (const symbol of this.#views.markets.keys())
      this.#engine.accept({
        kind: "trading_status",
        status: {
          symbol,
          venueAt: this.#world.now,
          phase: "trading",
          marketWide: false,
          words: "trading",
        },
      });
    this.#setStrategy();
    await this.#engine.settled();
    for (let looks = 0; looks < 20 && !this.state.recovered; looks += 1) {
      this.#world.now += LOOK_AGAIN_MS;
      this.#engine.accept({ kind: "clock" });
      await this.#engine.settled();
    }
    if (!this.state.recovered) throw new Error("the recovery was not finished");
  }

  #rests(symbol: Ticker): boolean {
    return (this.#views.totals.symbols[symbol]?.openOrders.count ?? 0) === 0;
  }

  #turnOver(symbol: Ticker): void {
    const quantity = this.state.portfolio.positions[symbol]?.quantity;
    const isFlat = quantity === undefined || signOfQuantity(quantity) === 0;
    this.#wanted.set(symbol, isFlat ? 1 : 0);
    const sides = { bid: price("100.00"), bidSize: 500, ask: price("100.02"), askSize: 500 };
    this.#engine.accept({ kind: "quote", quote: { symbol, venueAt: this.#world.now, ...sides } });
  }

  #setStrategy(): void {
    const [runtime] = this.#views.strategies;
    if (runtime === undefined) throw new Error("the configuration has no strategy");
    const onQuote = ({ symbol }: { readonly symbol: Ticker }) => {
      const target = this.#wanted.get(symbol);
      return target === undefined ? null : { symbol, target, reason: "storm", horizonMs: null };
    };
    const silent = { onTrade: undefined, onBar: undefined, onTimer: undefined, onFill: undefined };
    Object.assign(runtime, { instance: { ...runtime.instance, ...silent, onQuote } });
  }

  #perform(effect: Effect): void {
    const { venue, now } = this.#world;
    switch (effect.kind) {
      case "submit_order": {
        const { intent } = effect.order;
        const order = venue.take(intent, now);
        const answer = { outcome: "accepted", order, raw: "", deviations: [] } as const;
        const { clientOrderId } = intent;
        return this.#engine.accept({ kind: "submit_answered", clientOrderId, answer });
      }
      case "look_up_order": {
        const { clientOrderId } = effect;
        const order = venue.order(clientOrderId);
        const evidence =
          order === null
            ? ({ found: "no", raw: "" } as const)
            : ({ found: "yes", order, raw: "" } as const);
        return this.#engine.accept({ kind: "order_looked_up", clientOrderId, evidence });
      }
      case "request_snapshot":
        return this.#answerSnapshot(effect.purpose);
      default:
        return;
    }
  }

  #answerSnapshot(purpose: "recovery" | "continuous"): void {
    const { venue, now } = this.#world;
    const open = Object.values(this.state.orders).filter(isOpen);
    const snapshot = venue.snapshot(
      open.map(({ clientOrderId }) => clientOrderId),
      now,
    );
    const fillsBookedBefore = this.state.fillsBooked;
    this.#engine.accept({ kind: "venue_snapshot", purpose, fillsBookedBefore, snapshot });
  }
}

interface CommitLink {
  committed: (seq: number) => void;
}

function stormSettings(): EngineSettings {
  const base = settings();
  const limits: Limits = { ...base.limitDefaults, ...LOOSE };
  return {
    ...base,
    fees: "none",
    symbols: STORM_SYMBOLS,
    strategies: base.strategies.slice(0, 1).map((one) => ({ ...one, symbols: STORM_SYMBOLS })),
    limitDefaults: limits,
    limitCeilings: limits,
    // The storm asks for a comparison itself.
    reconcileEveryMs: 1e12,
    orderRestMs: 1e12,
  };
}

/** When a storm begins. */
export const STORM_START = MORNING;
