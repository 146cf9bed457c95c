import { assert } from "@interlock/core/assert";
import { fromIsoDate, isoDate } from "@interlock/core/market/civil-date";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import { money } from "@interlock/core/number/money";
import { price } from "@interlock/core/number/price";
import { formatQuantity } from "@interlock/core/number/quantity";
import type { UnixMs } from "@interlock/core/time";
import { renderTruth } from "../src/render/render-truth.ts";
import { readOrderRequest } from "../src/request/read-order-request.ts";
import { readReplaceRequest } from "../src/request/read-replace-request.ts";
import { priceText } from "../src/venue/decimal-text.ts";
import type { OrderEvent } from "../src/venue/order/order-event.ts";
import type { OrderRecord } from "../src/venue/order/order-record.ts";
import { type Outcome, refused } from "../src/venue/outcome.ts";
import { step } from "../src/venue/step.ts";
import { notFound } from "../src/venue/venue-error.ts";
import type { Reply, VenueInput } from "../src/venue/venue-input.ts";
import { createVenue, type VenueConfig, type VenueState } from "../src/venue/venue-state.ts";

/** A Tuesday on which the market was open as usual. */
export const DAY = isoDate("2013-10-08");

/** Returns the instant of a time in New York on a day, e.g. at("09:30"). */
export function at(clock: string, date = DAY): UnixMs {
  const [hours = "0", minutes = "0", seconds = "0"] = clock.split(":");
  const minute = newYorkInstant(fromIsoDate(date), Number(hours) * 60 + Number(minutes));
  return minute + Math.round(Number(seconds) * 1_000);
}

/** A body as a client would send it. */
export type Body = Readonly<Record<string, unknown>>;

/** A venue with an open session in IBM and SPY, driven with short texts; what happens is noted as short texts. */
export class VenueBench {
  readonly state: VenueState;
  /** What happened so far, e.g. "fill o1 100@10.02". Orders are named by arrival. */
  readonly happened: string[] = [];
  readonly events: OrderEvent[] = [];
  #now: UnixMs;

  constructor(chosen: Partial<VenueConfig> & { readonly opensAt?: UnixMs } = {}) {
    const startAt = chosen.opensAt ?? at("10:00");
    this.#now = startAt;
    this.state = createVenue({
      seed: "bench",
      accountId: "00000000-0000-4000-8000-000000000001",
      accountNumber: "PATEST00001",
      symbols: ["IBM", "SPY"],
      startAt,
      cash: money("100000"),
      previousCloses: new Map(),
      acknowledgedAs: "pending_new",
      partialFills: 0,
      ...chosen,
    });
  }

  /** Shows a quote of IBM, e.g. "10.00x300 10.02x500"; a side without interest is "-". */
  quote(text: string, symbol = "IBM"): this {
    const [bid = "-", ask = "-"] = text.split(" ");
    const [bidPrice, bidSize = "0"] = bid.split("x");
    const [askPrice, askSize = "0"] = ask.split("x");
    this.input({
      kind: "quote",
      at: this.tick(),
      symbol,
      bid: bid === "-" ? null : price(bidPrice ?? ""),
      bidSize: Number(bidSize),
      ask: ask === "-" ? null : price(askPrice ?? ""),
      askSize: Number(askSize),
    });
    return this;
  }

  /** Prints a trade of IBM, e.g. "10.01x100". */
  print(text: string, symbol = "IBM"): this {
    const [at, size = "100"] = text.split("x");
    const traded = price(at ?? "");
    this.input({
      kind: "trade",
      at: this.tick(),
      symbol,
      price: traded,
      size: Number(size),
      counts: true,
    });
    return this;
  }

  /** Sends an order for IBM; what is not said is a market buy of 100 for the day. */
  submit(body: Body): Outcome<Readonly<OrderRecord>> {
    const usual = { symbol: "IBM", qty: "100", side: "buy", type: "market", time_in_force: "day" };
    const order = readOrderRequest({ ...usual, ...body });
    if (!order.ok) return order;
    return outcomeOf(this.input({ kind: "submit", at: this.tick(), order: order.value }));
  }

  /** Sends an order that must be taken, and returns it. */
  order(body: Body = {}): Readonly<OrderRecord> {
    const outcome = this.submit(body);
    assert(outcome.ok, outcome.ok ? "" : outcome.error.message);
    return outcome.value;
  }

  replace(order: Pick<OrderRecord, "id">, body: Body): Outcome<Readonly<OrderRecord>> {
    const changes = readReplaceRequest(body);
    if (!changes.ok) return changes;
    const { id: orderId } = order;
    return outcomeOf(
      this.input({ kind: "replace", at: this.tick(), orderId, changes: changes.value }),
    );
  }

  cancel(order: Pick<OrderRecord, "id">, stuck = false): Outcome<Readonly<OrderRecord>> {
    return outcomeOf(this.input({ kind: "cancel", at: this.tick(), orderId: order.id, stuck }));
  }

  /** Lets the clock go to an instant. */
  clock(instant: UnixMs): this {
    this.#now = instant;
    this.input({ kind: "clock", at: instant });
    return this;
  }

  /** Gives any input and notes what happens. */
  input(input: VenueInput): Reply {
    const { reply, events } = step(this.state, input);
    this.events.push(...events);
    this.happened.push(...events.map(describeEvent));
    return reply;
  }

  /** Returns the present instant, a millisecond after the last one. */
  tick(): UnixMs {
    this.#now += 1;
    return this.#now;
  }

  /** Returns the order as it is now. */
  now(order: Pick<OrderRecord, "id">): Readonly<OrderRecord> {
    const found = this.state.orders.get(order.id);
    assert(found !== undefined, "no such order");
    return found;
  }

  /** Returns the account's truth as /sim/state tells it. */
  truth(): Record<string, unknown> {
    return renderTruth(this.state);
  }

  /** Returns the signed position in a symbol, "0" for none. */
  position(symbol = "IBM"): string {
    const held = [...this.state.positions.values()].find((position) => position.symbol === symbol);
    return held === undefined ? "0" : formatQuantity(held.quantity);
  }
}

function outcomeOf(reply: Reply): Outcome<Readonly<OrderRecord>> {
  return reply.kind === "order" ? reply.outcome : refused(notFound("no order in the reply"));
}

function describeEvent({ name, order, execution }: OrderEvent): string {
  const slice =
    execution === null
      ? ""
      : ` ${formatQuantity(execution.quantity)}@${priceText(execution.price)}`;
  return `${name} o${order.sequence}${slice}`;
}
