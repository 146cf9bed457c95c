import type { LiveView } from "@interlock/api/view/live-view";
import { addMoney, formatMoney, subtractMoney } from "@interlock/core/number/money";
import { isOpen } from "@interlock/core/order/order";
import { accountSection, limitUsageSection, reconciliationSection } from "./account-section.ts";
import { type EdgeFacts, engineSection } from "./engine-section.ts";
import { eventLine } from "./event-line.ts";
import { killSection } from "./kill-section.ts";
import { orderSection } from "./order-section.ts";
import {
  marketSection,
  positionSection,
  strategySection,
  type ViewSource,
} from "./position-section.ts";

const EVENTS_SHOWN = 50;

/** Draws everything that consoles see, from the edge's own book and the market board. */
export function drawLiveView(source: ViewSource, facts: EdgeFacts): LiveView {
  const { book, board, clock } = source;
  const { today, orders } = book.state;
  return {
    engine: engineSection(book, board, facts),
    account: accountSection(book, clock),
    reconciliation: reconciliationSection(book),
    limitUsage: limitUsageSection(book),
    positions: positionSection(source),
    strategies: strategySection(source),
    markets: marketSection(source),
    orders: orderSection(book),
    counts: {
      workingOrders: Object.values(orders).filter(isOpen).length,
      ordersToday: today.orders,
      fillsToday: today.fills,
      deniedToday: today.denied,
      rejectedToday: today.rejected,
    },
    kill: killSection(book),
    events: book.events.slice(-EVENTS_SHOWN).reverse().map(eventLine),
    equity: book.curve.map(({ at, mark, fills }) => ({
      at,
      equity: formatMoney(mark.equity),
      net: netOf(mark),
      fills,
    })),
  };
}

function netOf(mark: ViewSource["book"]["curve"][number]["mark"]): string {
  const { realized, unrealized, fees } = mark;
  return formatMoney(subtractMoney(addMoney(realized, unrealized), fees));
}
