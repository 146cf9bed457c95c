import { absoluteMoney, addMoney, type Money, moneyUnits } from "@interlock/core/number/money";
import { priceUnits } from "@interlock/core/number/price";
import {
  absoluteQuantity,
  addQuantity,
  formatQuantity,
  isWholeShares,
  quantityUnits,
  subtractQuantity,
} from "@interlock/core/number/quantity";
import {
  accountFigures,
  availabilityOf,
  heldBy,
  MARGIN_EQUITY,
  marketValue,
  openOrdersOf,
  reservedBy,
} from "./account-figures.ts";
import { moneyText } from "../decimal-text.ts";
import type { OrderRecord, OrderType } from "../order/order-record.ts";
import { opensPosition, type Proposal, ledgerValue } from "../order/proposal.ts";
import { forbidden, unprocessable, type VenueError } from "../venue-error.ts";
import type { VenueState } from "../venue-state.ts";

/** A position worth more than 600 % of the equity leaves an account with closing alone (Alpaca's protection). */
const MOST_OF_EQUITY = 6;

/** Rules that an order must meet by what the account is, holds and has open. In the order in which they are asked. */
export function checkAccount(state: VenueState, proposal: Proposal): VenueError | null {
  return (
    checkIntent(proposal) ??
    checkStanding(state, proposal) ??
    checkShortSale(state, proposal) ??
    checkLongBuy(state, proposal) ??
    checkNotional(state, proposal) ??
    checkAvailable(state, proposal) ??
    checkWashTrade(state, proposal) ??
    checkFunds(state, proposal)
  );
}

function checkIntent({ wanted, intent }: Proposal): VenueError | null {
  const named = wanted.positionIntent;
  if (named === null || named === intent) return null;
  return unprocessable(`position intent mismatch, inferred: ${intent}, specified: ${named}`);
}

/** By the broker's word, or because one position is worth more than six times the equity. */
function checkStanding(state: VenueState, { intent }: Proposal): VenueError | null {
  if (!opensPosition(intent)) return null;
  if (!state.standing.closingOnly && !isOutgrown(state)) return null;
  return forbidden("account is restricted to closing positions");
}

function isOutgrown(state: VenueState): boolean {
  if (state.positions.size === 0) return false;
  const most = MOST_OF_EQUITY * moneyUnits(accountFigures(state).equity);
  return [...state.positions.values()].some(
    (position) => moneyUnits(absoluteMoney(marketValue(state, position))) > most,
  );
}

function checkShortSale(state: VenueState, proposal: Proposal): VenueError | null {
  if (proposal.intent !== "sell_to_open") return null;
  if (proposal.wanted.notional !== null || !isWholeShares(proposal.quantity)) {
    return unprocessable("fractional orders cannot be sold short");
  }
  const figures = accountFigures(state);
  const isPoor = moneyUnits(figures.equity) < moneyUnits(MARGIN_EQUITY);
  if (isPoor || figures.multiplier === 1 || state.choices.noShorting) {
    return forbidden("account is not allowed to short");
  }
  const { asset } = proposal;
  const unborrowed = checkBorrow(proposal);
  if (unborrowed !== null) return unborrowed;
  for (const order of openOrdersOf(state, asset.symbol)) {
    if (order.intent === "buy_to_open") {
      return forbidden("cannot open a short sell while a long buy order is open");
    }
  }
  return null;
}

/** Shares that are hard to borrow need a locate, which this venue does not give. */
function checkBorrow({ asset, wanted }: Proposal): VenueError | null {
  if (asset.shortable && asset.easyToBorrow) return null;
  if (asset.shortable && wanted.timeInForce !== "day") {
    return unprocessable(`only day orders are allowed for hard-to-borrow asset ${asset.symbol}`);
  }
  return unprocessable(`asset "${asset.symbol}" cannot be sold short`);
}

/** The other way round: a short sale that is still open would close what is bought now, and more. */
function checkLongBuy(state: VenueState, { intent, asset, replaced }: Proposal): VenueError | null {
  if (intent !== "buy_to_open") return null;
  for (const order of openOrdersOf(state, asset.symbol)) {
    if (order.intent === "sell_to_open" && order !== replaced) {
      return forbidden("cannot open a long buy while a short sell order is open");
    }
  }
  return null;
}

