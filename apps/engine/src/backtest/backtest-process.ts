import { mapExecutionReport } from "@interlock/alpaca/mapping/execution-report";
import { renderTradeUpdate } from "@interlock/alpaca-sim/render/render-order";
import type { TapeSource } from "@interlock/alpaca-sim/tape/tape-source";
import type { OrderEvent } from "@interlock/alpaca-sim/venue/order/order-event";
import { step } from "@interlock/alpaca-sim/venue/step";
import type { VenueState } from "@interlock/alpaca-sim/venue/venue-state";
import type { StrategyId } from "@interlock/core/ids";
import { marketDay } from "@interlock/core/market/calendar";
import { isOpen } from "@interlock/core/order/order";
import type { RegisteredStrategy } from "@interlock/core/strategy/registry";
import { SECOND_MS, type UnixMs } from "@interlock/core/time";
import { Engine } from "../engine.ts";
import { VenuePerformer } from "../execution/alpaca-performer.ts";
import type { Input, InputBody } from "../input.ts";
import { MemoryCommitLog } from "../journal/memory-commit-log.ts";
import { haltOf } from "../kill-in-force.ts";
import type { EngineRecord } from "../record.ts";
import type { EngineSettings } from "../settings.ts";
import { putToSleep } from "../signals/strategy-runtime.ts";
import { type EngineState, initialState } from "../state.ts";
import { emptyViews } from "../views.ts";
import type { BacktestLedger } from "./backtest-ledger.ts";
import { marketEvents } from "./market-events.ts";
import { dailyBarsOf } from "./tape-bars.ts";
import { floorClient } from "./venue/floor-client.ts";
import { VenueFloor } from "./venue/venue-floor.ts";
import { INSTANT_NETWORK } from "./venue/venue-network.ts";

/** What a process is put together from. */
export interface BacktestProcessParts {
  readonly venue: VenueState;
  readonly ledger: BacktestLedger;
  readonly settings: EngineSettings;
  readonly build: string;
}

/** Recovery compares twice, some seconds apart. */
const RECOVERY_SECONDS_MAX = 100;
/** After the last event the clock goes on in such steps, so that the day ends and its fees are charged. */
const CLOSING_STEP_MS = 30 * SECOND_MS;
const CLOSING_STEPS = 4;
/** Nobody watches what a request does: nothing of it is lost or late here. */
const NO_WITNESS = {
  posted: () => undefined,
  postLingers: () => undefined,
  postEnded: () => undefined,
};

/**
 * One life of the engine beside the pure venue, in one process: the one writer, the adapter's own performer, and a
 * tape that waits until whatever an event led to is decided, durable and answered.
 */
export class BacktestProcess {
  readonly state: EngineState = initialState();
  readonly hashes: string[] = [];
  readonly #parts: BacktestProcessParts;
  readonly #views = emptyViews();
  readonly #engine: Engine;
  readonly #log: MemoryCommitLog<Input, EngineRecord>;
  readonly #reports: OrderEvent[] = [];
  #now: UnixMs;
  #nextTickAt = 0;
  #events = 0;
  #session: TapeSource | null = null;

  constructor(parts: BacktestProcessParts) {
    this.#parts = parts;
    this.#now = parts.venue.now;
    this.#log = new MemoryCommitLog((seq) => this.#engine.committed(seq));
    this.#engine = this.#makeEngine();
  }

  /** Market events played. */
  get events(): number {
    return this.#events;
  }

