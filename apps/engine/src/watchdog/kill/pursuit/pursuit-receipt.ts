import type { KillView } from "@interlock/api/view/kill-view";
import {
  type AskedCancel,
  type KilledOrder,
  RECEIPT_STAGES,
  type ReceiptStage,
} from "@interlock/core/kill/kill-receipt";

/** What a receipt shows. */
export type ShownReceipt = NonNullable<KillView["receipt"]>;

/** What was reached once for all, whatever turns up later. */
const LASTING_STAGES: readonly ReceiptStage[] = ["gate_closed", "first_cancel_sent", "closing"];

/**
 * The evidence of a kill as this process saw it: when each stage was reached, and for each order when its cancel was
 * asked for and when the venue's own list showed it no more. It is like the engine's receipt, by this host's clock,
 * and says nothing of what the engine did: that has a receipt of its own.
 */
export class PursuitReceipt {
  readonly #stages = new Map<ReceiptStage, number>();
  readonly #orders = new Map<string, KilledOrder>();

  /** Goes on with evidence that was kept. What a look showed then may be over: only the next one says it again. */
  constructor(kept?: ShownReceipt) {
    for (const { stage, at } of kept?.stages ?? []) {
      const known = LASTING_STAGES.find((one) => one === stage);
      if (known !== undefined) this.#stages.set(known, at);
    }
    for (const order of kept?.orders ?? []) this.#orders.set(order.id, { ...order });
  }

  /** Notes that a stage was reached, the first time that it was. */
  reached(stage: ReceiptStage): void {
    if (!this.#stages.has(stage)) this.#stages.set(stage, Date.now());
  }

  /** What was reached is over: an order turned up, or a position. */
  lost(...stages: readonly ReceiptStage[]): void {
    for (const stage of stages) this.#stages.delete(stage);
  }

  /** Notes cancels that leave now; one that is asked for again keeps its first time. */
  asked(orders: readonly AskedCancel[]): void {
    const fresh = orders.filter(({ id }) => !this.#orders.has(id));
    if (fresh.length === 0) return;
    const askedAt = Date.now();
    this.reached("first_cancel_sent");
    this.lost("last_cancel_confirmed", "holds_released");
    for (const order of fresh) this.#orders.set(order.id, { ...order, askedAt, confirmedAt: null });
  }

  /** Takes a list of what is open: whatever was asked about and is not in it is gone, and not while it is. */
  showsOpen(open: ReadonlySet<string>): void {
    for (const order of this.#orders.values()) {
      if (open.has(order.id)) order.confirmedAt = null;
      else order.confirmedAt ??= Date.now();
    }
    if (this.pending > 0) this.lost("last_cancel_confirmed");
    else if (this.#orders.size > 0) this.reached("last_cancel_confirmed");
  }

  /** Orders that were asked about. */
  get requested(): number {
    return this.#orders.size;
  }

  /** Orders that were asked about and that the venue has not shown gone. */
  get pending(): number {
    let pending = 0;
    for (const { confirmedAt } of this.#orders.values()) if (confirmedAt === null) pending += 1;
    return pending;
  }

  /** Returns the receipt of a kill that was asked for at `requestedAt`, by this host's clock. */
  shown(requestedAt: number): ShownReceipt {
    const stages = RECEIPT_STAGES.flatMap((stage) => {
      const at = stage === "requested" ? requestedAt : this.#stages.get(stage);
      return at === undefined ? [] : { stage, at, tookMs: Math.max(0, at - requestedAt) };
    });
    return { stages, orders: [...this.#orders.values()].map((order) => ({ ...order })) };
  }
}
