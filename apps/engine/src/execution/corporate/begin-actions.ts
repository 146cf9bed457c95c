import { describeAction, nameOfAction } from "@interlock/core/corporate/corporate-action";
import {
  type AdjustedClose,
  type CorporateEntry,
  dueActions,
  exStart,
  waitingActions,
} from "@interlock/core/corporate/corporate-book";
import type { Ticker } from "@interlock/core/ids";
import { marketDay, nextMarketDay } from "@interlock/core/market/calendar";
import { priorSessionClose } from "@interlock/core/market/session-close";
import { parsePrice, type Price } from "@interlock/core/number/price";
import { formatQuantity, quantityFromUnits } from "@interlock/core/number/quantity";
import type { Order } from "@interlock/core/order/order";
import type { Decision } from "../../decision.ts";
import type { Input } from "../../input.ts";
import type { EngineState } from "../../state.ts";
import { heldUnits, ownOpenOrders } from "./concerned.ts";

/**
 * Begins the days of announced actions: from the first instant of an ex-date in New York nothing of the old scale is
 * used. Bars go, so that strategies warm up anew; the prior close is kept, so that the day's P&L does not jump. Returns
 * the symbols that begin anew.
 */
export function beginActions(decision: Decision): readonly Ticker[] {
  if (decision.time < decision.views.nextExStart) return NONE;
  const due = dueActions(decision.state.corporate, decision.time);
  for (const entry of due) begin(decision, entry);
  return due.map(({ action }) => action.symbol);
}

const NONE: readonly Ticker[] = [];

function begin(decision: Decision, { action }: CorporateEntry): void {
  const { id, symbol, exDate } = action;
  const since = exStart(exDate);
  const updatedAt = decision.state.portfolio.positions[symbol]?.updatedAt ?? 0;
  const units = heldUnits(decision, symbol);
  const late = units !== 0 && updatedAt >= since;
  decision.emit({
    kind: "corporate_action_effective",
    actionId: id,
    symbol,
    since,
    priorClose: late ? null : priorCloseOf(decision.state, symbol, exDate),
    venueAverageBefore: venueAverage(decision.state, symbol),
  });
  const orders = ownOpenOrders(decision, symbol).length;
  if (late) {
    const how = "it became known after the position had changed on its day";
    decision.emit({ kind: "corporate_action_ended", actionId: id, symbol, how });
    const advice = "Nothing is adjusted by itself: the next comparison with the venue decides.";
    return decision.alert("warning", `${describeAction(action)}: ${how}. ${advice}`);
  }
  if (units === 0 && orders === 0) return;
  const shares = formatQuantity(quantityFromUnits(units));
  decision.alert(
    "warning",
    `${symbol} has its ${nameOfAction(action)} today: ${shares} shares are held. Resting orders are canceled, its stop-loss rests, and no new risk is taken in it until the venue shows the new position.`,
  );
}

function priorCloseOf(
  { bars, marks }: EngineState,
  symbol: Ticker,
  exDate: AdjustedClose["date"],
): AdjustedClose | null {
  const date = marketDay(exDate)?.date ?? nextMarketDay(exDate).date;
  const price = priorSessionClose(bars[symbol] ?? [], date) ?? marks[symbol] ?? null;
  return price === null ? null : { date, price };
}

function venueAverage({ reconciliation }: EngineState, symbol: Ticker): Price | null {
  const held = reconciliation?.venuePositions.find((one) => one.symbol === symbol);
  const price = parsePrice(held?.averagePrice ?? "");
  return price.ok ? price.value : null;
}

/**
 * Works on actions whose day has come: our orders in the symbol are canceled, for they were priced before it, and an
 * action of which nothing is held any more, or that a person has dealt with, is over.
 */
export function workActions(decision: Decision, { body }: Input): void {
  if (decision.views.waitingActions.size === 0 || !decision.state.recovered) return;
  if (body.kind === "quote" || body.kind === "trade") return;
  for (const entry of waitingActions(decision.state.corporate)) {
    const { symbol } = entry.action;
    const orders = ownOpenOrders(decision, symbol);
    for (const order of orders) cancel(decision, order, describeAction(entry.action));
    const how = whyOver(decision, symbol, orders.length);
    if (how !== null)
      decision.emit({ kind: "corporate_action_ended", actionId: entry.action.id, symbol, how });
  }
}

function cancel(decision: Decision, order: Order, action: string): void {
  const { clientOrderId, venueOrderId } = order;
  if (venueOrderId === null || order.cancelRequestedAt !== null) return;
  const reason = `${action}: it was priced before that`;
  const event = { kind: "cancel_requested" as const, at: decision.time, reason };
  decision.emit({ kind: "order_advanced", clientOrderId, event, raw: "" });
  decision.views.cancelAskedAt.set(clientOrderId, decision.time);
  decision.perform({ kind: "cancel_order", venueOrderId, urgent: false });
}

function whyOver(decision: Decision, symbol: Ticker, orders: number): string | null {
  for (const record of decision.records) {
    if (record.kind === "break_adopted" && record.break.kind === "position")
      if (record.break.symbol === symbol) return "a person adopted what the venue shows";
    if (record.kind === "account_adopted")
      if (record.positions.some((held) => held.symbol === symbol))
        return "the account was taken over on its day, as the venue showed it";
  }
  return heldUnits(decision, symbol) === 0 && orders === 0 ? "nothing of it is held" : null;
}
