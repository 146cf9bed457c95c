import type { KillPreview, KillView } from "@interlock/api/view/kill-view";
import { sessionAt } from "@interlock/core/market/calendar";
import { formatDollars, formatMoney } from "@interlock/core/number/money";
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
  readonly closing: number;
  readonly canceling: number;
  readonly cancelsRequested: number;
}

/** What the book shows of a kill. Protective stops that stay are neither canceled nor waited for. */
function progressOf(book: EdgeBook, kill: KillState): KillProgress {
  const open = openOrders(book);
  const everything = kill.includeStops || kill.mode === "flatten";
  const isTarget = ({ purpose }: Order) =>
    purpose !== "flatten" && (everything || purpose !== "stop_loss");
  const own = Object.values(book.state.orders).filter((order) => canceledBy(kill, order));
  return {
    closing: open.filter(({ purpose }) => purpose === "flatten").length,
    canceling: open.filter(isTarget).length,
    // A cancel may be confirmed before the venue is first looked at, and then no look ever counts it.
    cancelsRequested: Math.max(kill.cancelsRequested, own.length),
  };
}

/** Tells whether an order of ours was asked to be canceled while the kill was under way. */
function canceledBy({ mode, requestedAt, provenAt }: KillState, order: Order): boolean {
  const at = order.cancelRequestedAt;
  if (mode === "halt" || at === null || order.purpose === "flatten") return false;
  return at >= requestedAt && (provenAt === null || at <= provenAt);
}

function killView(kill: KillState, held: boolean, progress: KillProgress): KillView {
  const { closing, canceling, cancelsRequested } = progress;
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
    gateClosedMs: 0,
    cancels: {
      requested: cancelsRequested,
      confirmed: Math.max(0, cancelsRequested - canceling),
      pending: kill.mode === "halt" ? 0 : canceling,
    },
    closes: {
      requested: kill.closesRequested,
      filled: Math.max(0, kill.closesRequested - closing),
      pending: closing,
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
  const stops = open.filter((order) => order.purpose === "stop_loss").length;
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
    sentence: `${open.length} open orders, ${held.length} positions worth ${formatDollars(grossExposure)}; ${stops} protective stops stay unless included.${closed}`,
  };
}

/** What is open on the account: our orders, and those of others, which a kill cancels too. */
function openOrders(book: EdgeBook): Order[] {
  const { orders, external } = book.state;
  return [...Object.values(orders), ...Object.values(external)].filter(isOpen);
}
