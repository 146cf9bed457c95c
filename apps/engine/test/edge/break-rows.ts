import { money } from "@interlock/core/number/money";

const figures = { quantity: null, averagePrice: null, cash: money("1") };
const evidence = {
  revision: 1,
  ours: { ...figures, orders: [] },
  venue: { ...figures, askedAt: 1, at: 2, raw: [] },
};
const cash = {
  breakId: "cash",
  symbol: null,
  kind: "cash" as const,
  ours: "$1",
  venue: "$2",
  openedAt: 1,
};

/** Records of breaks, each with its weight and its sentence in the feed; the first is as older journals have it. */
export const BREAK_ROWS = {
  break_opened: [{ break: cash }, "critical", "Difference in cash: ours $1, venue $2."],
  break_changed: [
    { breakId: "cash", ours: "$1", venue: "$3", evidence },
    "warning",
    "Difference cash changed: ours $1, venue $3.",
  ],
  break_adopted: [
    {
      break: { ...cash, evidence },
      taken: { kind: "cash" as const, cash: money("2") },
      by: "Ada",
      reason: "a deposit",
    },
    "warning",
    "Ada adopted cash: ours was $1, venue $2: a deposit",
  ],
  break_closed: [
    { breakId: "cash", how: "the venue agrees" },
    "info",
    "Difference cash closed: the venue agrees.",
  ],
} satisfies Record<string, [object, string, string]>;
