import type { KillPreview, KillView } from "@interlock/api/view/kill-view";
import { sessionAt } from "@interlock/core/market/calendar";
import { formatMoney } from "@interlock/core/number/money";
import { quantityUnits } from "@interlock/core/number/quantity";
import { isOpen, type Order } from "@interlock/core/order/order";
import type { Position } from "@interlock/core/position/position";
import type { KillState } from "../../state.ts";
import type { EdgeBook } from "../follow/edge-book.ts";

/** Returns the kill under way or the last one; null when there never was one. */
export function killSection(book: EdgeBook): KillView | null {
  const { kill, trading } = book.state;
  if (kill === null) return null;
  const held = trading.holds.some((hold) => hold.source === "kill_switch");
  return killView(kill, held, openOrders(book));
}

function killView(kill: KillState, held: boolean, open: readonly Order[]): KillView {
  const closing = open.filter((order) => order.purpose === "flatten").length;
  const canceling = open.length - closing;
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
      requested: kill.cancelsRequested,
      confirmed: Math.max(0, kill.cancelsRequested - canceling),
      pending: kill.mode === "halt" ? 0 : canceling,
    },
    closes: {
      requested: kill.closesRequested,
      filled: Math.max(0, kill.closesRequested - closing),
      pending: closing,
      queued: kill.stage === "residual" ? kill.residual.length : 0,
    },
    venueOpenOrders: kill.mode === "halt" ? null : kill.venueOpenOrders,
    venuePositions: kill.mode === "flatten" ? kill.venuePositions : null,
    cleanSweeps: kill.cleanSweeps,
    residual: [...kill.residual],
  };
}

function viaOf(via: string): KillView["via"] {
  return via === "console" || via === "cli" || via === "watchdog" || via === "plain"
    ? via
    : "engine";
}

/** Returns what a kill would do now. */
export function killPreview(book: EdgeBook): KillPreview {
  const open = openOrders(book);
  const held = Object.values<Position>(book.state.portfolio.positions).filter(
    (one) => quantityUnits(one.quantity) !== 0,
  );
  const stops = open.filter((order) => order.purpose === "stop_loss").length;
  const gross = formatMoney(book.views.totals.grossExposure);
  const session = sessionAt(book.state.time);
  const closed =
    session === "closed" || session === "overnight"
      ? " The market is closed: positions can be closed at the next open."
      : "";
  return {
    openOrders: open.length,
    positions: held.length,
    grossExposure: gross,
    protectiveStops: stops,
    session,
    sentence: `${open.length} open orders, ${held.length} positions worth $${gross}; ${stops} protective stops stay unless included.${closed}`,
  };
}

function openOrders(book: EdgeBook): Order[] {
  return Object.values(book.state.orders).filter(isOpen);
}
