import type { ExecutionReport } from "@interlock/core/order/execution-report";
import { isOpen } from "@interlock/core/order/order";
import { applyEntry } from "../../../src/apply.ts";
import type { Effect } from "../../../src/effect.ts";
import { Engine } from "../../../src/engine.ts";
import { VenuePerformer, type WriterStanding } from "../../../src/execution/alpaca-performer.ts";
import type { EngineStarted, InputBody } from "../../../src/input.ts";
import type { EngineRecord } from "../../../src/record.ts";
import { stateOfSnapshot } from "../../../src/run/state-of-snapshot.ts";
import { type EngineState, initialState } from "../../../src/state.ts";
import { emptyViews } from "../../../src/views.ts";
import type { Afflicted, Defect } from "../defects/defect.ts";
import type { MarketEvent } from "../venue/simulated-market.ts";
import { type ClientParts, floorClient } from "../../../src/backtest/venue/floor-client.ts";
import { dailyBars } from "../venue/daily-bars.ts";
import { type SimulatedDisk, SimulatedJournal } from "./simulated-journal.ts";
import type { Surroundings } from "../surroundings.ts";

/** Who watches a process from outside. */
export interface ProcessWitness {
  /** The process hears something. */
  heard(body: InputBody): void;
  recorded(records: readonly EngineRecord[]): void;
  decided(payload: string, process: EngineProcess): void;
  /** A process ended with everything that it decided on the device. */
  ended(process: EngineProcess): void;
  answered(answer: Extract<Effect, { kind: "answer_command" }>): void;
  /** An input was decided. */
  cycled(process: EngineProcess): void;
}

/** What a process is put together from. */
export interface ProcessParts {
  readonly surroundings: Surroundings;
  readonly disk: SimulatedDisk;
  readonly client: Omit<ClientParts, "asker" | "now" | "dailyBars">;
  readonly witness: ProcessWitness;
  readonly defect: Defect;
  readonly orderMaxAgeMs: number;
  /** Called when the process must end: its journal failed, or chance struck right after a request left. */
  readonly onDeath: (process: EngineProcess, why: string) => void;
}

/**
 * One life of the engine: the state that its journal makes, the one writer, and the adapter's performer. Dead, it
 * hears nothing, journals nothing and sends nothing, wherever it stood.
 */
export class EngineProcess implements Afflicted {
  readonly state: EngineState;
  readonly views = emptyViews();
  readonly engine: Engine;
  readonly journal: SimulatedJournal;
  readonly #parts: ProcessParts;
  readonly #performer: VenuePerformer;
  #alive = true;
  #begun = false;
  /** What waits for a process that stands still; null while it does not. */
  #waiting: (() => void)[] | null = null;
  #writer: WriterStanding = "unsure";

