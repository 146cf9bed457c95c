"use client";
import type { OrderView } from "@interlock/api/view/order-view";
import { StateChip } from "../components/state-chip.tsx";
import { timerText } from "../format/time-text.ts";
import { useTicking } from "../live/use-live.ts";
import { venueTimeAt } from "../live/venue-clock.ts";
import { cancelWait, isNotOurs, STATUS_WORDS } from "./order-words.ts";

/** The status of an order in a word. A cancel that waits shows for how long, and after 30 seconds that it is stuck. */
export function OrderStatusChip({ order }: { order: OrderView }) {
  const words = STATUS_WORDS[order.status];
  const waiting = useTicking(({ venueClock }, now) => {
    const wait = venueClock === null ? null : cancelWait(order, venueTimeAt(venueClock, now));
    return wait === null
      ? ""
      : `${wait.stuck ? "stuck" : words.label} ${timerText(wait.ms)}|${wait.tone}`;
  });
  if (isNotOurs(order)) {
    return (
      <StateChip tone="warn" title={order.reason}>
        not ours
      </StateChip>
    );
  }
  const [text = "", tone] = waiting.split("|");
  const shown = tone === "critical" || tone === "warn" ? tone : words.tone;
  return (
    <StateChip tone={shown} title={words.meaning}>
      <span className="num">{text === "" ? words.label : text}</span>
    </StateChip>
  );
}