/** An order in dollars opens nothing while another one is closing the position. */
function checkNotional(state: VenueState, { wanted, intent, asset }: Proposal): VenueError | null {
  if (wanted.notional === null || !opensPosition(intent)) return null;
  for (const order of openOrdersOf(state, asset.symbol)) {
    if (opensPosition(order.intent) || order.status === "held") continue;
    return forbidden(
      "unable to open new notional orders while having open closing position orders",
    );
  }
  return null;
}

/**
 * A closing order may take no more than what is held and not promised: nothing ever turns long into short at once.
 */
function checkAvailable(state: VenueState, proposal: Proposal): VenueError | null {
  const position = state.positions.get(proposal.book.symbol);
  if (opensPosition(proposal.intent) || position === undefined) return null;
  const { available, held, orderIds } = availabilityOf(state, position);
  const replaced = proposal.replaced;
  const free = replaced === null ? available : addQuantity(available, heldBy(state, replaced));
  if (quantityUnits(proposal.quantity) <= quantityUnits(free)) return null;
  const requested = formatQuantity(proposal.quantity);
  return forbidden(
    `insufficient qty available for order (requested: ${requested}, available: ${formatQuantity(free)})`,
    {
      symbol: position.symbol,
      available: formatQuantity(free),
      existing_qty: formatQuantity(absoluteQuantity(position.quantity)),
      held_for_orders: formatQuantity(
        replaced === null ? held : subtractQuantity(held, heldBy(state, replaced)),
      ),
      related_orders: orderIds.filter((id) => id !== replaced?.id),
    },
  );
}

function isUnpriced(type: OrderType): boolean {
  return type === "market" || type === "stop";
}

/** Orders that are not simple and trailing stops are exempt (Alpaca's rule of September 2026). */
function isExempt(order: Pick<OrderRecord, "orderClass" | "type">): boolean {
  return order.orderClass !== "simple" || order.type === "trailing_stop";
}

/** The account must not trade with itself: judged against each of its open orders on the other side. */
function checkWashTrade(state: VenueState, proposal: Proposal): VenueError | null {
  if (isExempt(proposal.wanted)) return null;
  for (const order of openOrdersOf(state, proposal.asset.symbol)) {
    if (order.side === proposal.wanted.side || order === proposal.replaced) continue;
    if (isExempt(order)) continue;
    if (!couldMeet(proposal, order)) continue;
    const kind = isUnpriced(order.type) ? "market/stop" : "limit";
    return forbidden("potential wash trade detected. use complex orders", {
      reject_reason: `opposite side ${kind} order exists`,
      existing_order_id: order.id,
    });
  }
  return null;
}

function couldMeet({ wanted }: Proposal, order: OrderRecord): boolean {
  if (isUnpriced(wanted.type) || isUnpriced(order.type)) return true;
  if (wanted.limitPrice === null || order.limitPrice === null) return true;
  const above = priceUnits(wanted.limitPrice) - priceUnits(order.limitPrice);
  return wanted.side === "buy" ? above >= 0 : above <= 0;
}

function checkFunds(state: VenueState, proposal: Proposal): VenueError | null {
  if (!opensPosition(proposal.intent)) return null;
  if (proposal.price === null) {
    return unprocessable(`no price of "${proposal.asset.symbol}" is known yet`);
  }
  const cost = ledgerValue(proposal.price, proposal.quantity);
  const figures = accountFigures(state);
  const power = proposal.asset.marginable ? figures.buyingPower : figures.nonMarginableBuyingPower;
  const replaced = proposal.replaced;
  const free = replaced === null ? power : addMoney(power, reservedBy(replaced));
  if (cost !== null && moneyUnits(cost) <= moneyUnits(free)) return null;
  return insufficientFunds(free, cost);
}

/** Refuses an order for want of buying power; a cost beyond what the ledger can hold is not named. */
export function insufficientFunds(free: Money, cost: Money | null): VenueError {
  const basis = cost === null ? {} : { cost_basis: moneyText(cost) };
  return forbidden("insufficient buying power", { buying_power: moneyText(free), ...basis });
}
