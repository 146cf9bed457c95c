import {
  type KillPlan,
  type KillTask,
  type Residue,
  type VenueLook,
  cancelsWithoutPositions,
  planKill,
} from "@interlock/core/kill/kill-plan";
import type { ReceiptStage } from "@interlock/core/kill/kill-receipt";
import { heldAgainst, lookWithin, perhapsWithin } from "@interlock/core/kill/look-within";
import { sessionAt } from "@interlock/core/market/calendar";
import type {
  UnreadableOrder,
  UnreadablePosition,
  VenueOrder,
  VenuePosition,
} from "@interlock/core/order/execution-report";
import { type Order, isOpen } from "@interlock/core/order/order";
import type { Decision } from "../../decision.ts";
import { scopeOfKill } from "../../kill-in-force.ts";
import type { KillState } from "../../records/kill-record.ts";
import { cancelFound } from "./kill-cancels.ts";
import { compareOldBooks, dueClosings, isHeld, leftHeld } from "./kill-closings.ts";
import { ordersInDoubt, strategyPart, unlikeBooks } from "./kill-doubt.ts";
import {
  type KillProgress,
  type LookOutcome,
  countClean,
  isOutdated,
  lookAgain,
  recordProgress,
} from "./kill-proof.ts";
import { noteEvidence, unconfirmed } from "./kill-receipt.ts";
import { leftAgainst, leftInDoubt, leftOpen, leftUnknown, leftUnread } from "./kill-residue.ts";
import { workingClosings } from "./working-closings.ts";

/** What the venue showed to one look. */
export interface VenueShows {
  /** When the answer came, in wall-clock milliseconds of this host. */
  readonly hostAt?: number;
  readonly openOrders: readonly VenueOrder[];
  readonly unreadable?: readonly UnreadableOrder[];
  readonly positions: readonly VenuePosition[];
  readonly unreadPositions?: readonly UnreadablePosition[];
  readonly positionsUnread?: string;
}

/** Takes one look at the venue: cancels and closes what it shows, or counts it toward the proof. */
export function takeLook(decision: Decision, kill: KillState, shows: VenueShows): LookOutcome {
  noteGone(decision, kill, shows);
  if (shows.positionsUnread !== undefined) return takeOrdersAlone(decision, kill, shows);
  const { time } = decision;
  const whole = { ...shows, session: sessionAt(time), venueAt: time };
  const scope = scopeOfKill(kill);
  const part = strategyPart(decision, scope);
  const look = lookWithin(whole, scope, part);
  const plan = planKill(look, taskOf(decision, kill));
  const doubt = {
    inDoubt: ordersInDoubt(decision, scope, shows),
    unknown: perhapsWithin(whole, scope).map((order) => leftUnknown(order, scope)),
    unlike: kill.mode === "flatten" ? unlikeBooks(decision, part, shows) : [],
  };
  const isFlatten = kill.mode === "flatten" && doubt.unlike.length === 0;
  const against = isFlatten ? heldAgainst(part, shows) : [];
  const seen = { ...counted(look, plan, against), hostAt: shows.hostAt };
  if (plan.waiting.length === 0) decision.views.sharesHeldSince.delete(kill.killId);
  if (plan.clean && doubt.inDoubt.length + doubt.unknown.length + doubt.unlike.length === 0)
    return isOutdated(decision, kill)
      ? lookAgain(decision, kill, seen)
      : countClean(decision, kill, seen);
  const { cancel, cancelUnreadable: unreadable } = plan;
  const everything = scope.kind === "all" && cancel.length === shows.openOrders.length;
  cancelFound(decision, kill, { cancel, unreadable, everything });
  noteReleased(decision, kill, { plan, hostAt: shows.hostAt });
  if (doubt.inDoubt.length + doubt.unlike.length > 0) compareOldBooks(decision);
  // An order of ours of which nobody knows whether it arrived may hold the shares, or add to them.
  const doubtful = new Set(doubt.inDoubt.map(({ symbol }) => symbol));
  const close = plan.close.filter(({ symbol }) => !doubtful.has(symbol));
  const closings = dueClosings(decision, close, scope);
  const standing = standingOf(decision, kill, { plan, positions: look.positions, doubt, against });
  const changed = recordProgress(decision, kill, { ...seen, ...standing, cleanSweeps: 0 });
  return { closings, next: changed ? "changed" : "unchanged" };
}

