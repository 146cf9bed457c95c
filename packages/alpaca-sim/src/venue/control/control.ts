import { ticker } from "@interlock/core/ids";
import { addMoney, moneyUnits } from "@interlock/core/number/money";
import { absoluteQuantity, quantityUnits, signOfQuantity } from "@interlock/core/number/quantity";
import { enter } from "../account/enter.ts";
import { announce } from "../corporate/carry-out.ts";
import { applyExecution, emptyPosition, takeOut } from "../account/position-record.ts";
import { execute } from "../book/execute.ts";
import { mark } from "../order/lifecycle.ts";
import { granted, type Outcome, refused } from "../outcome.ts";
import { forbidden, notFound } from "../venue-error.ts";
import type { VenueState } from "../venue-state.ts";
import type { ControlAction } from "./control-command.ts";
import { bust, correct } from "./correct-execution.ts";

/**
 * Carries out what comes from outside the account's own requests. It is evidence like any other: what changes
 * holdings or cash leaves an activity or a report.
 */
export function control(state: VenueState, action: ControlAction): Outcome<null> {
  switch (action.do) {
    case "standing":
      state.standing = { ...state.standing, ...action.standing };
      return granted(null);
    case "asset":
      return changeAsset(state, action);
    case "halt":
      if (!state.books.has(action.symbol)) return refused(noSymbol(action.symbol));
      state.halts.set(action.symbol, action.reason);
      return granted(null);
    case "resume":
      if (!state.books.has(action.symbol)) return refused(noSymbol(action.symbol));
      state.halts.delete(action.symbol);
      return granted(null);
    case "announce":
      return announce(state, action.terms);
    case "cash":
      state.cash = addMoney(state.cash, action.amount);
      enter(state, {
        type: moneyUnits(action.amount) < 0 ? "CSW" : "CSD",
        amount: action.amount,
        description: "cash transfer",
      });
      return granted(null);
    case "shares":
      return moveShares(state, action);
    case "execute":
      return forceExecution(state, action);
    case "mark":
      return markOrder(state, action);
    case "bust":
      return bust(state, action.executionId);
    case "correct":
      return correct(state, action);
  }
}

function noSymbol(symbol: string): ReturnType<typeof notFound> {
  return notFound(`symbol not found: ${symbol}`);
}

function changeAsset(
  state: VenueState,
  { symbol, change }: Extract<ControlAction, { do: "asset" }>,
): Outcome<null> {
  const asset = state.assets.get(symbol);
  if (asset === undefined) return refused(noSymbol(symbol));
  state.assets.set(symbol, { ...asset, ...change });
  return granted(null);
}

/**
 * Shares that are deposited or withdrawn, as a securities journal does it: no money moves, so cash and the entry's
 * amount say nothing of them, and equity follows the market value. What comes counts at the price that came with it;
 * what goes takes its part of the cost along and realizes nothing. More than is held cannot go.
 */
function moveShares(
  state: VenueState,
  { symbol, quantity, price }: Extract<ControlAction, { do: "shares" }>,
): Outcome<null> {
  if (!state.books.has(symbol)) return refused(noSymbol(symbol));
  const name = ticker(symbol);
  const position = state.positions.get(name) ?? emptyPosition(name);
  const moved = absoluteQuantity(quantity);
  const leaves = signOfQuantity(quantity) < 0;
  if (leaves && quantityUnits(moved) > quantityUnits(position.quantity))
    return refused(
      forbidden(`insufficient qty for the transfer of ${symbol}: it holds less than leaves`),
    );
  if (leaves) takeOut(position, moved);
  else applyExecution(position, { side: "buy", quantity: moved, price });
  if (signOfQuantity(position.quantity) === 0) state.positions.delete(name);
  else state.positions.set(name, position);
  enter(state, {
    type: "JNLS",
    symbol,
    quantity,
    perShare: price,
    description: leaves ? "shares withdrawn" : "shares deposited",
  });
  return granted(null);
}

function forceExecution(
  state: VenueState,
  { orderId, quantity, price }: Extract<ControlAction, { do: "execute" }>,
): Outcome<null> {
  const order = state.orders.get(orderId);
  if (order === undefined) return refused(notFound(`order not found for ${orderId}`));
  execute(state, order, { quantity, price });
  return granted(null);
}

function markOrder(
  state: VenueState,
  { orderId, event, reason }: Extract<ControlAction, { do: "mark" }>,
): Outcome<null> {
  const order = state.orders.get(orderId);
  if (order === undefined) return refused(notFound(`order not found for ${orderId}`));
  mark(state, order, { event, reason });
  return granted(null);
}
