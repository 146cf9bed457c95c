import { totalFees } from "@interlock/core/fees/regulatory-fees";
import { addMoney, type Money, ZERO_MONEY } from "@interlock/core/number/money";
import { formatQuantity } from "@interlock/core/number/quantity";
import { accountFigures, openOrders } from "../venue/account/account-figures.ts";
import { moneyText, priceText } from "../venue/decimal-text.ts";
import type { Execution } from "../venue/order/order-event.ts";
import { averagePrice } from "../venue/order/order-record.ts";
import type { PositionRecord } from "../venue/account/position-record.ts";
import { stampOf } from "../venue/stamp.ts";
import type { AccountEntry, FeeCharge, VenueState } from "../venue/venue-state.ts";
import { renderOrder } from "./render-order.ts";

/**
 * Returns the whole truth of the account for comparison with a client's books: every order and execution since it was
 * opened, positions with their exact cost, cash, fees accrued and charged. Amounts are decimal text.
 */
export function renderTruth(state: VenueState): Record<string, unknown> {
  const figures = accountFigures(state);
  const charged = state.charges.reduce<Money>((sum, fee) => addMoney(sum, fee.amount), ZERO_MONEY);
  return {
    account_id: state.config.accountId,
    account_number: state.config.accountNumber,
    day: state.dayStart.date,
    venue_time: stampOf(state.now),
    session: state.session,
    cash: moneyText(state.cash),
    starting_cash: moneyText(state.config.cash),
    equity: moneyText(figures.equity),
    long_market_value: moneyText(figures.longValue),
    short_market_value: moneyText(figures.shortValue),
    buying_power: moneyText(figures.buyingPower),
    realized_pl: moneyText(state.realized),
    fees_accrued: {
      sec: moneyText(state.accrued.sec),
      taf: moneyText(state.accrued.taf),
      cat: moneyText(state.accrued.cat),
      total: moneyText(totalFees(state.accrued)),
    },
    entries: state.entries.map(renderEntry),
    halted: [...state.halts.keys()],
    fees_charged: { total: moneyText(charged), entries: state.charges.map(renderCharge) },
    positions: [...state.positions.values()].map(renderHolding),
    open_orders: [...openOrders(state)].length,
    orders: [...state.orders.values()].map((order) => renderOrder(order)),
    fills: state.executions.map(renderExecution),
  };
}

function renderHolding(position: PositionRecord): Record<string, string> {
  const average = averagePrice(position.cost, position.quantity);
  return {
    symbol: position.symbol,
    qty: formatQuantity(position.quantity),
    avg_entry_price: average === null ? "0" : priceText(average),
    cost_basis: moneyText(position.cost),
    realized_pl: moneyText(position.realized),
  };
}

function renderExecution(execution: Execution): Record<string, string> {
  return {
    execution_id: execution.id,
    order_id: execution.orderId,
    client_order_id: execution.clientOrderId,
    symbol: execution.symbol,
    side: execution.side,
    qty: formatQuantity(execution.quantity),
    price: priceText(execution.price),
    fee_sec: moneyText(execution.fees.sec),
    fee_taf: moneyText(execution.fees.taf),
    fee_cat: moneyText(execution.fees.cat),
    position_qty: formatQuantity(execution.positionQuantity),
    at: execution.stamp,
  };
}

function renderCharge(charge: FeeCharge): Record<string, string> {
  return { kind: charge.kind, date: charge.date, amount: moneyText(charge.amount), id: charge.id };
}

function renderEntry(entry: AccountEntry): Record<string, string | null> {
  return {
    type: entry.type,
    symbol: entry.symbol,
    qty: entry.quantity === null ? null : formatQuantity(entry.quantity),
    amount: moneyText(entry.amount),
    id: entry.id,
  };
}
