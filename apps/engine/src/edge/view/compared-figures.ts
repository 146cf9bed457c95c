import type { ReconciliationState } from "../../state.ts";
import { positionBreakId } from "@interlock/core/reconciliation/break";
import type { ComparedFigure } from "@interlock/api/view/reconciliation-view";
import { totalFees } from "@interlock/core/fees/regulatory-fees";
import { idsOf, type Ticker } from "@interlock/core/ids";
import {
  absoluteMoney,
  addMoney,
  formatMoney,
  type Money,
  moneyUnits,
  notional,
  subtractMoney,
  ZERO_MONEY,
} from "@interlock/core/number/money";
import {
  formatQuantity,
  quantityUnits,
  subtractQuantity,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import { isOpen } from "@interlock/core/order/order";
import { liveEquity } from "@interlock/core/portfolio/live-totals";
import type { UnixMs } from "@interlock/core/time";
import type { EdgeBook } from "../follow/edge-book.ts";

/** A book that was compared, and the venue's time of looking. */
interface Compared {
  readonly book: EdgeBook;
  readonly venue: ReconciliationState;
  readonly now: UnixMs;
}

/** Ours beside the venue's, figure by figure; empty before the first comparison. */
export function comparedFigures(book: EdgeBook, now: UnixMs): ComparedFigure[] {
  const { reconciliation: venue } = book.state;
  if (venue === null) return [];
  const compared = { book, venue, now };
  return [
    cashFigure(compared),
    equityFigure(compared),
    exposureFigure(compared),
    feesFigure(compared),
    ordersFigure(compared),
    ...positionFigures(compared),
  ];
}

const HALF_CENT = 5_000;
const CHECKING = "seen to differ once; the venue is asked again";

/** Cash is told as it was at the comparison, on both sides: what was filled since would only look like a difference. */
function cashFigure({ book, venue }: Compared): ComparedFigure {
  const since = subtractMoney(book.state.portfolio.cash, venue.ledgerCash);
  const broken = book.state.breaks["cash"] !== undefined;
  const differs = Math.abs(moneyUnits(venue.cashDifference)) >= HALF_CENT;
  const moved = moneyUnits(since) === 0 ? "" : `${formatMoney(since)} by fills and charges since`;
  return {
    ...dollars("Cash", venue.ledgerCash, venue.venueCash),
    status: broken ? "break" : differs ? "checking" : "agrees",
    note: differs && !broken ? CHECKING : moved,
    oursAt: venue.at,
    venueAt: venue.at,
  };
}

function equityFigure({ book, venue, now }: Compared): ComparedFigure {
  const equity = liveEquity(book.state.portfolio, book.views.totals);
  const figure = dollars("Equity", equity, venue.venueEquity);
  const broken = Object.keys(book.state.breaks).length > 0;
  return {
    ...figure,
    status: isZero(figure) ? "agrees" : "explained",
    note: isZero(figure)
      ? ""
      : `ours at the present marks, the venue's at its own of the comparison${broken ? ", and what the breaks leave open" : ""}`,
    oursAt: now,
    venueAt: venue.at,
  };
}

/** What both sides have at stake in the market; a position at the venue without a price of its own has ours. */
function exposureFigure({ book, venue, now }: Compared): ComparedFigure {
  const { symbols, grossExposure } = book.views.totals;
  let theirs = ZERO_MONEY;
  for (const { symbol, quantity, currentPrice } of venue.venuePositions) {
    const price = currentPrice ?? symbols[symbol]?.referencePrice;
    if (price != null) theirs = addMoney(theirs, absoluteMoney(notional(price, quantity)));
  }
  const figure = dollars("Gross exposure", grossExposure, theirs);
  const broken = Object.keys(book.state.breaks).some((id) => id.startsWith("position:"));
  return {
    ...figure,
    status: isZero(figure) ? "agrees" : "explained",
    note: isZero(figure)
      ? ""
      : `ours at the present marks, the venue's at its own of the comparison${broken ? ", and what the breaks leave open" : ""}`,
    oursAt: now,
    venueAt: venue.at,
  };
}

function feesFigure({ book, venue, now }: Compared): ComparedFigure {
  const figure = dollars(
    "Accrued fees",
    totalFees(book.state.portfolio.accruedFees),
    venue.venueAccruedFees,
  );
  return {
    ...figure,
    status: isZero(figure) ? "agrees" : "explained",
    note: isZero(figure) ? "" : "ours has the fills since the comparison",
    oursAt: now,
    venueAt: venue.at,
  };
}

function ordersFigure({ book, venue, now }: Compared): ComparedFigure {
  const { orders, external } = book.state;
  const others = Object.keys(external).length;
  const ours = Object.values(orders).filter(isOpen).length + others;
  const difference = ours - venue.venueOpenOrders;
  const sent = difference === 0 ? [] : ["ours has what was sent and ended since the comparison"];
  const foreign = others === 0 ? [] : [`${others} not held open by our books, counted`];
  return {
    what: "Open orders",
    unit: "count",
    ours: String(ours),
    venue: String(venue.venueOpenOrders),
    difference: String(difference),
    status: difference === 0 ? "agrees" : "explained",
    note: [...foreign, ...sent].join("; "),
    oursAt: now,
    venueAt: venue.at,
  };
}

function positionFigures(compared: Compared): ComparedFigure[] {
  const { book, venue } = compared;
  const { portfolio, breaks } = book.state;
  const named = venue.venuePositions.map(({ symbol }) => symbol);
  const symbols = new Set<Ticker>([...idsOf(portfolio.positions), ...named]);
  return [...symbols]
    .sort()
    .map((symbol) => positionFigure(compared, symbol))
    .filter(
      ({ what, ours, venue: theirs }) =>
        ours !== "0" || theirs !== "0" || breaks[positionBreakId(what)] !== undefined,
    );
}

/** A difference without a break is what was filled since the comparison, or was seen once and is being asked about. */
function positionFigure({ book, venue, now }: Compared, symbol: Ticker): ComparedFigure {
  const { portfolio, breaks } = book.state;
  const own = portfolio.positions[symbol];
  const held = venue.venuePositions.find((one) => one.symbol === symbol);
  const ours = own?.quantity ?? ZERO_QUANTITY;
  const theirs = held?.quantity ?? ZERO_QUANTITY;
  const difference = subtractQuantity(ours, theirs);
  const explained =
    quantityUnits(difference) === 0 ? AGREES : whyDiffers((own?.updatedAt ?? 0) >= venue.at);
  return {
    what: symbol,
    unit: "shares",
    ours: formatQuantity(ours),
    venue: formatQuantity(theirs),
    difference: formatQuantity(difference),
    ...(breaks[positionBreakId(symbol)] === undefined ? explained : BROKEN),
    oursAt: now,
    venueAt: venue.at,
  };
}

type Explained = Pick<ComparedFigure, "status" | "note">;

const AGREES: Explained = { status: "agrees", note: "" };
const BROKEN: Explained = { status: "break", note: "" };

function whyDiffers(filledSince: boolean): Explained {
  if (!filledSince) return { status: "checking", note: CHECKING };
  return { status: "explained", note: "ours has the fills since the comparison" };
}

function dollars(what: string, ours: Money, venue: Money) {
  return {
    what,
    unit: "usd" as const,
    ours: formatMoney(ours),
    venue: formatMoney(venue),
    difference: formatMoney(subtractMoney(ours, venue)),
  };
}

function isZero({ difference }: { readonly difference: string }): boolean {
  return Number(difference) === 0;
}
