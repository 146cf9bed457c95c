import { endsByEvidence } from "@interlock/core/risk/trading-state";
import type { EngineStarted } from "../../../src/input.ts";
import type { EngineSettings } from "../../../src/settings.ts";
import { auditReplay } from "../auditor/audit-quiet.ts";
import type { Auditor } from "../auditor/auditor.ts";
import { EngineProcess, type ProcessParts, recoverState } from "./engine-process.ts";
import type { OrderReports } from "../venue/order-reports.ts";
import { makeRestless } from "./restless.ts";
import type { MarketEvent } from "../venue/simulated-market.ts";

/** What supervision is put together from. */
export interface SupervisionParts
  extends Pick<ProcessParts, "surroundings" | "disk" | "client" | "defect"> {
  readonly reports: OrderReports;
  readonly auditor: Auditor;
  readonly settings: EngineSettings;
  readonly onAnswer: (commandId: string, accepted: boolean) => void;
}

const LATCHED: EngineStarted["latch"] = {
  mode: "cancel",
  includeStops: false,
  reason: "the decision loop was silent",
  by: "watchdog",
};
const TICK_MS = 250;
const DATA_DELAY_MS = 5;

/** Starts the engine, kills it, starts it again, and joins each life to the streams, as the process around it does. */
export class Supervision {
  readonly #parts: SupervisionParts;
  #process: EngineProcess | null = null;
  #starts = 0;
  #dataUp = false;
  #ordersUp = false;
  #restless = true;

  constructor(parts: SupervisionParts) {
    this.#parts = parts;
  }

  /** The engine that runs; null while there is none. */
  get process(): EngineProcess | null {
    return this.#process;
  }

  get starts(): number {
    return this.#starts;
  }

  /** Whether nothing is under way: no order, no request, no stop-loss, no kill. */
  get isAtRest(): boolean {
    if (this.#process === null) return false;
    const { engine, state, views } = this.#process;
    const { book } = this.#parts.auditor;
    const killing = state.kill !== null && state.kill.stage !== "proven";
    const held = state.trading.holds.some(({ source }) => endsByEvidence(source));
    return (
      engine.isSettled() &&
      views.totals.openOrders === 0 &&
      (book.stopsRest || Object.keys(state.stops).length === 0) &&
      !killing &&
      !held &&
      // What others are asked for may be a resume, which lets a stop-loss go on: it needs a market.
      state.approvals.live.length === 0 &&
      // One that is due already would hold trading in a moment: its answer is on its way.
      views.snapshots.dueSince === null &&
      book.openBreaks.size === 0 &&
      this.#onlyStopsStand(state)
    );
  }

  /** A stop at the broker stays: nothing is open there but those, and our books know each of them. */
  #onlyStopsStand({ orders }: EngineProcess["state"]): boolean {
    const { truth } = this.#parts.auditor;
    const open = new Set(truth.openIds());
    const stops = Object.values(orders).filter(
      ({ purpose, terminalAt }) => purpose === "protect" && terminalAt === null,
    );
    const stand = stops.every(
      ({ clientOrderId: id, status }) => status === "accepted" && open.has(id),
    );
    const known = new Set<string>(stops.map(({ clientOrderId }) => clientOrderId));
    return stand && truth.countOpen((id) => known.has(id)) === 0;
  }

  start(): void {
    const { surroundings } = this.#parts;
    this.#boot();
    this.#startTroubles();
    surroundings.perMinute(
      () => surroundings.faults.crashes,
      () => this.#process?.die("killed"),
    );
    surroundings.perMinute(
      () => surroundings.faults.orderStreamCuts,
      () => this.#process !== null && this.#cutOrders(this.#process),
    );
    surroundings.perMinute(
      () => surroundings.faults.dataStreamCuts,
      () => this.#process !== null && this.#cutData(this.#process),
    );
    surroundings.perMinute(
      () => surroundings.faults.leaseLapses,
      () => this.#process !== null && this.#lapse(this.#process),
    );
  }

