import { NOT_OURS, type OrderView } from "@interlock/api/view/order-view";
import type { ChipTone } from "../components/state-chip.tsx";
import { priceText } from "../format/amount-text.ts";

type Status = OrderView["status"];

interface StatusWords {
  readonly label: string;
  readonly tone: ChipTone;
  readonly working: boolean;
  readonly meaning: string;
}

/** Every status in words. `denied` is ours: it never left; `rejected` is the venue's. */
export const STATUS_WORDS: Readonly<Record<Status, StatusWords>> = {
  pending_submit: {
    label: "sending",
    tone: "accent",
    working: true,
    meaning: "Recorded; on its way to the venue",
  },
  submit_unknown: {
    label: "unknown",
    tone: "stale",
    working: true,
    meaning: "Sent without an answer: counted in full until the venue says what became of it",
  },
  accepted: { label: "working", tone: "accent", working: true, meaning: "Open at the venue" },
  partially_filled: {
    label: "partly filled",
    tone: "accent",
    working: true,
    meaning: "Open, with a part filled",
  },
  pending_cancel: {
    label: "canceling",
    tone: "warn",
    working: true,
    meaning: "Cancel requested, not yet confirmed",
  },
  pending_replace: {
    label: "replacing",
    tone: "warn",
    working: true,
    meaning: "Replacement requested",
  },
  filled: { label: "filled", tone: "ok", working: false, meaning: "Filled in full" },
  canceled: {
    label: "canceled",
    tone: "neutral",
    working: false,
    meaning: "Canceled at the venue",
  },
  expired: {
    label: "expired",
    tone: "neutral",
    working: false,
    meaning: "Its time in force ran out",
  },
  replaced: {
    label: "replaced",
    tone: "neutral",
    working: false,
    meaning: "Another order took its place",
  },
  rejected: {
    label: "rejected",
    tone: "critical",
    working: false,
    meaning: "Refused by the venue",
  },
  denied: {
    label: "denied",
    tone: "critical",
    working: false,
    meaning: "Refused by our limits: it never left",
  },
};

/** Tells whether an order is open at the venue and not held open by our books. */
export function isNotOurs({ flags }: Pick<OrderView, "flags">): boolean {
  return flags.includes(NOT_OURS);
}

/** Tells whether an order can still fill. */
export function isWorking(status: Status): boolean {
  return STATUS_WORDS[status].working;
}

const CANCEL_SLOW_MS = 5_000;
const CANCEL_STUCK_MS = 30_000;

/** How long a cancel has been waiting for the venue, and whether that is too long. */
export function cancelWait(
  order: OrderView,
  venueNow: number,
): { readonly ms: number; readonly tone: ChipTone; readonly stuck: boolean } | null {
  if (order.status !== "pending_cancel") return null;
  const ms = Math.max(0, venueNow - order.updatedAt);
  const stuck = ms > CANCEL_STUCK_MS;
  return { ms, stuck, tone: stuck ? "critical" : ms > CANCEL_SLOW_MS ? "warn" : "accent" };
}

/** Names type and prices: "limit 144.25", "stop limit 143.00 → 142.90". */
export function pricingText(order: OrderView): string {
  const limit = order.limitPrice === null ? "" : priceText(order.limitPrice);
  const stop = order.stopPrice === null ? "" : priceText(order.stopPrice);
  switch (order.type) {
    case "market":
      return "market";
    case "limit":
      return `limit ${limit}`;
    case "stop":
      return `stop ${stop}`;
    case "stop_limit":
      return `stop limit ${stop} → ${limit}`;
    case "trailing_stop":
      return "trailing stop";
  }
}

/**
 * Milliseconds from sending an order to the venue's acceptance; null while either is unknown, and where the venue's
 * clock stood still between them, as in a replay: that is no latency.
 */
export function acceptLatencyMs(order: OrderView): number | null {
  if (order.submittedAt === null || order.acceptedAt === null) return null;
  const took = order.acceptedAt - order.submittedAt;
  return took === 0 ? null : took;
}
