import { emptyRecord, recordOf } from "@interlock/core/record-of-names";
import { type Money, notional, subtractMoney, ZERO_MONEY } from "@interlock/core/number/money";
import type { Price } from "@interlock/core/number/price";
import type { Quantity } from "@interlock/core/number/quantity";
import { adoptCash, adoptIntoPortfolio, positionOf } from "@interlock/core/portfolio/portfolio";
import { bookCharge } from "@interlock/core/portfolio/book-charge";
import { adoptDuringDay } from "@interlock/core/portfolio/adopt-during-day";
import type { DayBaseline } from "@interlock/core/portfolio/valuation";
import type { TakenOver } from "@interlock/core/reconciliation/break";
import { shiftHighWater } from "@interlock/core/risk/breakers/drawdown-breaker";
import type { RecordOf } from "../record.ts";
import type { EngineState } from "../state.ts";

/** The account's opening balance, and everything that is inside it already. */
export function applyAdoption(state: EngineState, record: RecordOf<"account_adopted">): void {
  state.adopted = true;
  adoptCash(state.portfolio, record.cash);
  for (const { symbol, holding } of record.positions) {
    adoptIntoPortfolio(state.portfolio, symbol, holding);
  }
  for (const id of record.executionIds) state.executions[id] = 1;
  for (const id of record.activityIds) state.chargesBooked[id] = 1;
}

/** What a person took over from the venue becomes ours; it is no result of the day. */
export function applyTakenOver(state: EngineState, taken: TakenOver): void {
  shiftByTaken(state, taken);
  switch (taken.kind) {
    case "position":
      state.day = adoptDuringDay(state.portfolio, state.day, taken);
      return takeNewMark(state, taken);
    case "cash":
      return adoptCash(state.portfolio, taken.cash);
    case "external_execution":
      return;
  }
}

/** The high-water mark moves with what is taken over: a withdrawal is no drawdown, and a deposit hides none. */
function shiftByTaken({ portfolio, breakers }: EngineState, taken: TakenOver): void {
  if (taken.kind === "external_execution") return;
  if (taken.kind === "cash") {
    const by = subtractMoney(taken.cash, portfolio.cash);
    breakers.highWater = shiftHighWater(breakers.highWater, by);
    return;
  }
  const { symbol, holding, mark, newMark = mark } = taken;
  const before = valueAt(mark, positionOf(portfolio, symbol).quantity);
  const after = valueAt(newMark ?? holding.averagePrice, holding.quantity);
  breakers.highWater = shiftHighWater(breakers.highWater, subtractMoney(after, before));
}

function valueAt(price: Price | null, quantity: Quantity): Money {
  return price === null ? ZERO_MONEY : notional(price, quantity);
}

/** On a new scale the last mark is a price of other shares. */
function takeNewMark(
  state: EngineState,
  { symbol, newMark }: Extract<TakenOver, { readonly kind: "position" }>,
): void {
  if (newMark === undefined) return;
  const { [symbol]: _old, ...others } = state.marks;
  state.marks = recordOf(newMark === null ? others : { ...others, [symbol]: newMark });
}

/** A charge that the venue booked moves cash and settles what had accrued for it. */
export function applyCharge(state: EngineState, record: RecordOf<"charge_booked">): void {
  state.chargesBooked[record.activityId] = 1;
  bookCharge(state.portfolio, { kind: record.chargeKind, amount: record.amount });
}

/** A market day opens: its P&L starts from the prior close, its counts from zero, and entries are free again. */
export function applyDayOpened(state: EngineState, baseline: DayBaseline): void {
  state.day = baseline;
  state.stoppedOut = emptyRecord();
  state.closedBreaks = [];
  state.today = { orders: 0, fills: 0, rejected: 0, denied: 0, deniedByCode: emptyRecord() };
  for (const id in state.strategies) {
    const strategy = state.strategies[id];
    if (strategy !== undefined)
      Object.assign(strategy, { ordersToday: 0, fillsToday: 0, deniedToday: 0 });
  }
}
