import { newYorkDate } from "@interlock/core/market/calendar";
import { ZERO_MONEY } from "@interlock/core/number/money";
import { type AccountEntry, takeId, takeStamp, type VenueState } from "../venue-state.ts";

/** Notes an entry of the account that is no trade. */
export function enter(
  state: VenueState,
  entry: Pick<AccountEntry, "type" | "description"> & Partial<AccountEntry>,
): void {
  state.entries.push({
    amount: ZERO_MONEY,
    symbol: null,
    quantity: null,
    perShare: null,
    date: newYorkDate(state.now),
    ...entry,
    id: takeId(state, "entry"),
    stamp: takeStamp(state),
  });
}
