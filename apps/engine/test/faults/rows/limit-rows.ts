import type { FaultTable } from "../fault-row.ts";

/** R: an order that a limit should have stopped, or a limit that is none. */
export const LIMITS: FaultTable = {
  title: "Limits",
  rows: [
    {
      id: "R01",
      fault: "a hundred orders at once, each just inside what is left of a limit",
      guarantee:
        "Exactly those pass that fit together: an approval reserves in the step that makes it.",
    },
    {
      id: "R02",
      fault: "an order that was refused, cut into slices",
      guarantee: "Its slices together bring no more than one order may, within the rolling window.",
    },
    {
      id: "R05",
      fault: "a limit that is missing, empty, not a number, negative, unknown or a string",
      guarantee:
        "The start is refused with its name, and a change keeps the last good version; none is taken for unlimited.",
    },
    {
      id: "R06",
      fault: "a limit that is lowered below what is held",
      guarantee:
        "From the next order on only what brings it down passes; the change itself sends no order.",
    },
    {
      id: "R07",
      fault: "the time until which a limit was raised passes, with the engine running or not",
      guarantee:
        "The limit goes back at that time, or in the first input of the next start, before any order; what a person changed since stays.",
    },
    {
      id: "R10",
      fault: "equity that is read as nothing, or not at all",
      guarantee: "New risk is denied: nothing is divided by it, and nobody is taken for rich.",
    },
    {
      id: "R11",
      fault: "a risk check that throws",
      guarantee: "The order is denied with the check's name: an error is never taken for a pass.",
    },
    {
      id: "R18",
      fault: "sums that drift in binary fractions",
      guarantee: "Quantities and money are exact: at a limit is not beyond it.",
    },
    {
      id: "R19",
      fault: "buying power that a sale has not freed yet",
      guarantee: "It is not counted: only what the venue confirms may be spent.",
    },
    {
      id: "R20",
      fault: "a margin deficit during the day",
      guarantee: "Orders that add risk are denied until the venue shows none.",
    },
  ],
};
