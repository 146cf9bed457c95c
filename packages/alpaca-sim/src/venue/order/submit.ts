import { venueOrderId } from "@interlock/core/ids";
import { ZERO_MONEY } from "@interlock/core/number/money";
import type { Price } from "@interlock/core/number/price";
import { type Quantity, quantityUnits, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import { bookOf, takeId, takeStamp, type VenueState } from "../venue-state.ts";
import { accountFigures, markPrice } from "../account/account-figures.ts";
import { checkAccount, insufficientFunds } from "../account/check-account.ts";
import { checkClass } from "./check-class.ts";
import { admitLegs, createLegs } from "./legs.ts";
import { trailingStop } from "./order-class.ts";
import { checkClientOrderId, checkLeastValue, checkTerms } from "./check-terms.ts";
import { limitWhenElected } from "../book/elect.ts";
import { activate, admit, reject } from "./lifecycle.ts";
import { matchArrival } from "../book/match.ts";
import type { NewOrder, OrderRecord } from "./order-record.ts";
import { granted, type Outcome, refused } from "../outcome.ts";
import { costPrice, inferIntent, opensPosition, type Proposal, quantityFor } from "./proposal.ts";
import { lifetimeOf } from "../session.ts";
import { forbidden, malformed, unprocessable } from "../venue-error.ts";

/**
 * Takes an order or refuses it. The answer is the order as it was taken, before anything traded: what happens at once
 * is told by events, as at the real venue. With `fails`, a fault, the order is taken and rejected right after.
 */
export function submit(
  state: VenueState,
  wanted: NewOrder,
  fails = false,
): Outcome<Readonly<OrderRecord>> {
  if (state.choices.suspendTrade) {
    return refused(forbidden("new orders are rejected by user request"));
  }
  const { tradingBlocked, accountBlocked } = state.standing;
  if (tradingBlocked || accountBlocked) {
    return refused(forbidden("account is not authorized to trade"));
  }
  const wrongId = checkClientOrderId(state, wanted.clientOrderId);
  if (wrongId !== null) return refused(wrongId);
  const proposed = propose(state, wanted, null);
  if (!proposed.ok) return proposed;
  const order = createOrder(state, proposed.value, wanted.clientOrderId);
  const legs = createLegs(state, order, wanted.exits);
  if (!fails) return granted(place(state, order, legs));
  const answer = { ...order, status: "new" } as const;
  reject(state, order);
  return granted(answer);
}

/** Works out and examines an order; `replaced` is the one that it is to replace. */
export function propose(
  state: VenueState,
  wanted: NewOrder,
  replaced: OrderRecord | null,
): Outcome<Proposal> {
  const asset = state.assets.get(wanted.symbol);
  if (asset === undefined) return refused(unprocessable(`asset "${wanted.symbol}" not found`));
  if (!asset.tradable) return refused(unprocessable(`asset "${wanted.symbol}" is not tradable`));
  if (!asset.isActive) return refused(unprocessable(`asset "${wanted.symbol}" is not active`));
  const price = costPrice(state, wanted);
  const quantity = sizeOf(state, wanted, price);
  if (!quantity.ok) return quantity;
  const proposal: Proposal = {
    wanted,
    asset,
    book: bookOf(state, wanted.symbol),
    quantity: quantity.value,
    intent: inferIntent(state, wanted),
    price,
    ...trailOf(state, wanted, replaced),
    replaced,
  };
  const fault =
    checkTerms(state, proposal) ??
    checkClass(proposal) ??
    checkLeastValue(proposal) ??
    checkAccount(state, proposal);
  return fault === null ? granted(proposal) : refused(fault);
}

/** A trailing stop begins at the present price; a successor goes on from the mark of what it replaces. */
function trailOf(
  state: VenueState,
  { trail, side, symbol }: NewOrder,
  replaced: OrderRecord | null,
): Pick<Proposal, "waterMark" | "trailedStop"> {
  const waterMark = trail === null ? null : (replaced?.waterMark ?? markPrice(state, symbol));
  if (trail === null || waterMark === null) return { waterMark, trailedStop: null };
  return { waterMark, trailedStop: trailingStop(side, waterMark, trail) };
}

function sizeOf(state: VenueState, wanted: NewOrder, price: Price | null): Outcome<Quantity> {
  if (wanted.quantity === null && price === null) {
    return refused(unprocessable(`no price of "${wanted.symbol}" is known yet`));
  }
  const quantity = wanted.quantity ?? quantityOf(wanted, price);
  if (quantity === null) {
    return refused(insufficientFunds(accountFigures(state).buyingPower, wanted.notional));
  }
  return quantityUnits(quantity) > 0 ? granted(quantity) : refused(malformed("qty must be > 0"));
}

function quantityOf(wanted: NewOrder, price: Price | null): Quantity | null {
  return wanted.notional === null || price === null ? null : quantityFor(wanted.notional, price);
}

/** Returns the record of an examined order, not yet in the books. */
export function createOrder(
  state: VenueState,
  proposal: Proposal,
  clientOrderId: string | null,
): OrderRecord {
  const { wanted } = proposal;
  const stamp = takeStamp(state);
  state.sequence += 1;
  return {
    id: venueOrderId(takeId(state, "order")),
    sequence: state.sequence,
    clientOrderId: clientOrderId ?? takeId(state, "client"),
    symbol: proposal.book.symbol,
    side: wanted.side,
    type: wanted.type,
    timeInForce: wanted.timeInForce,
    quantity: proposal.quantity,
    notional: wanted.notional,
    limitPrice: wanted.limitPrice,
    stopPrice: proposal.trailedStop ?? wanted.stopPrice,
    trail: wanted.trail,
    waterMark: proposal.waterMark,
    orderClass: wanted.orderClass,
    extendedHours: wanted.extendedHours,
    intent: proposal.intent,
    reservePrice: opensPosition(proposal.intent) ? proposal.price : null,
    ...lifetimeOf(wanted, state.now),
    createdAt: stamp,
    ...inheritance(proposal),
    replacedBy: null,
    status: "accepted",
    filledQuantity: ZERO_QUANTITY,
    filledCost: ZERO_MONEY,
    resting: false,
    updatedAt: stamp,
    filledAt: null,
    expiredAt: null,
    canceledAt: null,
    cancelRequestedAt: null,
    replacedAt: null,
    failedAt: null,
  };
}

type Inherited = "replaces" | "parentId" | "legIds" | "elected" | "workingLimit";

/** What a successor takes over: its place in a group, and that a stop was set off already. */
function inheritance({ wanted, replaced }: Proposal): Pick<OrderRecord, Inherited> {
  const isStop = wanted.type !== "market" && wanted.type !== "limit";
  const elected = !isStop || replaced?.elected === true;
  const workingLimit = elected && isStop ? limitWhenElected(wanted) : wanted.limitPrice;
  const own = { elected, workingLimit };
  if (replaced === null) return { replaces: null, parentId: null, legIds: [], ...own };
  const { id, parentId, legIds } = replaced;
  return { replaces: id, parentId, legIds, ...own };
}

/** Puts an order into the books and lets it trade; returns it as it was before it traded. */
export function place(
  state: VenueState,
  order: OrderRecord,
  legs: readonly OrderRecord[] = [],
): Readonly<OrderRecord> {
  admit(state, order);
  admitLegs(state, legs);
  if (order.orderClass === "oco" && order.status === "new") {
    for (const leg of legs) activate(state, leg);
  }
  const answer = { ...order };
  if (order.status === "new") matchArrival(state, bookOf(state, order.symbol), order);
  return answer;
}
