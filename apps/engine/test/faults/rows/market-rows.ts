import type { FaultTable } from "../fault-row.ts";

/** M: the market's data are wrong, missing or say that nothing trades. */
export const MARKET: FaultTable = {
  title: "Market data",
  rows: [
    {
      id: "M01",
      fault: "a price that is none: NaN, infinite, negative, 0, -0, 1e308, text, nothing",
      guarantee:
        "It is refused where it is read, counted and kept as a sample; the last good one stays, with its age.",
    },
    {
      id: "M02",
      fault: "a size that is none: 0, negative, a fraction of a share",
      guarantee: "As for a price.",
    },
    {
      id: "M03",
      fault: "a crossed or locked quote",
      guarantee:
        "It is no reference at once; after five seconds its symbol is untradable, and people are told.",
    },
    {
      id: "M04",
      fault: "a quote with one side, or none",
      guarantee:
        "Market orders are denied; a limit order passes only within the collar of a fresh last trade.",
    },
    {
      id: "M05",
      fault: "a price that jumps by most of its worth in one tick, and comes back",
      guarantee:
        "No order, mark, bar or breaker follows it until a second reading shows it; people are told.",
    },
    {
      id: "M06",
      fault: "a print is corrected or taken back",
      guarantee:
        "Its bar and the mark are made anew, P&L follows, and the change is in the audit trail.",
    },
    {
      id: "M07",
      fault: "a bar comes late, revised or twice",
      guarantee: "A strategy sees each minute once; the revision is recorded beside it.",
    },
    {
      id: "M08",
      fault: "minutes without bars",
      guarantee:
        "Nothing is filled in; minutes that the stream did not bring are named, and what is incomplete says so.",
    },
    {
      id: "M09",
      fault: "a halt, a limit state, a circuit breaker of the market",
      guarantee:
        "New orders are denied and people told in the same input; working orders stay; after it only a status and a fresh quote let new risk through. After a gap of the stream the status is unknown, never open.",
    },
    {
      id: "M10",
      fault: "a split or reverse split over night",
      guarantee:
        "Resting orders are canceled before the open, and the books follow only what the venue shows.",
    },
    {
      id: "M11",
      fault: "a symbol that changes, is delisted or merged",
      guarantee: "The position is carried over, or is a break for a person; no order is sent.",
    },
    {
      id: "M12",
      fault: "a dividend and its day",
      guarantee: "The cash moves by the venue's log; no order is held up.",
    },
    {
      id: "M13",
      fault: "an early close, a holiday, a week in which clocks change",
      guarantee:
        "The venue's calendar and the bundled one are compared every day; where they differ no new risk is taken.",
    },
    {
      id: "M14",
      fault: "an order at the edge of a session",
      guarantee:
        "The instant decides by the rule of its session, and none leaks into extended hours.",
    },
    {
      id: "M15",
      fault: "a market order in extended hours",
      guarantee: "It is denied, a closing one too.",
    },
    {
      id: "M16",
      fault: "another feed than before, or one that stands apart from the venue's prices",
      guarantee:
        "Each order names the feed and the price that it was measured against; a switch and a gap are told.",
    },
    {
      id: "M17",
      fault: "a reference older than its limit while the price moved",
      guarantee: "New risk is denied by the age of the quote.",
    },
  ],
};
