import { type NarrowScope, scopeKey } from "@interlock/core/kill/kill-scope";
import type { Heartbeat } from "../../operator/control-socket-protocol.ts";
import { clearKillLatch, type KillLatch, readKillLatch, writeKillLatch } from "./kill-latch.ts";
import { keepReport, readReport } from "./kept-reports.ts";
import { type KillReport, reportKill, startProgress } from "./pursuit/kill-progress.ts";
import type { EngineControl } from "./engine-control.ts";
import type { KillHands } from "./kill-hands.ts";
import type { KillPace } from "./kill-pace.ts";
import { KillPursuit } from "./pursuit/kill-pursuit.ts";
import { type KillAsker, type KillRequest, mergeKill } from "./kill-request.ts";
import type { KillVenue } from "./kill-venue.ts";

/** What the desk is made with. */
export interface KillDeskOptions {
  readonly dataDir: string;
  readonly venue: KillVenue;
  readonly engine: EngineControl;
  /** Shared by all desks of this process. */
  readonly hands: KillHands;
  readonly pace: KillPace;
  /** What it stops; absent: everything. */
  readonly scope?: NarrowScope;
  /** Called with a sentence for whatever an operator should read in the log. */
  readonly say: (sentence: string) => void;
}

/** Signs of life by an engine that is not halted although the gate is closed: then it does not know of the latch. */
const DEFIANT_BEATS_MAX = 5;
/** Ids of kills that are over; one that comes again is a repeated request, not a new wish. */
const REMEMBERED_MAX = 1_000;

/**
 * The one place where kills arrive, by whichever way: they merge into one, the latch is on the disk first, and one
 * pursuit works on it until it is proven. Requests are never refused and never throttled.
 */
export class KillDesk {
  readonly #options: KillDeskOptions;
  readonly #finished = new Map<string, KillReport>();
  #latch: KillLatch | null;
  #pursuit: KillPursuit | null = null;
  #running = false;
  #last: KillReport | null = null;
  #defiant = 0;
  /** Wall time of the last gesture: signs of life from before it do not know of it. */
  #askedAt = 0;
  #waiting: (() => void)[] = [];

  /** Takes up a latched kill that was not proven when the last process ended. */
  constructor(options: KillDeskOptions) {
    this.#options = options;
    this.#latch = readKillLatch(options.dataDir, options.scope);
    if (this.#latch === null) return;
    if (this.#latch.provenAt === null) this.#pursue(this.#latch);
    else this.#last = alreadyProven(this.#latch, options);
  }

  /** The kill in force, or the last one; null when there was none. */
  report(): KillReport | null {
    return this.#last;
  }

  /** Whether a kill is in force. */
  get latched(): boolean {
    return this.#latch !== null;
  }

  /** Whether nothing is being pursued: no kill, or one that is proven and was watched for a while. */
  get idle(): boolean {
    return !this.#running;
  }

  /** Takes a kill. When it returns, the latch is on the disk and the pursuit has begun. */
  request(request: KillRequest): KillReport {
    const over = this.#finished.get(request.commandId);
    if (over !== undefined) return over;
    const standing = this.#latch;
    const latch = this.#joined(standing, request);
    if (latch !== standing) this.#setLatch(latch);
    if (standing !== null && latch !== standing && this.#running && this.#pursuit !== null) {
      void this.#pursuit.strengthen(latch, request);
    } else if (!this.#running && !isRepeated(latch, request)) {
      // A new gesture after the proof: the venue is looked at again.
      this.#pursue(latch, request);
    } else if (request.trigger === "silence") {
      // The kill under way goes on; the engine that fell silent meanwhile must not come back to life beside it.
      void this.#options.engine.stop();
    }
    return this.#last ?? reportKill(latch, startProgress());
  }

  /**
   * The latch after a request. A person may have resumed since the engine was seen halted, unheard of as yet: from a
   * new gesture on, only an engine that is seen halted after it can be resumed.
   */
  #joined(standing: KillLatch | null, request: KillRequest): KillLatch {
    const latch = mergeKill(standing, request, Date.now());
    if (request.trigger === "silence" || request.commandId === standing?.commandId) return latch;
    this.#askedAt = Date.now();
    return latch.haltSeen ? { ...latch, haltSeen: false, provenAt: null } : latch;
  }

  /** Resolves once the gate is closed, at most after `timeoutMs`, with the report of that moment. */
  async gateClosed(timeoutMs: number): Promise<KillReport | null> {
    const deadline = performance.now() + timeoutMs;
    while (this.#isOpen() && performance.now() < deadline) {
      await this.#change(deadline - performance.now());
    }
    return this.#last;
  }

  #isOpen(): boolean {
    return this.#last?.gateClosedAt === null && this.#last.refused !== true;
  }

