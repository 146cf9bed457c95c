import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { MarketDataFeed } from "@interlock/alpaca/environment";
import { youngClosings } from "@interlock/core/kill/closing-work";
import {
  cancelsWithoutPositions,
  describeOrder,
  describePosition,
  type KillPlan,
  type KillTask,
  planKill,
  type VenueLook,
} from "@interlock/core/kill/kill-plan";
import { type KillScope, WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import { lookWithin, perhapsWithin } from "@interlock/core/kill/look-within";
import { CLEAN_LOOKS_MIN, removesStops } from "@interlock/core/kill/kill-terms";
import { firstPace, type LookPace, nextPace } from "@interlock/core/kill/look-pace";
import type { OrderList } from "@interlock/core/order/execution-report";
import type { Limits } from "@interlock/core/risk/limits";
import { askEngine, givesUp } from "./ask-engine.ts";
import { OrderCanceler } from "./cancel-orders.ts";
import { PositionCloser } from "./close-positions.ts";
import type { EngineControl } from "./engine-control.ts";
import type { KillLatch } from "./kill-latch.ts";
import type { KillPace } from "./kill-pace.ts";
import {
  type GateKeeper,
  type KillProgress,
  type KillReport,
  reportKill,
  startProgress,
} from "./kill-progress.ts";
import type { KillAsker } from "./kill-request.ts";
import type { KillVenue } from "./kill-venue.ts";
import { VenueEye } from "./look-at-venue.ts";
import { cancelsLeft, NOTHING_HELD, openIds, UNKNOWN_SYMBOL } from "./pursued-look.ts";

/** What a pursuit is made with. */
export interface PursuitOptions {
  readonly venue: KillVenue;
  readonly engine: EngineControl;
  readonly feed: MarketDataFeed;
  readonly limits: Limits;
  readonly pace: KillPace;
  /** Called after every change of the report. */
  readonly changed: (report: KillReport) => void;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Pursues one latched kill to its proof, whatever fails on the way: close the gate, cancel, close, and look at the
 * venue until it shows nothing left twice. It never gives up; back-off grows while nothing changes.
 *
 * The engine does the work while it lives, for its books stay whole. Without it, or when it does not get on, this
 * does it: cancels at any time, since a repeated cancel does no harm; closings only while it holds the engine down,
 * since two closers would sell the same shares twice.
 */
export class KillPursuit {
  readonly #options: PursuitOptions;
  readonly #progress: KillProgress = startProgress();
  readonly #closer: PositionCloser;
  readonly #canceler: OrderCanceler;
  readonly #eye: VenueEye;
  readonly #stopped = new AbortController();
  #wake = new AbortController();
  #latch: KillLatch;
  #holding = false;
  /** Gestures for which the gate is being closed. */
  #asking = 0;
  #tookOver = false;
  #gateAt = 0;
  /** What the venue showed last, and since when it has been the same. */
  #shown = "";
  #shownSince = 0;
  #pace: LookPace;

  constructor(latch: KillLatch, options: PursuitOptions) {
    this.#latch = latch;
    this.#options = options;
    this.#pace = firstPace(options.pace.tempo);
    this.#eye = new VenueEye(options.venue);
    this.#canceler = new OrderCanceler(options.venue, this.#progress);
    this.#closer = new PositionCloser({
      venue: options.venue,
      feed: options.feed,
      limits: options.limits,
      idPrefix: `kill-${randomBytes(6).toString("hex")}`,
      patience: { workMs: options.pace.closeWorkMs, lagMs: options.pace.listLagMs },
    });
  }

  /** Whether it is still open what the engine says to the last gesture. */
  get isAsking(): boolean {
    return this.#asking > 0;
  }

  report(): KillReport {
    return reportKill(this.#latch, this.#progress);
  }

  /** Pursues until proven and watched for a while, or stopped. Never rejects. The engine is asked as `asker` asked. */
  async run(asker: KillAsker = this.#latch): Promise<void> {
    await this.#closeGate(asker);
    while (!this.#stopped.signal.aborted && !this.#finished()) {
      // A broken promise of our own code must not end the one thing that stops trading.
      await this.#turn().catch((error: unknown) => this.#failed(String(error)));
      await this.#rest();
    }
    this.#letEngineGo();
  }

  /** Makes the kill stronger while it runs, as `asker` asked for it. */
  async strengthen(latch: KillLatch, asker: KillAsker): Promise<void> {
    this.#latch = latch;
    this.#progress.stage = "requested";
    this.#progress.provenAt = null;
    this.#progress.cleanSweeps = 0;
    this.#pace = firstPace(this.#options.pace.tempo);
    this.#tell();
    await this.#closeGate(asker);
    this.#wake.abort();
  }

  /** Ends the pursuit because a person resumed trading, or because there was nothing to stop. */
  resumed(): void {
    this.#progress.stage = "resumed";
    this.abandon();
    this.#tell();
  }

  /** Leaves the pursuit to whoever takes up the latch next. */
  abandon(): void {
    this.#stopped.abort();
    this.#wake.abort();
    this.#letEngineGo();
  }

  async #closeGate(asker: KillAsker): Promise<void> {
    this.#asking += 1;
    try {
      const closed = this.#latch.trigger === "operator" && (await this.#askEngine(asker));
      if (closed) this.#gateClosed("engine");
      else if (this.#progress.refused === "") await this.#closeGateByForce();
    } finally {
      this.#asking -= 1;
    }
    this.#tell();
  }

  /** Ends the engine's process: under the latch no engine comes back other than halted. */
  async #closeGateByForce(): Promise<void> {
    // Held first, so that no engine comes back and closes what is closed from here.
    if (this.#latch.mode === "flatten" && !this.#isStrategy) this.#holdEngine();
    const stopped = await this.#options.engine.stop();
    if (stopped.ok) this.#gateClosed("watchdog");
    else this.#progress.trouble = `Engine: ${stopped.error}.`;
  }

  /** The venue knows no strategies: only the engine can tell its orders and shares, and carries such a kill out. */
  get #isStrategy(): boolean {
    return this.#scope.kind === "strategy";
  }

  #gateClosed(keeper: GateKeeper): void {
    this.#gateAt = performance.now();
    this.#shownSince = this.#gateAt;
    this.#progress.gateKeeper = keeper;
    this.#progress.gateClosedAt ??= Date.now();
    this.#progress.stage = "gate_closed";
    if (this.#latch.mode === "halt") this.#prove();
  }

  async #askEngine(asker: KillAsker): Promise<boolean> {
    const { engine, pace } = this.#options;
    const word = await askEngine(engine, { latch: this.#latch, asker }, pace.ackMs);
    this.#progress.trouble = word.trouble;
    // By now it may be another latch: a real kill that came meanwhile goes on.
    this.#progress.refused = givesUp(this.#latch, word);
    if (this.#progress.refused !== "") this.resumed();
    return word.closed;
  }

  async #turn(): Promise<void> {
    if (this.#progress.gateClosedAt === null) await this.#closeGateByForce();
    if (this.#isStrategy) return;
    const orders = await this.#eye.orders();
    if (this.#stopped.signal.aborted) return;
    const everything = this.#mayCancel() && this.#everythingGoes();
    if (orders.ok) return this.#turnWith(orders.value, everything);
    // What cannot be listed can still be canceled, all of it with one request.
    if (everything && this.#closer.working().size === 0) await this.#canceler.cancelAll();
    this.#failed(orders.error);
  }

  /** Goes on from the list of orders: cancels what it may at once, and closes by what is held. */
  async #turnWith(orders: OrderList, everything: boolean): Promise<void> {
    if (this.#progress.gateClosedAt !== null) this.#progress.trouble = "";
    if (everything) await this.#cancelUnseen(orders);
    const look = await this.#eye.holdings(orders, this.#latch.mode === "flatten");
    if (this.#stopped.signal.aborted) return;
    if (!look.ok) {
      if (!everything && this.#mayCancel()) await this.#cancelUnseen(orders);
      return this.#failed(look.error);
    }
    this.#notice(look.value);
    const part = lookWithin(look.value, this.#scope, null);
    const plan = planKill(part, this.#task(this.#workingCloses(part)));
    const unknown = perhapsWithin(look.value, this.#scope);
    this.#note(part, plan);
    if (plan.clean && unknown.length === 0) this.#countClean();
    else await this.#act(part, plan, everything);
    if (unknown.length > 0) this.#progress.trouble = UNKNOWN_SYMBOL;
    this.#tell();
  }

  /** Nobody beside us has placed an order that must be left to work: what is open goes without another question. */
  #everythingGoes(): boolean {
    if (this.#scope.kind !== "all") return false;
    const alone = this.#holding || !this.#options.engine.alive();
    return removesStops(this.#latch) && (this.#latch.mode === "cancel" || alone);
  }

  /** Cancels what goes whatever is held. */
  async #cancelUnseen(list: OrderList): Promise<void> {
    const shows = { openOrders: list.orders, unreadable: list.unreadable, ...NOTHING_HELD };
    const { openOrders: orders, unreadable = [] } = lookWithin(shows, this.#scope, null);
    const cancel = cancelsWithoutPositions(orders, this.#task(this.#closer.working()));
    if (this.#latch.mode === "halt" || cancel.length + unreadable.length === 0) return;
    this.#progress.stage = "canceling";
    const everything = this.#scope.kind === "all" && cancel.length === orders.length;
    await this.#canceler.cancel({ orders: cancel, unreadable, everything });
  }

  #failed(why: string): void {
    this.#progress.trouble = why;
    this.#progress.cleanSweeps = 0;
    this.#goOn(false);
    this.#tell();
  }

  get #scope(): KillScope {
    return this.#latch.scope ?? WHOLE_ACCOUNT;
  }

  #task(workingCloses: ReadonlySet<string>): KillTask {
    const { mode, includeStops } = this.#latch;
    return { mode, includeStops, workingCloses, knownStops: NONE };
  }

  /** Closings that are given time: our own while we close, otherwise whatever the engine seems to close with. */
  #workingCloses(look: VenueLook): ReadonlySet<string> {
    if (this.#latch.mode !== "flatten") return NONE;
    return this.#holding ? this.#closer.working() : youngClosings(look);
  }

  /** Looks often while things move and less often while they do not. */
  #notice(look: VenueLook): void {
    const orders = openIds(look).sort();
    // A market that opens is news: only from then on can positions be closed, or fail to be.
    const held = look.positions.map(describePosition).sort();
    const shown = JSON.stringify([orders, held, look.session]);
    this.#goOn(shown !== this.#shown);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#shownSince = performance.now();
  }

  #goOn(changed: boolean): void {
    this.#pace = nextPace(this.#pace, changed, this.#options.pace.tempo);
  }

  #note(look: VenueLook, plan: KillPlan): void {
    const open = new Set<string>(openIds(look));
    const held = new Set(look.positions.map(({ symbol }) => symbol));
    const { cancelsRequested, cancelsConfirmed, closes } = this.#progress;
    for (const id of cancelsRequested) if (!open.has(id)) cancelsConfirmed.add(id);
    for (const symbol of closes.keys()) closes.set(symbol, !held.has(symbol));
    this.#progress.venueOpenOrders = look.openOrders.length;
    this.#progress.venuePositions = look.positions.length;
    this.#progress.keptStops = plan.keep.map(describeOrder);
    this.#progress.queued = plan.queued.length;
  }

  #countClean(): void {
    const { gateClosedAt } = this.#progress;
    if (gateClosedAt === null || this.#sinceGate() < this.#options.pace.settleMs) return;
    this.#progress.cleanSweeps += 1;
    this.#progress.residual = [];
    if (this.#progress.cleanSweeps >= CLEAN_LOOKS_MIN) return this.#prove();
    // The second look must not be slowed down by the first one's showing nothing new.
    this.#pace = firstPace(this.#options.pace.tempo);
  }

  async #act(look: VenueLook, plan: KillPlan, canceled: boolean): Promise<void> {
    this.#progress.cleanSweeps = 0;
    this.#progress.provenAt = null;
    this.#progress.stage = cancelsLeft(plan) ? "canceling" : "closing";
    if (this.#mayCancel() && !canceled) await this.#cancel(plan);
    if (plan.close.length > 0 && this.#mayClose()) {
      if (!this.#options.engine.alive() || this.#isStuck()) await this.#takeOver();
      if (this.#holding) {
        for (const symbol of await this.#closer.close(plan.close, look))
          this.#progress.closes.set(symbol, false);
      }
    }
    this.#judgeResidue(plan);
  }

  /** A living engine cancels for itself at first; a gate closed by force leaves nobody else to. */
  #mayCancel(): boolean {
    const alone = this.#progress.gateKeeper !== "engine" || !this.#options.engine.alive();
    return alone || this.#sinceGate() >= this.#options.pace.helpAfterMs;
  }

  #mayClose(): boolean {
    return this.#holding || !this.#options.engine.alive() || (this.#isStuck() && !this.#tookOver);
  }

  #isStuck(): boolean {
    return performance.now() - this.#shownSince >= this.#options.pace.stuckAfterMs;
  }

  async #takeOver(): Promise<void> {
    if (this.#holding || !this.#holdEngine()) return;
    this.#tookOver = true;
    const stopped = await this.#options.engine.stop();
    if (stopped.ok) {
      this.#progress.gateKeeper = "watchdog";
      return;
    }
    // It may still close by itself, so nothing is closed from here.
    this.#progress.trouble = `Engine: ${stopped.error}.`;
    this.#letEngineGo();
  }

  #holdEngine(): boolean {
    this.#holding ||= this.#options.engine.takeHold(
      "positions are being closed without the engine",
    );
    return this.#holding;
  }

  #letEngineGo(): void {
    if (this.#holding) this.#options.engine.releaseHold();
    this.#holding = false;
  }

  async #cancel({ cancel, cancelUnreadable: unreadable, keep }: KillPlan): Promise<void> {
    const everything = this.#scope.kind === "all" && keep.length === 0;
    await this.#canceler.cancel({ orders: cancel, unreadable, everything });
  }

  /** What waits for the open, or is refused again and again, is named; the engine may come back and go on with it. */
  #judgeResidue(plan: KillPlan): void {
    const refused = cancelsLeft(plan) ? [] : this.#closer.residue();
    const waits = cancelsLeft(plan) ? [] : plan.queued;
    if (refused.length + waits.length === 0) return;
    this.#progress.stage = "residual";
    this.#progress.residual = [...waits, ...refused];
    this.#letEngineGo();
  }

  #prove(): void {
    if (this.#progress.stage === "proven") return;
    this.#progress.stage = "proven";
    this.#progress.provenAt = Date.now();
    this.#letEngineGo();
  }

  #finished(): boolean {
    if (this.#isStrategy) return this.#progress.gateClosedAt !== null;
    if (this.#progress.stage !== "proven") return false;
    return this.#latch.mode === "halt" || this.#sinceGate() >= this.#options.pace.watchAfterMs;
  }

  #sinceGate(): number {
    return performance.now() - this.#gateAt;
  }

  #tell(): void {
    this.#options.changed(this.report());
  }

  async #rest(): Promise<void> {
    this.#wake = new AbortController();
    if (this.#stopped.signal.aborted) return;
    await pause(this.#pace.delayMs, undefined, { signal: this.#wake.signal }).catch(() => {
      // Woken early: there is something new to do.
    });
  }
}
