import type { KillPreview, KillView } from "@interlock/api/view/kill-view";
import { removesStops } from "@interlock/core/kill/kill-terms";
import { protectiveStops } from "@interlock/core/kill/protective-stops";
import { sessionAt } from "@interlock/core/market/calendar";
import { countOf } from "@interlock/core/number/count-of";
import {
  formatDollars,
  formatMoney,
  type Money,
  moneyFromUnits,
  moneyUnits,
} from "@interlock/core/number/money";
import { quantityUnits } from "@interlock/core/number/quantity";
import { isOpen, type Order } from "@interlock/core/order/order";
import type { Position } from "@interlock/core/position/position";
import type { UnixMs } from "@interlock/core/time";
import type { KillState } from "../../state.ts";
import type { EdgeBook } from "../follow/edge-book.ts";

/** Returns the kill under way or the last one; null when there never was one. */
export function killSection(book: EdgeBook): KillView | null {
  const { kill, trading } = book.state;
  if (kill === null) return null;
  const held = trading.holds.some((hold) => hold.source === "kill_switch");
  return killView(kill, held, progressOf(book, kill));
}

interface KillProgress {
  readonly canceling: number;
  readonly cancelsRequested: number;
  /** Positions that closing orders were sent for, and those of them that are closed. */
  readonly closes: Pick<KillView["closes"], "requested" | "filled">;
  readonly gateClosedMs: number | null;
}

/** What the book shows of a kill. Protective stops that stay are neither canceled nor waited for. */
function progressOf(book: EdgeBook, kill: KillState): KillProgress {
  const stay = removesStops(kill) ? NONE : stopsOf(book);
  const targets = openOrders(book).filter(
    (order) => order.purpose !== "flatten" && !stay.has(order.venueOrderId ?? ""),
  );
  const own = Object.values(book.state.orders).filter((order) => canceledBy(kill, order));
  return {
    canceling: targets.length,
    // A cancel may be confirmed before the venue is first looked at, and then no look ever counts it.
    cancelsRequested: Math.max(kill.cancelsRequested, own.length),
    closes: closesOf(book, kill),
    gateClosedMs: book.killGate.tookMs,
  };
}

const NONE: ReadonlySet<string> = new Set();

/** Venue ids of the orders that protect what is held: our stop-losses, and stops of anybody's. */
function stopsOf(book: EdgeBook): ReadonlySet<string> {
  const open = openOrders(book).map((order) => ({ ...order, type: order.pricing.type }));
  const byType = protectiveStops(open, Object.values(book.state.portfolio.positions));
  const ours = open.filter(({ purpose }) => purpose === "stop_loss");
  return new Set([...byType, ...ours].map(({ venueOrderId }) => venueOrderId ?? ""));
}

/**
 * A position is closed when the latest closing order of each strategy's part of it is filled whole: an order that was
 * canceled to be placed again closes nothing, and one that filled in part leaves the rest to the next.
 */
function closesOf(book: EdgeBook, kill: KillState): KillProgress["closes"] {
  const latest = new Map<string, Order>();
  for (const order of Object.values(book.state.orders)) {
    if (order.purpose !== "flatten" || !isOf(kill, order.createdAt)) continue;
    latest.set(`${order.symbol} ${order.strategyId ?? ""}`, order);
  }
  const asked = [...latest.values()];
  const unfilled = asked.filter(
    ({ filledQuantity, quantity }) => quantityUnits(filledQuantity) < quantityUnits(quantity),
  );
  const symbols = new Set(asked.map(({ symbol }) => symbol));
  const open = new Set(unfilled.map(({ symbol }) => symbol));
  return { requested: symbols.size, filled: symbols.size - open.size };
}

/** Tells whether something happened while a kill was under way. */
function isOf({ requestedAt, provenAt }: KillState, at: UnixMs): boolean {
  return at >= requestedAt && (provenAt === null || at <= provenAt);
}

/** Tells whether an order of ours was asked to be canceled while the kill was under way. */
function canceledBy(kill: KillState, order: Order): boolean {
  const at = order.cancelRequestedAt;
  if (kill.mode === "halt" || at === null || order.purpose === "flatten") return false;
  return isOf(kill, at);
}

function killView(kill: KillState, held: boolean, progress: KillProgress): KillView {
  const { closes, canceling, cancelsRequested, gateClosedMs } = progress;
  // Before the first look at the venue nobody knows what it shows: that is no zero.
  const looked = kill.stage !== "gate_closed" || kill.cleanSweeps > 0;
  return {
    killId: kill.killId,
    mode: kill.mode,
    stage: held ? kill.stage : "resumed",
    by: kill.by,
    via: viaOf(kill.via),
    reason: kill.reason,
    requestedAt: kill.requestedAt,
    gateClosedAt: kill.requestedAt,
    provenAt: kill.provenAt,
    gateClosedMs,
    cancels: {
      requested: cancelsRequested,
      confirmed: Math.max(0, cancelsRequested - canceling),
      pending: kill.mode === "halt" ? 0 : canceling,
    },
    closes: {
      ...closes,
      // What the venue shows to be flat is not waited for, whoever closed it.
      pending: kill.stage === "proven" ? 0 : closes.requested - closes.filled,
      queued: kill.stage === "residual" ? kill.residual.length : 0,
    },
    venueOpenOrders: looked && kill.mode !== "halt" ? kill.venueOpenOrders : null,
    venuePositions: looked && kill.mode === "flatten" ? kill.venuePositions : null,
    cleanSweeps: kill.cleanSweeps,
    residual: [...kill.residual],
  };
}

function viaOf(via: string): KillView["via"] {
  return via === "console" || via === "cli" || via === "watchdog" || via === "plain"
    ? via
    : "engine";
}

/** Returns what a kill would do now, by the venue's time. */
export function killPreview(book: EdgeBook, now: UnixMs): KillPreview {
  const open = openOrders(book);
  const held = Object.values<Position>(book.state.portfolio.positions).filter(
    (one) => quantityUnits(one.quantity) !== 0,
  );
  const stops = stopsOf(book).size;
  const { grossExposure } = book.views.totals;
  const session = sessionAt(now);
  const closed =
    session === "closed" || session === "overnight"
      ? " The market is closed: positions can be closed at the next open."
      : "";
  return {
    openOrders: open.length,
    positions: held.length,
    grossExposure: formatMoney(grossExposure),
    protectiveStops: stops,
    session,
    sentence:
      `${countOf(open.length, "open order")}, ${countOf(held.length, "position")} worth ${formatDollars(toCents(grossExposure))}; ` +
      `${countOf(stops, "protective stop")} ${stops === 1 ? "stays" : "stay"} unless included.${closed}`,
  };
}

const UNITS_PER_CENT = 10_000;

/** Shares times prices have parts of cents; beside a figure in cents they would look like another sum. */
function toCents(amount: Money): Money {
  return moneyFromUnits(Math.round(moneyUnits(amount) / UNITS_PER_CENT) * UNITS_PER_CENT);
}

/** What is open on the account: our orders, and those of others, which a kill cancels too. */
function openOrders(book: EdgeBook): Order[] {
  const { orders, external } = book.state;
  return [...Object.values(orders), ...Object.values(external)].filter(isOpen);
}