  /** Begins the run as every start does, and finishes its recovery before the tape begins. */
  async start(
    first: TapeSource,
    played: ReadonlyMap<StrategyId, RegisteredStrategy>,
  ): Promise<void> {
    const { venue, settings, build } = this.#parts;
    const { accountId, accountNumber } = venue.config;
    this.#session = first;
    await this.#give({
      kind: "engine_started",
      settings,
      build,
      instance: "backts",
      accountId,
      accountNumber,
      haltedBecause: "",
      latch: null,
    });
    this.#replaceStrategies(played);
    for (const channel of ["order_stream", "account_lease", "market_data"] as const)
      await this.#give({ kind: "connection", channel, up: true, reason: "" });
    for (let second = 0; second < RECOVERY_SECONDS_MAX && !this.state.recovered; second += 1)
      await this.#passTo(this.#now + SECOND_MS);
    if (!this.state.recovered) throw new Error("the engine did not finish its recovery");
  }

  /** Plays a session. `closes` lets its day end after the last event, so that its fees are charged and compared. */
  async play(session: TapeSource, { closes }: { readonly closes: boolean }): Promise<void> {
    this.#session = session;
    const { venue } = this.#parts;
    for (const { at, heard, met } of marketEvents(session)) {
      this.#events += 1;
      this.#now = at;
      const { events } = step(venue, met);
      if (events.length > 0) this.#reports.push(...events);
      this.#engine.accept(heard);
      if (at >= this.#nextTickAt) this.#tick();
      this.#log.commit();
      if (this.#reports.length > 0 || !this.#engine.isSettled()) await this.#settle();
    }
    if (closes) await this.#endDay(session);
  }

  /** A tape that runs tells the time once a second, as a simulated venue's does. */
  #tick(): void {
    this.#nextTickAt = this.#now - (this.#now % SECOND_MS) + SECOND_MS;
    this.#engine.accept({ kind: "clock" });
  }

  async #endDay({ firstDate }: TapeSource): Promise<void> {
    const end = (marketDay(firstDate)?.postCloseAt ?? this.#now) + CLOSING_STEPS * CLOSING_STEP_MS;
    while (this.#now < end) await this.#passTo(Math.min(end, this.#now + CLOSING_STEP_MS));
  }

  async #passTo(at: UnixMs): Promise<void> {
    this.#now = at;
    this.#reports.push(...step(this.#parts.venue, { kind: "clock", at }).events);
    await this.#give({ kind: "clock" });
  }

  async #give(body: InputBody): Promise<void> {
    this.#engine.accept(body);
    await this.#settle();
  }

  /** Resolves when nothing is under way: what the venue reports is heard one by one, each decided before the next. */
  async #settle(): Promise<void> {
    for (;;) {
      this.#log.commit();
      await this.#engine.settled();
      const next = this.#reports.shift();
      if (next === undefined) return;
      this.#engine.accept({ kind: "execution_report", report: this.#read(next) });
    }
  }

  /** Reads a report as the adapter's stream does. */
  #read(event: OrderEvent) {
    const data = renderTradeUpdate(event);
    const raw = JSON.stringify({ stream: "trade_updates", data });
    const mapped = mapExecutionReport(data, {
      raw,
      receivedAt: this.#now,
      lastSeen: () => undefined,
    });
    if (!mapped.ok) throw new Error(mapped.error);
    return mapped.value.report;
  }

  /** Each begins anew with the code that is to be tried, before it has seen anything. */
  #replaceStrategies(played: ReadonlyMap<StrategyId, RegisteredStrategy>): void {
    for (const runtime of this.#views.strategies) {
      const kind = played.get(runtime.settings.id);
      if (kind === undefined) continue;
      Object.assign(runtime, { kind });
      putToSleep(runtime);
    }
  }

  #makeEngine(): Engine {
    const log = this.#log;
    return new Engine({
      state: this.state,
      views: this.#views,
      log: {
        record: (input, records) => {
          const seq = log.record(input, records);
          this.#parts.ledger.take(input, records);
          if (records.length > 0) this.hashes.push(log.lastHash);
          return seq;
        },
        get lastSeq() {
          return log.lastSeq;
        },
        get durableSeq() {
          return log.durableSeq;
        },
      },
      clock: { timeOf: () => this.#now },
      performer: this.#makePerformer(),
    });
  }

  #makePerformer(): VenuePerformer {
    const { venue, settings } = this.#parts;
    const now = () => this.#now;
    const floor = new VenueFloor(venue, now, (events) => this.#reports.push(...events));
    return new VenuePerformer({
      venue: floorClient({
        network: INSTANT_NETWORK,
        floor,
        asker: { alive: true, left: () => undefined },
        witness: NO_WITNESS,
        now,
        dailyBars: (symbol, from, to) =>
          this.#session === null ? [] : dailyBarsOf(this.#session, symbol, { from, to }),
      }),
      accept: (body) => this.#engine.accept(body),
      answered: () => this.#engine.answered(),
      venueNow: now,
      orderMaxAgeMs: settings.orderMaxAgeMs,
      workingOrders: () =>
        [
          ...Object.values(this.state.orders).filter(isOpen),
          ...Object.values(this.state.external),
        ].map(({ clientOrderId }) => clientOrderId),
      writer: () => "only",
      gate: (intent) => haltOf(this.state, intent).state,
      oneAtATime: true,
      feed: "sip",
      answerCommand: () => undefined,
      raiseAlert: () => undefined,
    });
  }
}
