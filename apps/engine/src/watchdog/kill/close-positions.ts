import type { MarketDataFeed } from "@interlock/alpaca/environment";
import type { Ticker } from "@interlock/core/ids";
import { closeWorkMs } from "@interlock/core/kill/closing-work";
import type { PlannedClose, Residue, VenueLook } from "@interlock/core/kill/kill-plan";
import type { Price } from "@interlock/core/number/price";
import { quantityUnits, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import type { Limits } from "@interlock/core/risk/limits";
import { MINUTE_MS } from "@interlock/core/time";
import { approveClosing } from "./approve-closing.ts";
import type { KillVenue } from "./kill-venue.ts";

/** What the closer is made with. */
export interface CloserOptions {
  readonly venue: KillVenue;
  readonly feed: MarketDataFeed;
  readonly limits: Limits;
  /** Random part of our order ids, so that none repeats after a restart. */
  readonly idPrefix: string;
  /** A closing limit that has not filled by then is canceled and placed again, further through the price. */
  readonly workMs: number;
}

interface Attempt {
  /** Null until risk approved one. */
  order: ApprovedOrder | null;
  tries: number;
  /** When the last order went out, by the monotonic clock. */
  sentAt: number;
  /** True while nothing says whether the venue has the order: then only the same one is sent again. */
  inDoubt: boolean;
  refusals: number;
  why: string;
}

/** After that many refusals in a row a position counts as residual; it is still tried again. */
const REFUSALS_MAX = 3;
const REFERENCE_AGE_MS_MAX = 15 * MINUTE_MS;

/** Closes positions while no engine runs. One order at a time in each symbol. */
export class PositionCloser {
  readonly #options: CloserOptions;
  readonly #attempts = new Map<Ticker, Attempt>();

  constructor(options: CloserOptions) {
    this.#options = options;
  }

  /** Ids of our closing orders that may still be left to work. */
  working(now: number): ReadonlySet<string> {
    const { workMs } = this.#options;
    const ids = [...this.#attempts.values()].flatMap(({ order, sentAt }) => {
      if (order === null) return [];
      const { clientOrderId, pricing } = order.intent;
      return now - sentAt < closeWorkMs(pricing.type, workMs) ? [clientOrderId] : [];
    });
    return new Set(ids);
  }

  /** Sends what a plan wants closed. Returns the symbols that an order was sent in. */
  async close(planned: readonly PlannedClose[], look: VenueLook): Promise<readonly Ticker[]> {
    const sent = await Promise.all(planned.map((close) => this.#closeOne(close, look)));
    return planned.flatMap(({ symbol }, index) => (sent[index] === true ? [symbol] : []));
  }

  /** Positions that the venue or the gate keeps refusing to close, and why. */
  residue(): readonly Residue[] {
    return [...this.#attempts]
      .filter(([, attempt]) => attempt.refusals >= REFUSALS_MAX)
      .map(([symbol, attempt]) => ({ what: symbol, why: attempt.why }));
  }

  async #closeOne(close: PlannedClose, look: VenueLook): Promise<boolean> {
    const attempt = this.#attempt(close.symbol);
    if (!attempt.inDoubt && !(await this.#prepare(attempt, close, look))) return false;
    if (attempt.order === null) return false;
    attempt.sentAt = performance.now();
    const outcome = await this.#options.venue.submitOrder(attempt.order);
    attempt.inDoubt = outcome.outcome === "unknown";
    if (outcome.outcome === "accepted") attempt.refusals = 0;
    if (outcome.outcome === "rejected") this.#refuse(attempt, outcome.message);
    if (outcome.outcome === "unknown") attempt.why = outcome.reason;
    return outcome.outcome !== "rejected";
  }

  #attempt(symbol: Ticker): Attempt {
    const known = this.#attempts.get(symbol);
    if (known !== undefined) return known;
    const fresh = {
      order: null,
      tries: 0,
      sentAt: -Infinity,
      inDoubt: false,
      refusals: 0,
      why: "",
    };
    this.#attempts.set(symbol, fresh);
    return fresh;
  }

  #refuse(attempt: Attempt, why: string): void {
    attempt.refusals += 1;
    attempt.why = why;
  }

  /** Has the next order approved. Returns false when there is none to send. */
  async #prepare(attempt: Attempt, close: PlannedClose, look: VenueLook): Promise<boolean> {
    const position = look.positions.find(({ symbol }) => symbol === close.symbol)?.quantity;
    if (position === undefined || quantityUnits(close.quantity) === quantityUnits(ZERO_QUANTITY))
      return false;
    const reference = look.session === "regular" ? null : await this.#lastPrice(close.symbol, look);
    const { symbol, side, quantity } = close;
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
    attempt.order = approved.ok ? approved.value : null;
    if (!approved.ok) this.#refuse(attempt, approved.error);
    return approved.ok;
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
