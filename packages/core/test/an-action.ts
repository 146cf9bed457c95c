import type { CorporateAction } from "../src/corporate/corporate-action.ts";
import { isoDate } from "../src/market/civil-date.ts";
import { SPY } from "./builders.ts";

/** SPY splits 2-for-1 on 2013-10-09, the day after `MORNING`. */
export function anAction(change: Partial<CorporateAction> = {}): CorporateAction {
  return {
    id: "action-1",
    kind: "split",
    venueType: "forward_splits",
    symbol: SPY,
    exDate: isoDate("2013-10-09"),
    ratio: { newShares: 2, oldShares: 1 },
    newSymbol: null,
    cashRate: null,
    payableDate: null,
    raw: "{}",
    ...change,
  };
}
