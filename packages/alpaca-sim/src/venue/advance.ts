import { chargedForDay, NO_FEES, type RegulatoryFees } from "@interlock/core/fees/regulatory-fees";
import { nextMarketDay } from "@interlock/core/market/calendar";
import { moneyUnits, notional, subtractMoney } from "@interlock/core/number/money";
import type { UnixMs } from "@interlock/core/time";
import { accountFigures, closePrice, openOrders } from "./account/account-figures.ts";
import { holdClosing } from "./book/auctions.ts";
import { carryOutCorporateActions } from "./corporate/carry-out.ts";
import { activate, expire } from "./order/lifecycle.ts";
import { isClosed } from "./order/order-record.ts";
import { marketDayFrom, nextBoundary, venueSessionAt } from "./session.ts";
import { type FeeCharge, takeId, takeStamp, type VenueState } from "./venue-state.ts";

/** Moves the venue's clock to `at`, doing at each start and end of a session what is due then. It never goes back. */
export function advance(state: VenueState, at: UnixMs): void {
  while (state.nextBoundaryAt <= at) cross(state, state.nextBoundaryAt);
  if (at > state.now) state.now = at;
}

/**
 * At a boundary orders end first, then waiting ones begin. Those that begin trade from the first event of the session
 * on: what was quoted before it is not a price of the session. At the close prices become the day's last ones; at
 * the end of the day fees are charged and the figures of the day begin anew.
 */
function cross(state: VenueState, boundary: UnixMs): void {
  const day = marketDayFrom(boundary);
  state.now = boundary;
  if (boundary === day.closeAt) holdClosing(state);
  state.session = venueSessionAt(boundary);
  state.nextBoundaryAt = nextBoundary(boundary);
  if (boundary === day.closeAt) keepCloses(state);
  const open = [...openOrders(state)];
  for (const order of open)
    if (order.expiresAt <= boundary && !isClosed(order)) expire(state, order);
  if (boundary === day.postCloseAt) endDay(state, day.date);
  if (boundary === day.preOpenAt) carryOutCorporateActions(state);
  for (const order of [...state.sidelined]) {
    if (order.status === "accepted" && order.startsAt <= boundary) activate(state, order);
  }
}

function keepCloses(state: VenueState): void {
  for (const [symbol, book] of state.books) {
    if (book.lastPrice !== null) state.closes.set(symbol, book.lastPrice);
  }
}

function endDay(state: VenueState, date: FeeCharge["date"]): void {
  charge(state, date, chargedForDay(state.accrued));
  state.accrued = NO_FEES;
  for (const position of state.positions.values()) {
    const close = closePrice(state, position.symbol);
    position.carried = position.quantity;
    position.dayCost = close === null ? position.cost : notional(close, position.quantity);
  }
  const figures = accountFigures(state, closePrice);
  state.dayStart = {
    date: nextMarketDay(date).date,
    equity: figures.equity,
    maintenanceMargin: figures.maintenanceMargin,
  };
}

function charge(state: VenueState, date: FeeCharge["date"], due: RegulatoryFees): void {
  const rows = [
    ["REG", due.sec],
    ["TAF", due.taf],
    ["CAT", due.cat],
  ] as const;
  for (const [kind, amount] of rows) {
    if (moneyUnits(amount) === 0) continue;
    state.cash = subtractMoney(state.cash, amount);
    const stamp = takeStamp(state);
    state.charges.push({ id: takeId(state, "charge"), kind, date, amount, at: state.now, stamp });
  }
}
