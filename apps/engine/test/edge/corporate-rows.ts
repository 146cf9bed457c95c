import { money } from "@interlock/core/number/money";
import { ticker } from "@interlock/core/ids";
import { isoDate } from "@interlock/core/market/civil-date";
import { quantity } from "@interlock/core/number/quantity";

const SPY = ticker("SPY");
const action = {
  id: "a1",
  kind: "split" as const,
  venueType: "reverse_splits",
  symbol: SPY,
  exDate: isoDate("2026-11-24"),
  ratio: { newShares: 1, oldShares: 20 },
  newSymbol: null,
  cashRate: null,
  payableDate: null,
  raw: "{}",
};
const named = { actionId: "a1", symbol: SPY };
const conversion = {
  from: SPY,
  to: SPY,
  ratio: action.ratio,
  quantity: quantity("5"),
  cashInLieu: money("7.25"),
  at: 1,
};
const venue = { quantity: null, averagePrice: null, cash: null, askedAt: 1, at: 2, raw: [] };

/** Records of corporate actions, each with its weight and its sentence in the feed. */
export const CORPORATE_ROWS = {
  corporate_action_announced: [
    { action, revision: 1 },
    "info",
    "The venue announces: SPY 1-for-20 split on 2026-11-24.",
  ],
  corporate_action_effective: [
    { ...named, since: 1, priorClose: null, venueAverageBefore: null },
    "warning",
    "The day of an announced action in SPY has come: prices and bars of before are not used any more.",
  ],
  corporate_action_booked: [
    { actionId: "a1", conversion, announcement: "{}", venue },
    "info",
    "The venue shows SPY 1-for-20: the position is 5 shares at the same cost, and $7.25 for the fraction.",
  ],
  corporate_action_ended: [
    { ...named, how: "nothing of it is held" },
    "info",
    "The announced action in SPY is over: nothing of it is held.",
  ],
} satisfies Record<string, [object, string, string]>;
