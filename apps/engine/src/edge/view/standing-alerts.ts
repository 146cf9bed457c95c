import type { HealthItem } from "@interlock/api/view/engine-view";
import { describeScope } from "@interlock/core/kill/kill-scope";
import { countOf } from "@interlock/core/number/count-of";
import { isOpen } from "@interlock/core/order/order";
import { SECOND_MS, type UnixMs } from "@interlock/core/time";
import { scopeOfKill } from "../../kill-in-force.ts";
import type { EdgeBook } from "../follow/edge-book.ts";

/** A cancel that the venue has not confirmed for so long is a person's business. */
const CANCEL_WARN_MS = 30 * SECOND_MS;
const CANCEL_CRITICAL_MS = 120 * SECOND_MS;

/**
 * What a person has to deal with although every part works: open breaks, cancels that the venue does not confirm, a
 * kill. It stands until it is over, unlike a line of the event feed, which is pushed out by others.
 */
export function standingAlerts(book: EdgeBook, now: UnixMs): HealthItem[] {
  return [openBreaks(book), stuckCancels(book, now), killSwitch(book)];
}

function openBreaks({ state }: EdgeBook): HealthItem {
  const open = Object.values(state.breaks);
  if (open.length === 0) return standing("reconciliation", "ok", "no open break");
  const places = open.map(({ symbol }) => symbol ?? "the account");
  const where = [...new Set(places)].sort().join(", ");
  const since = Math.min(...open.map(({ openedAt }) => openedAt));
  const detail = `${countOf(open.length, "open break")} in ${where}: see the page Reconciliation`;
  return { ...standing("reconciliation", "alert", detail), since };
}

function stuckCancels({ state }: EdgeBook, now: UnixMs): HealthItem {
  const asked = Object.values(state.orders).flatMap((order) =>
    isOpen(order) && order.cancelRequestedAt !== null ? [order.cancelRequestedAt] : [],
  );
  const since = Math.min(...asked);
  const stuck = asked.filter((at) => now - at >= CANCEL_WARN_MS).length;
  if (stuck === 0) return standing("cancels", "ok", "none waits long for the venue");
  const status = now - since >= CANCEL_CRITICAL_MS ? "alert" : "degraded";
  const seconds = Math.round((now - since) / SECOND_MS);
  const detail = `${countOf(stuck, "cancel")} not confirmed by the venue for ${seconds} s: it counts in full; cancel it at the broker`;
  return { ...standing("cancels", status, detail), since };
}

function killSwitch({ state }: EdgeBook): HealthItem {
  const { kill, trading } = state;
  const latched = trading.holds.find(({ source }) => source === "kill_switch");
  if (latched === undefined) return killedParts(state);
  const { at: since } = latched;
  if (kill === null || kill.mode === "halt" || kill.stage === "proven")
    return { ...standing("kill_switch", "degraded", "a kill is latched until a resume"), since };
  const detail = `a kill is in progress (${kill.mode}): the venue does not show yet that it is done`;
  return { ...standing("kill_switch", "alert", detail), since };
}

/** Kills of parts of the account, which stop no one else: they are easily forgotten where nothing shows them. */
function killedParts({ scopeKills }: EdgeBook["state"]): HealthItem {
  const kills = [...Object.values(scopeKills.strategies), ...Object.values(scopeKills.symbols)];
  if (kills.length === 0) return standing("kill_switch", "ok", "no kill is latched");
  const names = kills.map((kill) => describeScope(scopeOfKill(kill))).join(", ");
  const since = Math.min(...kills.map(({ requestedAt }) => requestedAt));
  const detail = `stopped by a kill of its own until it is resumed: ${names}`;
  return { ...standing("kill_switch", "degraded", detail), since };
}

function standing(
  name: HealthItem["name"],
  status: HealthItem["status"],
  detail: string,
): HealthItem {
  return { name, status, detail, since: null };
}