  constructor(parts: ProcessParts) {
    this.#parts = parts;
    const { surroundings, disk, defect, witness } = parts;
    this.state = recoverState(disk, defect, surroundings.random.unit() < 0.5);
    this.journal = new SimulatedJournal(surroundings, disk, {
      isAlive: () => this.#alive,
      decided: (payload) => witness.decided(payload, this),
      durable: (seq) => this.#durable(seq),
      failed: () => this.die("the journal failed"),
    });
    const performer = this.#makePerformer();
    this.#performer = performer;
    this.engine = new Engine({
      state: this.state,
      views: this.views,
      log: this.#log(),
      clock: { timeOf: () => surroundings.scheduler.now },
      performer: {
        get inFlight() {
          return performer.inFlight;
        },
        perform: (effect) => {
          surroundings.stir();
          for (const one of defect.perform?.(effect, this) ?? [effect]) performer.perform(one);
        },
      },
    });
    defect.boot?.(this);
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Who writes the account, as its lease says. */
  get writer(): WriterStanding {
    return this.#writer;
  }

  /** Requests that have no answer yet. */
  get inFlight(): number {
    return this.#performer.inFlight;
  }

  get now(): number {
    return this.#parts.surroundings.scheduler.now;
  }

  /** Begins the run, as every start does. */
  start(started: EngineStarted): void {
    this.#begun = true;
    this.give(started);
  }

  /** Gives the engine an input: its start is the first of every life. */
  give(body: InputBody): void {
    if (!this.#alive || !this.#begun) return;
    if (this.#waiting !== null) {
      this.#waiting.push(() => this.give(body));
      return;
    }
    this.#parts.witness.heard(body);
    for (const one of this.#parts.defect.hear?.(body, this) ?? [body]) this.engine.accept(one);
    if (this.#alive) this.#parts.witness.cycled(this);
  }

  after(ms: number, run: () => void): void {
    this.#parts.surroundings.scheduler.after(ms, () => {
      if (this.#alive) run();
    });
  }

  send(effect: Effect): void {
    this.#parts.surroundings.stir();
    if (this.#alive) this.#performer.perform(effect);
  }

  report(report: ExecutionReport): void {
    this.give({ kind: "execution_report", report });
  }

  market(event: MarketEvent): void {
    this.give(event);
  }

  /** The account's lease: whether this engine surely is the only writer. */
  lease(up: boolean): void {
    this.#writer = up ? "only" : "unsure";
    this.give({ kind: "connection", channel: "account_lease", up, reason: up ? "" : "lapsed" });
  }

  /** Another engine has taken the account, and this one knows. */
  loseLease(by: string): void {
    this.#writer = "another";
    this.give({ kind: "account_taken", by });
  }

  /** Called by the network when a request of ours has left. */
  left(): void {
    const { surroundings } = this.#parts;
    if (surroundings.strikes(surroundings.faults.crashAfterSend)) this.die("after a request");
  }

  /** Stands still for a while. */
  pause(ms: number): void {
    if (this.#waiting !== null || !this.#begun) return;
    this.#waiting = [];
    this.after(ms, () => {
      const waiting = this.#waiting ?? [];
      this.#waiting = null;
      for (const happen of waiting) if (this.#alive) happen();
    });
  }

  /** Ends at once. */
  die(why: string): void {
    if (!this.#alive) return;
    this.#alive = false;
    if (this.journal.lastSeq === this.journal.durableSeq) this.#parts.witness.ended(this);
    this.engine.stop();
    this.journal.crash();
    this.#parts.onDeath(this, why);
  }

  #log() {
    const { journal } = this;
    const { defect, witness } = this.#parts;
    return {
      record: (...[input, decided]: Parameters<SimulatedJournal["record"]>) => {
        const records = defect.journal?.(decided, this) ?? decided;
        if (this.#alive) witness.recorded(records);
        return journal.record(input, records);
      },
      get lastSeq() {
        return journal.lastSeq;
      },
      get durableSeq() {
        return defect.hasty === true ? journal.lastSeq : journal.durableSeq;
      },
    };
  }

  #durable(seq: number): void {
    if (this.#waiting !== null) {
      this.#waiting.push(() => this.#durable(seq));
      return;
    }
    this.engine.committed(seq);
    const { disk, surroundings } = this.#parts;
    if (this.#alive && this.journal.lastSeq === seq && surroundings.random.unit() < 0.01)
      disk.snapshot = { seq, state: JSON.stringify(this.state) };
  }

  #makePerformer(): VenuePerformer {
    const { client, witness, surroundings, orderMaxAgeMs, defect } = this.#parts;
    const now = () => surroundings.scheduler.now;
    return new VenuePerformer({
      venue: floorClient({ ...client, asker: this, now, dailyBars }),
      accept: (body) => this.give(body),
      answered: () => this.engine.answered(),
      venueNow: now,
      orderMaxAgeMs,
      workingOrders: () =>
        [
          ...Object.values(this.state.orders).filter(isOpen),
          ...Object.values(this.state.external),
        ].map(({ clientOrderId }) => clientOrderId),
      writer: () => defect.writer?.(this.#writer) ?? this.#writer,
      oneAtATime: false,
      feed: "iex",
      answerCommand: (answer) => witness.answered(answer),
      raiseAlert: () => undefined,
    });
  }
}

/** Cold start and recovery are one path: a snapshot, where there is one, and every later entry. */
export function recoverState(
  disk: SimulatedDisk,
  defect: Defect,
  fromSnapshot: boolean,
): EngineState {
  const snapshot = fromSnapshot ? disk.snapshot : null;
  const state =
    snapshot === null ? initialState() : stateOfSnapshot(JSON.parse(snapshot.state) as unknown);
  const entries = disk.readAfter(snapshot?.seq ?? 0);
  for (const entry of defect.recover?.(entries) ?? entries) applyEntry(state, entry);
  return state;
}
