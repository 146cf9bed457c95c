import type { FaultTable } from "../fault-row.ts";

/** T: clocks. */
export const TIME: FaultTable = {
  title: "Time",
  rows: [
    {
      id: "T01",
      fault: "the host's clock is wrong or jumps",
      guarantee:
        "Durations are monotonic and trading time is the venue's; seconds of difference stop new risk.",
    },
    {
      id: "T02",
      fault: "the host's clock is set during an order",
      guarantee: "Deadlines do not move.",
    },
    {
      id: "T03",
      fault: "the event loop stands still for seconds",
      guarantee:
        "An order that was approved too long ago ends unsent; the standstill is a metric, and from a second on an alert.",
    },
  ],
};
