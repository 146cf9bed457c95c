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

/** What is open on the account: our orders, and those of others, which a kill cancels too. */
function openOrders(book: EdgeBook): Order[] {
  const { orders, external } = book.state;
  return [...Object.values(orders), ...Object.values(external)].filter(isOpen);
}
