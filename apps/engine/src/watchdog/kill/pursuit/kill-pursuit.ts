import { setTimeout as pause } from "node:timers/promises";
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
import { askEngine, givesUp } from "./ask-engine.ts";
import { OrderCanceler } from "./cancel-orders.ts";
import type { EngineControl } from "../engine-control.ts";
import { EngineStandIn } from "./engine-stand-in.ts";
import type { KillHands, Pursuer } from "../kill-hands.ts";
import type { KillLatch } from "../kill-latch.ts";
import type { KillPace } from "../kill-pace.ts";
import {
  type GateKeeper,
  type KillProgress,
  type KillReport,
  reportKill,
  startProgress,
} from "./kill-progress.ts";
import type { KillAsker } from "../kill-request.ts";
import type { KillVenue } from "../kill-venue.ts";
import type { ShownReceipt } from "./pursuit-receipt.ts";
import { VenueEye } from "./look-at-venue.ts";
import { cancelsLeft, NOTHING_HELD, openIds, UNKNOWN_SYMBOL } from "./pursued-look.ts";

/** What a pursuit is made with. */
export interface PursuitOptions {
  readonly venue: KillVenue;
  readonly engine: EngineControl;
  /** Shared by all pursuits of this process. */
  readonly hands: KillHands;
  readonly pace: KillPace;
  /** Evidence of the same kill from before: of an earlier process, or of a gesture that this one follows. */
  readonly kept: ShownReceipt | undefined;
  /** Called after every change of the report. */
  readonly changed: (report: KillReport) => void;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Pursues one latched kill to its proof, whatever fails on the way. The stages, each a section below: close the gate;
 * then, turn by turn, look at the venue, cancel, close what is held, and prove by two looks that show nothing left. It
 * never gives up; back-off grows while nothing changes.
 *
 * The engine does the work while it lives; without it, or when it does not get on, this does it (`EngineStandIn`).
 */
export class KillPursuit implements Pursuer {
  readonly #options: PursuitOptions;
  readonly #progress: KillProgress;
  readonly #standIn: EngineStandIn;
  readonly #canceler: OrderCanceler;
  readonly #eye: VenueEye;
  readonly #stopped = new AbortController();
  #wake = new AbortController();
  #latch: KillLatch;
  /** Gestures for which the gate is being closed. */
  #asking = 0;
  /** What the venue showed last. */
  #shown = "";
  #pace: LookPace;

