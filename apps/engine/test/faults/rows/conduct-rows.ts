import type { FaultTable } from "../fault-row.ts";

/** R: a strategy or an order that goes on where it should not. */
export const CONDUCT: FaultTable = {
  title: "Conduct of strategies and orders",
  rows: [
    {
      id: "R03",
      fault: "the same intent twice within its window",
      guarantee: "The second is denied, whoever repeats it.",
    },
    {
      id: "R04",
      fault: "a strategy that answers its own fills",
      guarantee:
        "At the limit of repeated executions it is turned off, across restarts, until a person enables it.",
    },
    {
      id: "R12",
      fault: "an order that is changed to a larger size or another price",
      guarantee:
        "The engine cannot change an order: it cancels, and sends a new one through every check.",
    },
    {
      id: "R13",
      fault: "an order toward flat for more than is held, or for a position that is closed already",
      guarantee: "It is denied: no position is ever taken through zero.",
    },
    {
      id: "R14",
      fault: "a short sale that cannot be borrowed for",
      guarantee:
        "It is denied unless the venue has said within a day that the symbol is easy to borrow; after a refusal none is tried that day.",
    },
    {
      id: "R15",
      fault: "children that add up to more than their parent",
      guarantee:
        "The orders for a target are counted apart from the books that size them: one more than was asked for is denied, also toward flat, and its strategy is turned off with an alert that names both sums, over restarts.",
    },
    {
      id: "R16",
      fault: "an override that is used again, altered or out of date",
      guarantee:
        "It sends nothing, and a critical alert names who tried. An override is for one recorded denial, once, for five minutes, up to the ceilings; a halt, a kill, a start, a change of limits and the next signal of its strategy void it.",
    },
  ],
};