/** What a look counts as left: working orders that are not kept, and what is held, readable or not. */
function counted(look: VenueLook, plan: KillPlan, against: readonly VenuePosition[]) {
  const { openOrders, positions, unreadPositions = [] } = look;
  return {
    openOrders: openOrders.length - plan.keep.length + plan.cancelUnreadable.length,
    positions: positions.filter(isHeld).length + against.length + unreadPositions.length,
    residual: against.map(leftAgainst),
  };
}

/** What keeps a look from being believed. */
interface Doubt {
  readonly inDoubt: readonly Order[];
  readonly unknown: readonly Residue[];
  readonly unlike: readonly Residue[];
}

interface Found {
  readonly plan: KillPlan;
  readonly positions: readonly VenuePosition[];
  readonly doubt: Doubt;
  readonly against: readonly VenuePosition[];
}

function standingOf(
  decision: Decision,
  kill: KillState,
  { plan, positions, doubt, against }: Found,
): Pick<KillProgress, "stage" | "residual"> {
  const { cancel, cancelUnreadable } = plan;
  const { inDoubt, unknown, unlike } = doubt;
  // Stops of which nobody can say whether they protect anything.
  const stops = kill.mode === "flatten" ? 0 : plan.unread.length;
  if (cancel.length + cancelUnreadable.length + inDoubt.length + unknown.length + stops > 0) {
    const orders = [...cancel.map(leftOpen), ...cancelUnreadable.map(leftUnread)];
    const residual = [
      ...orders,
      ...inDoubt.map(leftInDoubt),
      ...unknown,
      ...unlike,
      ...plan.unread,
    ];
    return { stage: "canceling", residual };
  }
  const { stage, residual = [] } = leftHeld(decision, kill, { plan, positions });
  const rest = [...unlike, ...plan.unread, ...against.map(leftAgainst)];
  return { stage, residual: [...residual, ...rest] };
}

/** Nobody can say what is held: what may go whatever it is goes, and nothing is proven. */
function takeOrdersAlone(decision: Decision, kill: KillState, shows: VenueShows): LookOutcome {
  const scope = scopeOfKill(kill);
  const whole = { ...shows, session: sessionAt(decision.time), venueAt: decision.time };
  const look = lookWithin(whole, scope, strategyPart(decision, scope));
  const { openOrders, unreadable = [] } = look;
  const cancel = cancelsWithoutPositions(openOrders, taskOf(decision, kill));
  const everything = scope.kind === "all" && cancel.length === openOrders.length;
  cancelFound(decision, kill, { cancel, unreadable, everything });
  const unread = { what: "positions", why: shows.positionsUnread ?? "" };
  const changed = recordProgress(decision, kill, {
    stage: "canceling",
    openOrders: openOrders.length + unreadable.length,
    positions: kill.venuePositions ?? 0,
    cleanSweeps: 0,
    residual: [...cancel.map(leftOpen), ...unreadable.map(leftUnread), unread],
  });
  return { closings: [], next: changed ? "changed" : "unchanged" };
}

/** Orders that were asked about and that this look does not show any more. */
function noteGone(decision: Decision, kill: KillState, shows: VenueShows): void {
  const { openOrders, unreadable = [], hostAt } = shows;
  const pending = unconfirmed(kill);
  if (pending.length === 0) return;
  const open = new Set<string>([...openOrders, ...unreadable].map((one) => one.venueOrderId ?? ""));
  noteEvidence(decision, kill, { confirmed: pending.filter((id) => !open.has(id)), hostAt });
}

/** The last cancel is confirmed once a look leaves none to send; the shares are free once it holds none of them. */
function noteReleased(
  decision: Decision,
  kill: KillState,
  { plan, hostAt }: { readonly plan: KillPlan; readonly hostAt: number | undefined },
): void {
  const { cancel, cancelUnreadable, waiting, queued } = plan;
  if (cancel.length + cancelUnreadable.length + unconfirmed(kill).length > 0) return;
  const isFree = kill.mode === "flatten" && waiting.length + queued.length === 0;
  const canceled = (kill.receipt?.orders.length ?? 0) > 0;
  const reached: ReceiptStage[] = canceled ? ["last_cancel_confirmed"] : [];
  if (isFree) reached.push("holds_released");
  noteEvidence(decision, kill, { reached, hostAt });
}

function taskOf(decision: Decision, { mode, includeStops }: KillState): KillTask {
  const stops = Object.values(decision.state.orders).filter(
    (order) => isOpen(order) && order.purpose === "stop_loss",
  );
  return {
    mode,
    includeStops,
    workingCloses: workingClosings(decision),
    knownStops: new Set(stops.map(({ clientOrderId }) => clientOrderId)),
  };
}