  #startTroubles(): void {
    const { surroundings } = this.#parts;
    surroundings.perMinute(
      () => surroundings.faults.pauses,
      () => this.#process?.pause(surroundings.between(500, 20_000)),
    );
    surroundings.perMinute(
      () => surroundings.faults.outages,
      () => this.#cutOff(),
    );
    surroundings.perMinute(
      () => surroundings.faults.takenLeases,
      () => this.#process !== null && this.#loseLease(this.#process),
    );
  }

  #cutOff(): void {
    const { surroundings } = this.#parts;
    surroundings.cutOff(surroundings.between(5_000, 60_000));
    if (this.#process === null) return;
    this.#cutOrders(this.#process);
    this.#cutData(this.#process);
  }

  /** Strategies of a later start want nothing of their own any more. */
  calm(): void {
    this.#restless = false;
  }

  /** Hands an event of the market to whoever listens. */
  tellMarket(event: MarketEvent): void {
    const process = this.#process;
    if (process === null || !this.#dataUp) return;
    process.after(DATA_DELAY_MS, () => {
      if (this.#dataUp) process.market(event);
    });
  }

  #boot(): void {
    const { surroundings, auditor, onAnswer, disk, defect } = this.#parts;
    this.#starts += 1;
    const process = new EngineProcess({
      ...this.#parts,
      witness: {
        recorded: (records) => auditor.recorded(records),
        decided: (payload, engine) => auditor.decided(payload, engine),
        heard: (body) => auditor.heard(body),
        ended: ({ state }) => auditReplay(auditor, state, recoverState(disk, defect, false)),
        answered: ({ commandId, accepted }) => {
          auditor.answered(commandId, accepted);
          onAnswer(commandId, accepted);
        },
        cycled: (engine) => auditor.cycled(engine),
      },
      orderMaxAgeMs: this.#parts.settings.orderMaxAgeMs,
      onDeath: () => this.#died(),
    });
    this.#process = process;
    auditReplay(auditor, process.state, recoverState(disk, defect, false));
    auditor.began(() => process.writer);
    process.after(surroundings.between(10, 200), () => this.#begin(process));
  }

  #begin(process: EngineProcess): void {
    const { surroundings } = this.#parts;
    process.start(this.#started(process));
    if (this.#restless) makeRestless(process.views, surroundings.random);
    process.after(surroundings.between(20, 800), () => this.#connectOrders(process, false));
    process.after(surroundings.between(5, 1_500), () => process.lease(true));
    surroundings.scheduler.every(TICK_MS, () => {
      process.give({ kind: "clock" });
      return process.alive;
    });
    this.#connectDataWhenRecovered(process);
  }

  #started({ state }: EngineProcess): EngineStarted {
    const { surroundings } = this.#parts;
    const { accountId, accountNumber } = this.#parts.client.floor.venue.config;
    const strikes = surroundings.strikes(surroundings.faults.latches);
    return {
      kind: "engine_started",
      settings: this.#parts.settings,
      build: "simulated",
      instance: state.instance === "" ? "simula" : state.instance,
      accountId,
      accountNumber,
      haltedBecause: this.#starts > 1 && strikes ? "it fell too often" : "",
      latch: strikes && surroundings.random.unit() < 0.5 ? LATCHED : null,
    };
  }

  #died(): void {
    const { surroundings, reports } = this.#parts;
    this.#process = null;
    this.#dataUp = false;
    this.#ordersUp = false;
    reports.cut();
    surroundings.scheduler.after(surroundings.between(300, 6_000), () => this.#boot());
  }

  #connectOrders(process: EngineProcess, again: boolean): void {
    if (this.#parts.surroundings.isCutOff)
      return process.after(1_000, () => this.#connectOrders(process, again));
    this.#parts.reports.connect(process);
    this.#ordersUp = true;
    process.give({ kind: "connection", channel: "order_stream", up: true, reason: "" });
    if (again) process.give({ kind: "stream_gap", channel: "order_stream", reason: "cut" });
  }

  /** A dead peer is noticed only after a while; until then nothing comes and nobody knows. */
  #cutOrders(process: EngineProcess): void {
    const { surroundings, reports } = this.#parts;
    if (!this.#ordersUp) return;
    this.#ordersUp = false;
    reports.cut();
    process.after(surroundings.between(1, 4_000), () => {
      process.give({ kind: "connection", channel: "order_stream", up: false, reason: "cut" });
      process.after(surroundings.between(200, 5_000), () => this.#connectOrders(process, true));
    });
  }

  #connectDataWhenRecovered(process: EngineProcess): void {
    process.after(100, () => {
      if (!process.state.recovered || this.#parts.surroundings.isCutOff)
        return this.#connectDataWhenRecovered(process);
      this.#dataUp = true;
      process.give({ kind: "connection", channel: "market_data", up: true, reason: "" });
    });
  }

  #cutData(process: EngineProcess): void {
    const { surroundings } = this.#parts;
    if (!this.#dataUp) return;
    this.#dataUp = false;
    process.give({ kind: "connection", channel: "market_data", up: false, reason: "cut" });
    process.after(surroundings.between(300, 8_000), () => this.#reconnectData(process));
  }

  #reconnectData(process: EngineProcess): void {
    if (this.#parts.surroundings.isCutOff)
      return process.after(1_000, () => this.#reconnectData(process));
    this.#dataUp = true;
    process.give({ kind: "connection", channel: "market_data", up: true, reason: "" });
    process.give({ kind: "stream_gap", channel: "market_data", reason: "cut" });
  }

  #lapse(process: EngineProcess): void {
    const { surroundings } = this.#parts;
    if (process.writer !== "only") return;
    process.lease(false);
    process.after(surroundings.between(500, 10_000), () => process.lease(true));
  }

  /** Another engine takes the account, and gives it back. */
  #loseLease(process: EngineProcess): void {
    const { surroundings } = this.#parts;
    if (process.writer !== "only") return;
    process.loseLease("an engine in another place");
    process.after(surroundings.between(500, 15_000), () => process.lease(true));
  }
}