  /** Takes a sign of life: it says whether the engine is halted, and when a person has resumed it. */
  heard(beat: Heartbeat): void {
    const latch = this.#latch;
    if (latch === null || !this.#saysState(beat)) return;
    if (this.#isStopped(beat)) {
      this.#defiant = 0;
      if (!latch.haltSeen) this.#setLatch({ ...latch, haltSeen: true });
      return;
    }
    if (latch.haltSeen) return this.#resumed(latch);
    if (this.#last?.gateClosedAt === null) return;
    this.#defiant += 1;
    if (this.#defiant <= DEFIANT_BEATS_MAX) return;
    this.#defiant = 0;
    this.#options.say("The engine trades although a kill is latched: its process is ended.");
    void this.#options.engine.stop();
  }

  /** A part of the account is named in the sign of life: that everything is halted says nothing of its own kill. */
  #isStopped({ tradingState, stopped = [] }: Heartbeat): boolean {
    const { scope } = this.#options;
    return scope === undefined ? tradingState === "halted" : stopped.includes(scopeKey(scope));
  }

  /** Whether a sign of life tells how the engine took the last gesture. */
  #saysState(beat: Heartbeat): boolean {
    if (beat.waiting === true || beat.at < this.#askedAt) return false;
    // While it is being asked, its answer is on its way behind this.
    return !(this.#running && this.#pursuit?.isAsking === true);
  }

  /** Ends the work without ending the kill; whoever starts next takes it up. */
  close(): void {
    if (this.#running) this.#pursuit?.abandon();
  }

  #resumed(latch: KillLatch): void {
    clearKillLatch(this.#options.dataDir, this.#options.scope);
    this.#latch = null;
    this.#defiant = 0;
    if (this.#running) this.#pursuit?.resumed();
    if (this.#last !== null)
      this.#last = { ...this.#last, stage: "resumed", detail: "Trading was resumed." };
    this.#remember(latch.commandId);
    this.#options.say("Trading was resumed in the engine: the kill latch is cleared.");
  }

  /** What stopped nothing leaves no latch. */
  #forget({ commandId }: KillLatch): void {
    clearKillLatch(this.#options.dataDir, this.#options.scope);
    this.#latch = null;
    this.#remember(commandId);
  }

  #remember(id: string): void {
    if (this.#last !== null) this.#finished.set(id, this.#last);
    const [oldest] = this.#finished.keys();
    if (this.#finished.size > REMEMBERED_MAX && oldest !== undefined) this.#finished.delete(oldest);
  }

  #setLatch(latch: KillLatch): void {
    this.#latch = latch;
    try {
      writeKillLatch(this.#options.dataDir, latch);
    } catch (error) {
      // A full or broken disk must not keep anybody from stopping: the kill goes on from memory.
      const why = error instanceof Error ? error.message : String(error);
      this.#options.say(
        `The kill latch could not be written (${why}); the kill goes on without it.`,
      );
    }
  }

  #pursue(latch: KillLatch, asker: KillAsker = latch): void {
    const { venue, engine, hands, pace, dataDir, say } = this.#options;
    const pursuit = new KillPursuit(latch, {
      venue,
      engine,
      hands,
      pace,
      kept: readReport(dataDir, latch.commandId, say)?.receipt,
      changed: (report) => this.#changed(pursuit, report),
    });
    this.#pursuit = pursuit;
    this.#running = true;
    this.#last = pursuit.report();
    this.#options.say(
      `Kill ${latch.commandId}: ${latch.mode}, by ${latch.by.name} (${latch.via}): ${latch.reason}`,
    );
    void pursuit.run(asker).then(() => {
      if (this.#pursuit === pursuit) this.#running = false;
    });
  }

  #changed(pursuit: KillPursuit, report: KillReport): void {
    if (pursuit !== this.#pursuit || this.#latch === null) return;
    const isNew = report.stage !== this.#last?.stage;
    if (isNew) this.#options.say(`Kill ${report.killId}: ${report.detail}`);
    if (isNew || report.cancels.requested !== this.#last?.cancels.requested) this.#keep(report);
    this.#last = report;
    if (report.refused === true) this.#forget(this.#latch);
    else if (report.provenAt !== this.#latch.provenAt)
      this.#setLatch({ ...this.#latch, provenAt: report.provenAt });
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** A disk that takes no evidence keeps nobody from stopping. */
  #keep(report: KillReport): void {
    try {
      keepReport(this.#options.dataDir, report);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#options.say(`The evidence of kill ${report.killId} could not be written (${why}).`);
    }
  }

  #change(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/** Tells whether a proven kill is asked for once more under its own id. */
function isRepeated(latch: KillLatch, { commandId }: KillRequest): boolean {
  return latch.provenAt !== null && commandId === latch.commandId;
}

/** The report of a kill that an earlier process proved, with the evidence that it kept. */
function alreadyProven(
  latch: KillLatch,
  { dataDir, say }: Pick<KillDeskOptions, "dataDir" | "say">,
): KillReport {
  const progress = startProgress();
  progress.stage = "proven";
  progress.provenAt = latch.provenAt;
  const report = reportKill(latch, progress);
  const kept = readReport(dataDir, latch.commandId, say);
  return kept?.provenAt === latch.provenAt
    ? { ...report, cancels: kept.cancels, closes: kept.closes, receipt: kept.receipt }
    : report;
}
