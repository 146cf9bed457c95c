import { formatDollars, moneyUnits } from "@interlock/core/number/money";
import type { Ticker } from "@interlock/core/ids";
import { formatPrice, parsePrice, type Price } from "@interlock/core/number/price";
import {
  formatQuantity,
  quantityUnits,
  subtractQuantity,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import { awaitsExecutions, isOpen, type Order } from "@interlock/core/order/order";
import { averageEntryPrice } from "@interlock/core/position/position";
import type { Break, SideFigures, TakenOver } from "@interlock/core/reconciliation/break";
import type { HoldSource } from "@interlock/core/risk/trading-state";
import type { UnixMs } from "@interlock/core/time";
import type { EngineState } from "../state.ts";

/** One figure that an adoption changes. */
export interface AdoptionChange {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** What adopting a break does, in a sentence and figures; or why it cannot be adopted now, and what to do instead. */
export type AdoptionPlan =
  | {
      readonly possible: true;
      readonly taken: TakenOver;
      readonly words: string;
      readonly changes: readonly AdoptionChange[];
      /** Orders that have ended at the venue and whose missing executions are inside what is taken over: they end. */
      readonly givenUp: readonly Order[];
    }
  | { readonly possible: false; readonly obstacle: string };

/** The moment at which it is asked, and the price by which the break's symbol is valued then. */
export interface AdoptionMoment {
  readonly time: UnixMs;
  readonly mark: Price | null;
  /** The price of what is taken over, on the day of a split or the like; absent on any other. */
  readonly newMark?: Price | null;
}

/** Comparisons that may be missed, by their interval, before an answer is too old to take anything over from it. */
const INTERVALS_MAX = 2;

/**
 * Says what a person would take over from the venue. Only figures that the venue showed in its newest answer, and that
 * have stayed what the evidence says on both sides, can become ours; no fill is ever made up for them.
 */
export function planAdoption(
  state: EngineState,
  found: Break,
  moment: AdoptionMoment,
): AdoptionPlan {
  const obstacle =
    kindObstacle(found) ??
    killObstacle(state, found) ??
    blindObstacle(state) ??
    ageObstacle(state, moment.time);
  if (obstacle !== null) return { possible: false, obstacle };
  switch (found.kind) {
    case "position":
      return planPosition(state, found, moment);
    case "cash":
      return planCash(state, found);
    default:
      return planExternal(found);
  }
}

const CLOSES_BY_ITSELF =
  "There is no figure to take over: it closes by itself once the order has ended on both sides and the venue's next answer agrees in position and cash.";

function kindObstacle({ kind, evidence }: Break): string | null {
  if (kind !== "position" && kind !== "cash" && kind !== "external_execution")
    return CLOSES_BY_ITSELF;
  return evidence === undefined
    ? "It was recorded without evidence: wait for the next comparison with the venue."
    : null;
}

/**
 * Cash moves with whatever a kill still closes. A position does not once none of our orders works in it; and shares
 * that our books lack are closed by a flatten only when they are taken over.
 */
function killObstacle({ kill }: EngineState, found: Break): string | null {
  if (found.kind !== "cash" || kill === null || kill.stage === "proven") return null;
  return "A kill is under way and moves these figures: wait until it is proven.";
}

/** While one of these holds, something may have happened that no answer has shown yet. */
const BLIND: readonly HoldSource[] = [
  "recovery",
  "order_stream",
  "reconciliation",
  "account_lease",
];

function blindObstacle({ trading, connections, recovered }: EngineState): string | null {
  const hold = trading.holds.find(({ source }) => BLIND.includes(source));
  if (hold !== undefined) return `Nothing is taken over while ${hold.reason}.`;
  if (recovered && connections.order_stream && connections.venue_rest) return null;
  return "The venue cannot be heard right now: there is no fresh answer to take anything over from.";
}

function ageObstacle({ reconciliation, settings }: EngineState, time: UnixMs): string | null {
  const age = time - (reconciliation?.at ?? 0);
  if (reconciliation !== null && age <= INTERVALS_MAX * (settings?.reconcileEveryMs ?? 0))
    return null;
  return "The last comparison with the venue is too old: wait for the next one, and look again.";
}

const CHANGED =
  "A side has changed since this evidence was taken: wait for the next comparison, and look again.";

function planPosition(
  state: EngineState,
  { symbol, evidence }: Break,
  { time, mark, newMark }: AdoptionMoment,
): AdoptionPlan {
  if (symbol === null || evidence === undefined) return refused(CHANGED);
  const { ours, venue } = evidence;
  const isAsSeen =
    agree(ours, ownFigures(state, symbol)) &&
    agree(venue, venueFigures(state, symbol)) &&
    !filledSince(state).includes(symbol);
  if (!isAsSeen) return refused(CHANGED);
  const open = Object.values(state.orders).filter(
    (order) => order.symbol === symbol && isOpen(order),
  );
  const givenUp = open.filter(awaitsExecutions);
  const working = open.length - givenUp.length;
  if (working > 0)
    return refused(
      `${working} of our orders in ${symbol} may still trade and move the position: cancel first, or wait.`,
    );
  const quantity = venue.quantity ?? ZERO_QUANTITY;
  const flat = quantityUnits(quantity) === 0;
  // Of a position that is gone nothing is left to have a price.
  const averagePrice = flat ? ours.averagePrice : venue.averagePrice;
  if (averagePrice === null)
    return refused(`The venue named no average price for ${symbol} that can be read.`);
  return {
    possible: true,
    taken: {
      kind: "position",
      symbol,
      holding: { quantity, averagePrice, at: time },
      mark,
      ...(newMark === undefined ? {} : { newMark }),
    },
    givenUp,
    words: givenUp.length === 0 ? POSITION_WORDS : `${POSITION_WORDS} ${GIVEN_UP_WORDS}`,
    changes: [
      { what: `${symbol}, shares`, before: sharesText(ours), after: sharesText(venue) },
      { what: `${symbol}, average price`, before: priceText(ours), after: priceText(venue) },
      ...givenUp.map(endOfOrder),
    ],
  };
}

const GIVEN_UP_WORDS =
  "Orders that have ended at the venue end here too, without the executions that its log never listed.";

function endOfOrder({
  clientOrderId,
  status,
  endedAtVenue,
  filledQuantity,
}: Order): AdoptionChange {
  const theirs = endedAtVenue?.filledQuantity ?? filledQuantity;
  const missing = formatQuantity(subtractQuantity(theirs, filledQuantity));
  return {
    what: `Order ${clientOrderId}`,
    before: status.replaceAll("_", " "),
    after: `${endedAtVenue?.status ?? status} at the venue, executions of ${missing} shares never listed`,
  };
}

const POSITION_WORDS =
  "Our books take the venue's quantity and average price. No fill is made up: the difference belongs to no strategy, what strategies hold stays theirs, and cash and the day's result stay as they are.";

function planCash(state: EngineState, { evidence }: Break): AdoptionPlan {
  const ours = evidence?.ours.cash ?? null;
  const venue = evidence?.venue.cash ?? null;
  const changed =
    ours === null ||
    venue === null ||
    filledSince(state).length > 0 ||
    moneyUnits(ours) !== moneyUnits(state.portfolio.cash) ||
    moneyUnits(venue) !== moneyUnits(state.reconciliation?.venueCash ?? ours);
  if (changed) return refused(CHANGED);
  return {
    possible: true,
    taken: { kind: "cash", cash: venue },
    givenUp: [],
    words:
      "Our books take the venue's cash, and equity moves by the difference. No fill and no charge is made up; positions and the day's result stay as they are.",
    changes: [{ what: "Cash", before: formatDollars(ours), after: formatDollars(venue) }],
  };
}

function planExternal({ symbol }: Break): AdoptionPlan {
  if (symbol === null) return refused(CHANGED);
  return {
    possible: true,
    taken: { kind: "external_execution", symbol },
    givenUp: [],
    words: `The executions are in the books already, as the venue reported them, and belong to no strategy. Adopting says that they are known and may stay; no figure changes, and ${symbol} takes new risk again.`,
    changes: [],
  };
}

function refused(obstacle: string): AdoptionPlan {
  return { possible: false, obstacle };
}

type Holding = Pick<SideFigures, "quantity" | "averagePrice">;

function ownFigures({ portfolio }: EngineState, symbol: Ticker): Holding {
  const position = portfolio.positions[symbol];
  if (position === undefined) return { quantity: ZERO_QUANTITY, averagePrice: null };
  return { quantity: position.quantity, averagePrice: averageEntryPrice(position) };
}

/**
 * Where something was booked since the comparison, the venue's side has moved with it: ours may stand where it stood
 * by a fill that the comparison lacked and another that came after it.
 */
function filledSince({ reconciliation }: EngineState): readonly Ticker[] {
  return reconciliation?.filledSince ?? [];
}

/** The venue's side of a symbol in its newest answer. */
function venueFigures({ reconciliation }: EngineState, symbol: Ticker): Holding {
  const held = reconciliation?.venuePositions.find((one) => one.symbol === symbol);
  if (held === undefined) return { quantity: ZERO_QUANTITY, averagePrice: null };
  const average = parsePrice(held.averagePrice);
  return { quantity: held.quantity, averagePrice: average.ok ? average.value : null };
}

function agree(a: Holding, b: Holding): boolean {
  return a.quantity === b.quantity && a.averagePrice === b.averagePrice;
}

function sharesText({ quantity }: Holding): string {
  return formatQuantity(quantity ?? ZERO_QUANTITY);
}

function priceText({ averagePrice }: Holding): string {
  return averagePrice === null ? "none" : formatPrice(averagePrice);
}
