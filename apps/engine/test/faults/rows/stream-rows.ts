import type { FaultTable } from "../fault-row.ts";

/** S: the venue's streams break, fall silent or lie. */
export const STREAMS: FaultTable = {
  title: "Streams",
  rows: [
    {
      id: "S01",
      fault: "a stream is cut",
      guarantee:
        "It comes back with growing, scattered delays; the books are compared before new risk is taken.",
    },
    {
      id: "S02",
      fault: "a stream is open and mute",
      guarantee:
        "In an open session a liquid channel is cycled after five seconds and a sparse one after thirty, and the venue is asked what it did meanwhile.",
    },
    {
      id: "S03",
      fault: "one report of a fill is lost",
      guarantee: "The fill is found by a comparison and booked once.",
    },
    {
      id: "S04",
      fault: "one report comes a thousand times",
      guarantee: "The execution is booked once.",
    },
    {
      id: "S05",
      fault: "a fill before the acknowledgment, after the cancel, after a restart",
      guarantee: "It is booked once, whatever the state of its order, which never reopens.",
    },
    {
      id: "S06",
      fault: "reports in any order",
      guarantee: "The order is the same in the end, to the byte.",
    },
    {
      id: "S07",
      fault: "fills of one millisecond out of order",
      guarantee: "Quantity and average do not depend on their order.",
    },
    {
      id: "S08",
      fault: "a frame that cannot be read",
      guarantee:
        "It is dropped, counted, kept in a bounded file and a gap; too many within a minute end the connection, never the process.",
    },
    {
      id: "S09",
      fault: "a frame of 50 MB",
      guarantee: "The connection ends with 1009 and costs no memory.",
    },
    {
      id: "S10",
      fault: "the connection limit (406)",
      guarantee: "The stream waits for the venue to notice, and is not ready meanwhile.",
    },
    {
      id: "S11",
      fault: "a confirmation that leaves a subscription out",
      guarantee: "It is named, and the stream is not ready.",
    },
    {
      id: "S12",
      fault: "a report of an order that we do not know",
      guarantee: "It counts as another program's, and the books are compared.",
    },
    {
      id: "S13",
      fault: "a report whose clock is years off",
      guarantee: "It is booked; trading time does not jump.",
    },
    {
      id: "S14",
      fault: "50,000 messages a second",
      guarantee:
        "The market takes a bounded share of each turn and waits in a bounded queue, one quote of each symbol; no report of an order is dropped, and a cancel takes less than 250 ms.",
    },
    {
      id: "S15",
      fault: "the consumer stalls for seconds",
      guarantee: "Old data take no new risk, and nothing grows without end.",
    },
    {
      id: "S16",
      fault: "a reconnect reaches a server with an older picture",
      guarantee: "What we know better is not overwritten.",
    },
  ],
};
