import type { StrategyId } from "@interlock/core/ids";
import { signOfQuantity } from "@interlock/core/number/quantity";
import type { OpenSides } from "@interlock/core/portfolio/open-orders";
import { positionOf } from "@interlock/core/portfolio/portfolio";
import {
  closeAllBut,
  closeOwnPart,
  closePosition,
  type ClosingOrder,
} from "@interlock/core/risk/close-position";
import type { Decision } from "../decision.ts";
import { openBook } from "../views.ts";
import type { Closing } from "./closing.ts";

/** The orders that close a position, each for whom it is held: everybody's, one strategy's, or all but some. */
export function closingOrders(
  { state, views }: Pick<Decision, "state" | "views">,
  { symbol, strategyId, except = [] }: Pick<Closing, "symbol" | "strategyId" | "except">,
): readonly ClosingOrder[] {
  const { portfolio } = state;
  const open = openBook(views, symbol);
  const long = signOfQuantity(positionOf(portfolio, symbol).quantity) > 0;
  const closes = ({ buys, sells }: OpenSides) => (long ? sells : buys);
  const of = (owner: StrategyId | null) => closes(open.ofStrategy(owner));
  const account = closes(open.sum);
  if (strategyId !== undefined) {
    const order = closeOwnPart(portfolio, { symbol, strategyId }, { account, own: of(strategyId) });
    return order === null ? [] : [order];
  }
  if (except.length > 0) return closeAllBut(portfolio, { symbol, except }, { account, of });
  return closePosition(portfolio, symbol, account);
}
