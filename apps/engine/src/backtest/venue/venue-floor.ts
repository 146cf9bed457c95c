import { renderAccount } from "@interlock/alpaca-sim/render/render-account";
import { feeActivity, fillActivity } from "@interlock/alpaca-sim/render/render-activity";
import { renderClock } from "@interlock/alpaca-sim/render/render-market";
import { renderOrder } from "@interlock/alpaca-sim/render/render-order";
import { renderPosition } from "@interlock/alpaca-sim/render/render-position";
import { ordersIn } from "@interlock/alpaca-sim/venue/book/book";
import type { Execution, OrderEvent } from "@interlock/alpaca-sim/venue/order/order-event";
import {
  isClosed,
  type NewOrder,
  type OrderRecord,
} from "@interlock/alpaca-sim/venue/order/order-record";
import { stampOf } from "@interlock/alpaca-sim/venue/stamp";
import { step } from "@interlock/alpaca-sim/venue/step";
import { notFound, type VenueError } from "@interlock/alpaca-sim/venue/venue-error";
import type { Reply, VenueInput } from "@interlock/alpaca-sim/venue/venue-input";
import type { VenueState } from "@interlock/alpaca-sim/venue/venue-state";
import type { UnixMs } from "@interlock/core/time";
import type { HttpAnswer } from "./venue-network.ts";

type Untimed<T> = T extends { readonly at: UnixMs } ? Omit<T, "at"> : never;

/** The pure venue behind its REST questions, at the time that it is given. It never fails: a network may. */
export class VenueFloor {
  readonly venue: VenueState;
  readonly #now: () => UnixMs;
  readonly #onEvents: (events: readonly OrderEvent[]) => void;
  /** Decides for a cancel that the venue takes whether it gets stuck, by the order's id. */
  getsStuck: (orderId: string) => boolean = () => false;
  /** Tells whether the log of activities shows an execution by now. */
  lists: (execution: Pick<Execution, "id">) => boolean = () => true;

  constructor(
    venue: VenueState,
    now: () => UnixMs,
    onEvents: (events: readonly OrderEvent[]) => void,
  ) {
    this.venue = venue;
    this.#now = now;
    this.#onEvents = onEvents;
  }

  /** Gives the venue an input at the present time. */
  give(input: Untimed<VenueInput>): Reply {
    const { reply, events } = step(this.venue, { ...input, at: this.#now() });
    if (events.length > 0) this.#onEvents(events);
    return reply;
  }

  /** Every order that may still trade, by the venue's own books. */
  *openOrders(): Generator<Readonly<OrderRecord>> {
    for (const book of this.venue.books.values()) yield* ordersIn(book);
    yield* this.venue.sidelined;
  }

  post(order: NewOrder): HttpAnswer {
    const reply = this.give({ kind: "submit", order });
    if (reply.kind !== "order") return refuse(notFound("order not found"));
    if (!reply.outcome.ok) return refuse(reply.outcome.error);
    const taken = reply.outcome.value;
    const { acknowledgedAs } = this.venue.config;
    return found(renderOrder(taken, taken.status === "new" ? acknowledgedAs : taken.status));
  }

  cancel(orderId: string): HttpAnswer {
    const reply = this.give({ kind: "cancel", orderId, stuck: this.getsStuck(orderId) });
    if (reply.kind !== "order") return refuse(notFound("order not found"));
    return reply.outcome.ok ? { status: 204, body: null } : refuse(reply.outcome.error);
  }

  cancelAll(): HttpAnswer {
    // The venue cancels the oldest first, and gets stuck in the first of them.
    const [oldest] = [...this.openOrders()].sort((a, b) => a.sequence - b.sequence);
    const stuck = oldest !== undefined && this.getsStuck(oldest.id) ? 1 : 0;
    const reply = this.give({ kind: "cancel_all", stuck });
    return { status: 207, body: reply.kind === "canceled" ? reply.lines : [] };
  }

  byClientId(clientOrderId: string): HttpAnswer {
    this.#tellTime();
    const { orderIdByClientId, orders } = this.venue;
    const order = orders.get(orderIdByClientId.get(clientOrderId) ?? "");
    if (order === undefined) return refuse(notFound(`order not found for ${clientOrderId}`));
    return found(renderOrder(order));
  }

  orders(status: string, after: string | undefined): HttpAnswer {
    this.#tellTime();
    const from = after === undefined ? "" : stampOf(Date.parse(after));
    const chosen = [...this.venue.orders.values()]
      .filter((order) => isClosed(order) === (status === "closed"))
      .filter((order) => order.createdAt > from);
    return found(chosen.map((order) => renderOrder(order)));
  }

  account(): HttpAnswer {
    this.#tellTime();
    return found(renderAccount(this.venue));
  }

  positions(): HttpAnswer {
    this.#tellTime();
    const held = [...this.venue.positions.values()];
    return found(held.map((position) => renderPosition(this.venue, position)));
  }

  activities({ fills, after, pageSize, pageToken }: ActivityQuestion): HttpAnswer {
    this.#tellTime();
    const from = stampOf(after.getTime());
    const { executions, charges } = this.venue;
    const listed = executions.filter((execution) => this.lists(execution));
    const all = fills ? listed.map(fillActivity) : charges.map(feeActivity);
    const chosen = all.filter(({ stamp }) => stamp > from);
    const last = chosen.findIndex(({ id }) => id === pageToken);
    return found(chosen.slice(last + 1, last + 1 + pageSize).map(({ body }) => body));
  }

  clock(): HttpAnswer {
    return found(renderClock(this.#now()));
  }

  #tellTime(): void {
    this.give({ kind: "clock" });
  }
}

/** A page of the activity log: executions, or charges. */
export interface ActivityQuestion {
  readonly fills: boolean;
  readonly after: Date;
  readonly pageSize: number;
  readonly pageToken: string | undefined;
}

function found(body: unknown): HttpAnswer {
  return { status: 200, body };
}

function refuse({ status, code, message, details }: VenueError): HttpAnswer {
  return { status, body: { ...(code === null ? {} : { code }), message, ...details } };
}