  constructor(latch: KillLatch, options: PursuitOptions) {
    const { engine, hands, venue, pace } = options;
    this.#latch = latch;
    this.#options = options;
    this.#progress = startProgress(options.kept);
    this.#pace = firstPace(pace.tempo);
    this.#eye = new VenueEye(venue);
    this.#standIn = new EngineStandIn({ engine, hands, pursuer: this, pace });
    const progress = this.#progress;
    const cancelPace = () => hands.cancelPace(this.#standIn.isHelper);
    this.#canceler = new OrderCanceler({ venue, progress, pace: cancelPace });
  }

  /** Whether it is still open what the engine says to the last gesture. */
  get isAsking(): boolean {
    return this.#asking > 0;
  }

  /** What it closes positions of. A strategy's are closed by the engine alone. */
  get flattens(): KillScope | null {
    return this.#latch.mode === "flatten" && !this.#isStrategy ? this.#scope : null;
  }

  get waitsForOpen(): boolean {
    const { queued, venuePositions, closes } = this.#progress;
    const closing = [...closes.values()].some((closed) => !closed);
    return queued > 0 && queued === venuePositions && !closing;
  }

  report(): KillReport {
    return reportKill(this.#latch, this.#progress);
  }

  /** Pursues until proven and watched for a while, or stopped. Never rejects. The engine is asked as `asker` asked. */
  async run(asker: KillAsker = this.#latch): Promise<void> {
    this.#options.hands.join(this);
    await this.#closeGate(asker);
    while (!this.#stopped.signal.aborted && !this.#finished()) {
      // A broken promise of our own code must not end the one thing that stops trading.
      await this.#turn().catch((error: unknown) => this.#failed(String(error)));
      await this.#rest();
    }
    this.#options.hands.leave(this);
  }

  /** One turn, in the order of the stages. */
  async #turn(): Promise<void> {
    if (this.#progress.gateClosedAt === null) await this.#closeGateByForce();
    if (this.#isStrategy) return;
    const orders = await this.#eye.orders();
    if (this.#stopped.signal.aborted) return;
    const everything = this.#standIn.mayCancel() && this.#everythingGoes();
    if (!orders.ok) return this.#turnBlind(orders.error, everything);
    if (this.#progress.gateClosedAt !== null) this.#progress.trouble = "";
    if (everything) await this.#cancelUnseen(orders.value);
    const look = await this.#eye.holdings(orders.value, this.#latch.mode === "flatten");
    if (this.#stopped.signal.aborted) return;
    if (look.ok) return this.#follow(look.value, everything);
    if (!everything && this.#standIn.mayCancel()) await this.#cancelUnseen(orders.value);
    this.#failed(look.error);
  }

  /** Does what a look leaves to do, or counts it toward the proof. */
  async #follow(look: VenueLook, canceled: boolean): Promise<void> {
    this.#notice(look);
    const part = lookWithin(look, this.#scope, null);
    const plan = planKill(part, this.#task(this.#options.hands.workingClosings(part)));
    const unknown = perhapsWithin(look, this.#scope);
    this.#note(part, plan);
    if (plan.clean && unknown.length === 0) this.#countClean();
    else {
      this.#unprove(cancelsLeft(plan) ? "canceling" : "closing");
      if (this.#standIn.mayCancel() && !canceled) await this.#cancel(plan);
      await this.#close(plan, part);
      this.#judgeResidue(plan);
    }
    if (unknown.length > 0) this.#progress.trouble = UNKNOWN_SYMBOL;
    this.#tell();
  }

  /** Makes the kill stronger while it runs, as `asker` asked for it. */
  async strengthen(latch: KillLatch, asker: KillAsker): Promise<void> {
    this.#latch = latch;
    this.#unprove("requested");
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
    this.#options.hands.leave(this);
  }

  // Stage 1: the gate.

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

  async #askEngine(asker: KillAsker): Promise<boolean> {
    const { engine, pace } = this.#options;
    const word = await askEngine(engine, { latch: this.#latch, asker }, pace.ackMs);
    this.#progress.trouble = word.trouble;
    // By now it may be another latch: a real kill that came meanwhile goes on.
    this.#progress.refused = givesUp(this.#latch, word);
    if (this.#progress.refused !== "") this.resumed();
    return word.closed;
  }

  /** Ends the engine's process: under the latch no engine comes back other than halted. */
  async #closeGateByForce(): Promise<void> {
    // Held first, so that no engine comes back and closes what is closed from here.
    if (this.flattens !== null && !this.#stopped.signal.aborted) this.#standIn.hold();
    const stopped = await this.#options.engine.stop();
    if (stopped.ok) this.#gateClosed("watchdog");
    else this.#progress.trouble = `Engine: ${stopped.error}.`;
  }

  #gateClosed(keeper: GateKeeper): void {
    this.#standIn.gateClosed(keeper);
    this.#progress.gateKeeper = keeper;
    this.#progress.gateClosedAt ??= Date.now();
    this.#progress.stage = "gate_closed";
    this.#progress.receipt.reached("gate_closed");
    if (this.#latch.mode === "halt") this.#prove();
  }

  // Stage 2: what the venue shows.

  /** Looks often while things move and less often while they do not. */
  #notice(look: VenueLook): void {
    const orders = openIds(look).sort();
    // A market that opens is news: only from then on can positions be closed, or fail to be.
    const held = [
      ...look.positions.map(describePosition),
      // Not its message: that names prices, which move while nothing gets on.
      ...(look.unreadPositions ?? []).map(({ symbol, why }) => `${symbol ?? ""} ${why}`),
    ].sort();
    const shown = JSON.stringify([orders, held, look.session]);
    const changed = shown !== this.#shown;
    this.#goOn(changed);
    if (changed) this.#standIn.getsOn();
    this.#shown = shown;
  }

  #note(look: VenueLook, plan: KillPlan): void {
    const held = new Set(look.positions.map(({ symbol }) => symbol));
    const { receipt, closes } = this.#progress;
    receipt.showsOpen(new Set(openIds(look)));
    if (this.#latch.mode === "flatten" && !cancelsLeft(plan) && plan.waiting.length === 0)
      receipt.reached("holds_released");
    for (const symbol of closes.keys()) closes.set(symbol, !held.has(symbol));
    this.#progress.venueOpenOrders = look.openOrders.length;
    this.#progress.venuePositions = look.positions.length + (look.unreadPositions ?? []).length;
    this.#progress.keptStops = plan.keep.map(describeOrder);
    this.#progress.queued = plan.queued.length;
  }

  #failed(why: string): void {
    this.#progress.trouble = why;
    this.#progress.cleanSweeps = 0;
    this.#goOn(false);
    this.#tell();
  }

  // Stage 3: cancels.

  /** What cannot be listed can still be canceled, all of it with one request. */
  async #turnBlind(why: string, everything: boolean): Promise<void> {
    if (everything && this.#options.hands.closer.working().size === 0)
      await this.#canceler.cancelAll();
    this.#failed(why);
  }

  /** Nobody beside us has placed an order that must be left to work: what is open goes without another question. */
  #everythingGoes(): boolean {
    const { mode } = this.#latch;
    if (this.#scope.kind !== "all" || mode === "halt" || !removesStops(this.#latch)) return false;
    return this.#standIn.isAlone || !this.#options.hands.isFlattening;
  }

  /** Cancels what goes whatever is held. */
  async #cancelUnseen(list: OrderList): Promise<void> {
    const shows = { openOrders: list.orders, unreadable: list.unreadable, ...NOTHING_HELD };
    const { openOrders: orders, unreadable = [] } = lookWithin(shows, this.#scope, null);
    const working = this.#options.hands.closer.working();
    const cancel = cancelsWithoutPositions(orders, this.#task(working));
    if (this.#latch.mode === "halt" || cancel.length + unreadable.length === 0) return;
    this.#progress.stage = "canceling";
    const everything = this.#scope.kind === "all" && cancel.length === orders.length;
    await this.#canceler.cancel({ orders: cancel, unreadable, everything });
  }

  async #cancel({ cancel, cancelUnreadable: unreadable, keep }: KillPlan): Promise<void> {
    const everything = this.#scope.kind === "all" && keep.length === 0;
    await this.#canceler.cancel({ orders: cancel, unreadable, everything });
  }

  // Stage 4: positions.

  async #close({ close }: KillPlan, look: VenueLook): Promise<void> {
    // It may have been abandoned while cancels were under way.
    if (close.length === 0 || this.#stopped.signal.aborted) return;
    const { may, trouble } = await this.#standIn.mayClose();
    this.#progress.gateKeeper = this.#standIn.keeper;
    if (trouble !== "") this.#progress.trouble = trouble;
    if (!may) return;
    const { receipt, closes } = this.#progress;
    receipt.reached("closing");
    for (const symbol of await this.#options.hands.closer.close(close, look))
      closes.set(symbol, false);
  }

  /** What waits for the open, or is refused again and again, is named; the engine may come back and go on with it. */
  #judgeResidue(plan: KillPlan): void {
    if (cancelsLeft(plan)) return;
    const { closer } = this.#options.hands;
    const refused = closer.residue(plan.close);
    const { queued, unread } = plan;
    if (refused.length + queued.length + unread.length === 0) return;
    this.#progress.residual = [...queued, ...unread, ...refused];
    // What cannot be read keeps nobody from closing the rest: until then the engine stays away from it.
    const closesOn = plan.close.length + plan.waiting.length + closer.working().size > 0;
    if (refused.length + queued.length === 0 && closesOn) return;
    this.#progress.stage = "residual";
    this.#standIn.letGo();
  }

  // Stage 5: the proof.

  #countClean(): void {
    const { gateClosedAt } = this.#progress;
    if (gateClosedAt === null || this.#standIn.sinceGate() < this.#options.pace.settleMs) return;
    this.#progress.cleanSweeps += 1;
    this.#progress.residual = [];
    this.#progress.cancelsWaiting = 0;
    if (this.#progress.cleanSweeps >= CLEAN_LOOKS_MIN) return this.#prove();
    // The second look must not be slowed down by the first one's showing nothing new.
    this.#pace = firstPace(this.#options.pace.tempo);
  }

  #prove(): void {
    if (this.#progress.stage === "proven") return;
    this.#progress.stage = "proven";
    this.#progress.provenAt = Date.now();
    this.#progress.receipt.reached("proven");
    this.#standIn.letGo();
  }

  #unprove(stage: KillProgress["stage"]): void {
    this.#progress.stage = stage;
    this.#progress.provenAt = null;
    this.#progress.cleanSweeps = 0;
    this.#progress.receipt.lost("proven");
  }

  #finished(): boolean {
    if (this.#isStrategy) return this.#progress.gateClosedAt !== null;
    if (this.#progress.stage !== "proven") return false;
    const watched = this.#standIn.sinceGate() >= this.#options.pace.watchAfterMs;
    return this.#latch.mode === "halt" || watched;
  }

  // What every stage goes by.

  get #scope(): KillScope {
    return this.#latch.scope ?? WHOLE_ACCOUNT;
  }

  /** The venue knows no strategies: only the engine can tell its orders and shares, and carries such a kill out. */
  get #isStrategy(): boolean {
    return this.#scope.kind === "strategy";
  }

  #task(workingCloses: ReadonlySet<string>): KillTask {
    const { mode, includeStops } = this.#latch;
    return { mode, includeStops, workingCloses, knownStops: NONE };
  }

  #goOn(changed: boolean): void {
    this.#pace = nextPace(this.#pace, changed, this.#options.pace.tempo);
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
