import type { MarketDataFeed } from "@interlock/alpaca/environment";
import type { Ticker } from "@interlock/core/ids";
import type { PlannedClose, Residue, VenueLook } from "@interlock/core/kill/kill-plan";
import type { Price } from "@interlock/core/number/price";
import type { Quantity } from "@interlock/core/number/quantity";
import type { Limits } from "@interlock/core/risk/limits";
import { MINUTE_MS } from "@interlock/core/time";
import { approveClosing } from "./approve-closing.ts";
import type { KillVenue } from "../kill-venue.ts";
import { type ClosingPatience, SentClosing } from "./sent-closing.ts";

/** What the closer is made with. */
export interface CloserOptions {
  readonly venue: KillVenue;
  readonly feed: MarketDataFeed;
  readonly limits: Limits;
  /** Random part of our order ids, so that none repeats after a restart. */
  readonly idPrefix: string;
  readonly patience: ClosingPatience;
}

interface Attempt {
  /** The last order that may have reached the venue. */
  sent: SentClosing | null;
  /** A pursuit is deciding about it: another one that asks meanwhile would send the same order. */
  busy: boolean;
  tries: number;
  refusals: number;
  why: string;
}

/** After that many refusals in a row a position counts as residual; it is still tried again. */
const REFUSALS_MAX = 3;
const REFERENCE_AGE_MS_MAX = 15 * MINUTE_MS;

/** Closes positions while no engine runs. One order at a time in each symbol, however many pursuits ask for it. */
export class PositionCloser {
  readonly #options: CloserOptions;
  readonly #attempts = new Map<Ticker, Attempt>();

  constructor(options: CloserOptions) {
    this.#options = options;
  }

  /** Ids of our closing orders that may still be left to work. */
  working(): ReadonlySet<string> {
    const sent = [...this.#attempts.values()].flatMap(({ sent: one }) => one ?? []);
    const young = sent.filter((one) => one.isYoung());
    return new Set(young.map(({ order }) => order.intent.clientOrderId));
  }

  /** Sends what a plan wants closed. Returns the symbols in which a closing order has left, now or before. */
  async close(planned: readonly PlannedClose[], look: VenueLook): Promise<readonly Ticker[]> {
    await Promise.all(planned.map((close) => this.#closeOne(close, look)));
    return planned.flatMap(({ symbol }) => (this.#attempt(symbol).sent === null ? [] : symbol));
  }

  /** Which of the positions to close the venue or the gate keeps refusing, and why. */
  residue(planned: readonly PlannedClose[]): readonly Residue[] {
    return planned.flatMap(({ symbol }) => {
      const { refusals, why } = this.#attempt(symbol);
      return refusals >= REFUSALS_MAX ? { what: symbol, why } : [];
    });
  }

  async #closeOne(close: PlannedClose, look: VenueLook): Promise<void> {
    const attempt = this.#attempt(close.symbol);
    if (attempt.busy) return;
    attempt.busy = true;
    try {
      await this.#goOn(attempt, close, look);
    } finally {
      attempt.busy = false;
    }
  }

  async #goOn(attempt: Attempt, close: PlannedClose, look: VenueLook): Promise<void> {
    const position = look.positions.find(({ symbol }) => symbol === close.symbol)?.quantity;
    if (position === undefined) return;
    const { venue } = this.#options;
    const after = attempt.sent === null ? "next" : await attempt.sent.judge(position, venue);
    if (after === "wait") return;
    const next =
      after === "again" && attempt.sent !== null
        ? attempt.sent.again()
        : await this.#prepare(attempt, { ...close, position }, look);
    if (next !== null) await this.#send(attempt, next);
  }

  async #send(attempt: Attempt, closing: SentClosing): Promise<void> {
    attempt.sent = closing;
    const outcome = await this.#options.venue.submitOrder(closing.order);
    closing.inDoubt = outcome.outcome === "unknown";
    if (outcome.outcome === "accepted") attempt.refusals = 0;
    if (outcome.outcome === "unknown") attempt.why = outcome.reason;
    if (outcome.outcome !== "rejected") return;
    attempt.sent = null;
    this.#refuse(attempt, outcome.message);
  }

  #attempt(symbol: Ticker): Attempt {
    const known = this.#attempts.get(symbol);
    if (known !== undefined) return known;
    const fresh = { sent: null, busy: false, tries: 0, refusals: 0, why: "" };
    this.#attempts.set(symbol, fresh);
    return fresh;
  }

  #refuse(attempt: Attempt, why: string): void {
    attempt.refusals += 1;
    attempt.why = why;
  }

  /** Has the next order approved. Null when the gate refuses it. */
  async #prepare(
    attempt: Attempt,
    close: PlannedClose & { readonly position: Quantity },
    look: VenueLook,
  ): Promise<SentClosing | null> {
    const reference = look.session === "regular" ? null : await this.#lastPrice(close.symbol, look);
    const { symbol, side, quantity, position } = close;
    const approved = approveClosing({
      clientOrderId: `${this.#options.idPrefix}-${symbol}-${attempt.tries + 1}`,
      symbol,
      side,
      quantity,
      position,
      session: look.session,
      time: look.venueAt,
      reference,
      attempt: attempt.tries,
      limits: this.#options.limits,
    });
    attempt.tries += 1;
    if (approved.ok) return new SentClosing(approved.value, position, this.#options.patience);
    this.#refuse(attempt, approved.error);
    return null;
  }

  async #lastPrice(symbol: Ticker, { venueAt }: VenueLook): Promise<Price | null> {
    const answer = await this.#options.venue.bars({
      symbols: [symbol],
      timeframe: "1Min",
      startAt: venueAt - REFERENCE_AGE_MS_MAX,
      endAt: venueAt,
      feed: this.#options.feed,
      adjustment: "raw",
    });
    return answer.ok ? (answer.value.bars.at(-1)?.close ?? null) : null;
  }
}
