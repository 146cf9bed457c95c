import type { LiveView } from "@interlock/api/view/live-view";
import { addMoney, formatMoney, subtractMoney } from "@interlock/core/number/money";
import { isOpen } from "@interlock/core/order/order";
import { accountSection, limitUsageSection, reconciliationSection } from "./account-section.ts";
import type { EdgeBook } from "../follow/edge-book.ts";
import { breakerSection } from "./guards/breaker-section.ts";
import { type EdgeFacts, engineSection } from "./engine-section.ts";
import { eventLine } from "./event-line.ts";
import { launchBannerOf } from "./golive-section.ts";
import { killSection } from "./kill/kill-section.ts";
import { orderSection } from "./order-section.ts";
import { protectionSection } from "./guards/protection-section.ts";
import {
  marketSection,
  positionSection,
  strategySection,
  type ViewSource,
} from "./position-section.ts";

const EVENTS_SHOWN = 50;

/** The sections that nothing but a journal entry changes. */
export type LedgerView = Pick<
  LiveView,
  "orders" | "counts" | "kill" | "golive" | "events" | "equity"
>;

/** Draws what consoles see, from the edge's own book and the market board; `ledger` may be kept from before. */
export function drawLiveView(
  source: ViewSource,
  facts: EdgeFacts,
  ledger: LedgerView = drawLedgerView(source.book),
): LiveView {
  const { book, board, clock } = source;
  return {
    engine: engineSection(book, board, facts),
    account: accountSection(book, clock),
    reconciliation: reconciliationSection(book),
    limitUsage: limitUsageSection(book),
    breakers: breakerSection({ book, board, now: clock.venueTime }),
    protection: protectionSection(book, clock.venueTime),
    positions: positionSection(source),
    strategies: strategySection(source),
    markets: marketSection(source),
    ...ledger,
  };
}

/** Draws the sections that follow the journal alone. */
export function drawLedgerView(book: EdgeBook): LedgerView {
  const { today, orders, external } = book.state;
  return {
    orders: orderSection(book),
    counts: {
      workingOrders: Object.values(orders).filter(isOpen).length,
      otherOrders: Object.keys(external).length,
      ordersToday: today.orders,
      fillsToday: today.fills,
      deniedToday: today.denied,
      rejectedToday: today.rejected,
    },
    kill: killSection(book),
    golive: launchBannerOf(book.state),
    events: book.events.slice(-EVENTS_SHOWN).reverse().map(eventLine),
    equity: book.curve.map(({ at, mark, fills }) => ({
      at,
      equity: formatMoney(mark.equity),
      net: netOf(mark),
      fills,
    })),
  };
}

function netOf(mark: EdgeBook["curve"][number]["mark"]): string {
  const { realized, unrealized, fees } = mark;
  return formatMoney(subtractMoney(addMoney(realized, unrealized), fees));
}
