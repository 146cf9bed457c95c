import { describeShares } from "@interlock/core/number/describe-shares";
import type {
  BreakEvidenceView,
  BreakView,
  ClosedBreakView,
  ReconciliationDetail,
} from "@interlock/api/view/reconciliation-view";
import { formatDollars } from "@interlock/core/number/money";
import { formatPrice } from "@interlock/core/number/price";
import { formatQuantity } from "@interlock/core/number/quantity";
import {
  type Break,
  type BreakEvidence,
  type BreakKind,
  type ClosedBreak,
  evidenceIdOf,
  type SideFigures,
} from "@interlock/core/reconciliation/break";
import type { UnixMs } from "@interlock/core/time";
import { planAdoption } from "../../execution/plan-adoption.ts";
import type { EdgeBook } from "../follow/edge-book.ts";
import { corporateSection } from "./corporate-section.ts";
import { comparedFigures } from "./compared-figures.ts";

/** Everything of the comparison with the venue: open breaks first, oldest first, then figures and what ended today. */
export function reconciliationDetail(book: EdgeBook, venueTime: UnixMs): ReconciliationDetail {
  const { breaks, closedBreaks, reconciliation, settings } = book.state;
  const open = Object.values(breaks).sort((a, b) => a.openedAt - b.openedAt);
  return {
    venueTime,
    checkedAt: reconciliation?.at ?? null,
    everyMs: settings?.reconcileEveryMs ?? 0,
    breaks: open.map((found) => breakSection(book, found, venueTime)),
    closed: [...closedBreaks].reverse().map(closedSection),
    figures: comparedFigures(book, venueTime),
    actions: corporateSection(book, venueTime),
  };
}

function breakSection({ state, views }: EdgeBook, found: Break, time: UnixMs): BreakView {
  const { symbol } = found;
  const mark = symbol === null ? null : (views.totals.symbols[symbol]?.referencePrice ?? null);
  const plan = planAdoption(state, found, { time, mark });
  return {
    ...factsOf(found),
    evidenceId: evidenceIdOf(found),
    blocks:
      symbol === null
        ? "No symbol takes new risk. Orders that reduce a position, cancels and the kill switch work."
        : `${symbol} takes no new risk. Orders that reduce its position, cancels and the kill switch work.`,
    adoption: plan.possible
      ? { obstacle: null, words: plan.words, changes: [...plan.changes] }
      : { obstacle: plan.obstacle, words: "", changes: [] },
  };
}

function closedSection({ break: found, closedAt, how, by, reason }: ClosedBreak): ClosedBreakView {
  return { ...factsOf(found), closedAt, how, by, reason };
}

function factsOf(found: Break) {
  const { breakId, symbol, ours, venue, openedAt, evidence } = found;
  return {
    breakId,
    title: titleOf(found),
    symbol,
    ours,
    venue,
    openedAt,
    evidence: evidence === undefined ? null : evidenceView(evidence),
  };
}

const TITLES: Readonly<Record<BreakKind, string>> = {
  position: "Position of",
  cash: "Cash",
  unknown_order: "An order that our books had ended works in",
  missing_order: "An order of ours is not at the venue in",
  overfill: "Filled beyond its quantity: an order in",
  late_fill: "Filled after its end: an order in",
  replaced_order: "Replaced at the venue by somebody else: an order in",
  order_conflict: "An order is not what we asked for in",
  external_execution: "Traded by an order that is not ours:",
};

function titleOf({ kind, symbol }: Break): string {
  return symbol === null ? TITLES[kind] : `${TITLES[kind]} ${symbol}`;
}

function evidenceView({ ours, venue }: BreakEvidence): BreakEvidenceView {
  return {
    ours: {
      figures: figuresOf(ours),
      orders: ours.orders.map((order) => ({
        ...order,
        executionIds: [...order.executionIds],
        quantity: formatQuantity(order.quantity),
        filledQuantity: formatQuantity(order.filledQuantity),
      })),
    },
    venue: {
      figures: figuresOf(venue),
      askedAt: venue.askedAt,
      at: venue.at,
      raw: [...venue.raw],
    },
  };
}

function figuresOf({ quantity, averagePrice, cash }: SideFigures): string[] {
  const shares = quantity === null ? [] : [`${describeShares(quantity)}`];
  const price = averagePrice === null ? [] : [`average price $${formatPrice(averagePrice)}`];
  return [...shares, ...price, ...(cash === null ? [] : [`cash ${formatDollars(cash)}`])];
}
