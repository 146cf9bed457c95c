import { MINUTE_MS, type UnixMs } from "@interlock/core/time";
import { moneyUnits, type Money } from "@interlock/core/number/money";
import { accountFigures } from "./account-figures.ts";
import type { VenueState } from "../venue-state.ts";

/**
 * Notes the equity at the end of each minute in which it changed. Called before an input is carried out, with its
 * time: what the venue holds then is what held at the end of the minutes that are over.
 */
export function noteEquity(state: VenueState, at: UnixMs): void {
  const { equity } = accountFigures(state);
  const last = state.equityCurve.at(-1);
  if (last === undefined || moneyUnits(last.equity) !== moneyUnits(equity)) {
    state.equityCurve.push({ at: state.nextEquityAt, equity });
  }
  state.nextEquityAt = at - (at % MINUTE_MS) + MINUTE_MS;
}

/** Returns the equity at an instant: by the curve, what the account began with before it. */
export function equityAt(state: VenueState, at: UnixMs): Money {
  let low = 0;
  let high = state.equityCurve.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const mark = state.equityCurve[middle];
    if (mark !== undefined && mark.at <= at) low = middle + 1;
    else high = middle;
  }
  return state.equityCurve[low - 1]?.equity ?? state.config.cash;
}
