import {
  cancelsWithoutPositions,
  describeOrder,
  describePosition,
  describeUnreadable,
  type KillPlan,
  type KillTask,
  type PlannedClose,
  planKill,
  type Residue,
} from "@interlock/core/kill/kill-plan";
import { describeScope, type KillScope } from "@interlock/core/kill/kill-scope";
import { CLEAN_LOOKS_MIN } from "@interlock/core/kill/kill-terms";
import { heldAgainst, lookWithin, perhapsWithin } from "@interlock/core/kill/look-within";
import { sessionAt } from "@interlock/core/market/calendar";
import { formatQuantity, signOfQuantity, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type {
  UnreadableOrder,
  VenueOrder,
  VenuePosition,
} from "@interlock/core/order/execution-report";
import { isOpen, type Order } from "@interlock/core/order/order";
import { SECOND_MS } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import { askForSnapshot } from "../execution/ask-snapshot.ts";
import type { KillStage } from "../records/kill-record.ts";
import type { Closing } from "../risk/closing.ts";
import type { KillState } from "../records/kill-record.ts";
import { cancelFound } from "./kill-cancels.ts";
import { scopeOfKill } from "../kill-in-force.ts";
import { ordersInDoubt, strategyPart, unlikeBooks } from "./kill-doubt.ts";
import type { ReceiptStage } from "@interlock/core/kill/kill-receipt";
import { noteEvidence, unconfirmed } from "./kill-receipt.ts";
import { workingClosings } from "./working-closings.ts";

/** What the venue showed to one look. */
export interface VenueShows {
  /** When the answer came, in wall-clock milliseconds of this host. */
  readonly hostAt?: number;
  readonly openOrders: readonly VenueOrder[];
  readonly unreadable?: readonly UnreadableOrder[];
  readonly positions: readonly VenuePosition[];
  readonly positionsUnread?: string;
}

/** What a look leads to. */
export interface SweepOutcome {
  readonly closings: readonly Closing[];
  readonly next: "changed" | "unchanged" | "look_at_once";
}

/** Takes one look at the venue: cancels and closes what it shows, or counts it toward the proof. */
export function takeSweep(decision: Decision, kill: KillState, shows: VenueShows): SweepOutcome {
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
  const against = isFlatten ? heldAgainst(part, shows.positions) : [];
  const seen = {
    openOrders: look.openOrders.length - plan.keep.length + plan.cancelUnreadable.length,
    positions: look.positions.filter(isHeld).length + against.length,
    hostAt: shows.hostAt,
    residual: against.map(leftAgainst),
  };
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
  const standing = standingOf(decision, { plan, positions: look.positions, doubt, against });
  const changed = recordProgress(decision, kill, { ...seen, ...standing, cleanSweeps: 0 });
  return { closings, next: changed ? "changed" : "unchanged" };
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
  { plan, positions, doubt, against }: Found,
): Pick<KillProgress, "stage" | "residual"> {
  const { cancel, cancelUnreadable } = plan;
  const { inDoubt, unknown, unlike } = doubt;
  if (cancel.length + cancelUnreadable.length + inDoubt.length + unknown.length > 0) {
    const orders = [...cancel.map(leftOpen), ...cancelUnreadable.map(leftUnread)];
    const residual = [...orders, ...inDoubt.map(leftInDoubt), ...unknown, ...unlike];
    return { stage: "canceling", residual };
  }
  const { stage, residual = [] } = leftHeld(decision, plan, positions);
  return { stage, residual: [...residual, ...unlike, ...against.map(leftAgainst)] };
}

/** Books older than that may have missed the fills that explain why they and a look differ. */
const BOOKS_AGE_MS_MAX = 10 * SECOND_MS;

/** Has the books compared with the venue, where that was not done of late: only a comparison ends the doubt. */
export function compareOldBooks(decision: Decision): void {
  const booksAge = decision.time - (decision.state.reconciliation?.at ?? 0);
  if (booksAge >= BOOKS_AGE_MS_MAX) askForSnapshot(decision, "continuous");
}

/** Nobody can say what is held: what may go whatever it is goes, and nothing is proven. */
function takeOrdersAlone(decision: Decision, kill: KillState, shows: VenueShows): SweepOutcome {
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

type Seen = Pick<KillProgress, "openOrders" | "positions" | "residual"> & {
  readonly hostAt?: number | undefined;
};

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

function countClean(decision: Decision, kill: KillState, seen: Seen): SweepOutcome {
  if ((seen.residual ?? []).length > 0) return countResidual(decision, kill, seen);
  const cleanSweeps = kill.cleanSweeps + 1;
  const proven = cleanSweeps >= CLEAN_LOOKS_MIN;
  const stage = proven ? "proven" : kill.stage === "residual" ? "closing" : kill.stage;
  recordProgress(decision, kill, { ...seen, stage, cleanSweeps });
  const { hostAt } = seen;
  const canceled = (kill.receipt?.orders.length ?? 0) > 0;
  if (canceled) noteEvidence(decision, kill, { reached: ["last_cancel_confirmed"], hostAt });
  if (proven) noteEvidence(decision, kill, { reached: ["proven"], hostAt });
  return { closings: [], next: proven ? "changed" : "look_at_once" };
}

/** What others hold against a strategy cannot be closed: it is named, and may stay once a proof's looks are done. */
function countResidual(decision: Decision, kill: KillState, seen: Seen): SweepOutcome {
  const cleanSweeps = Math.min(kill.cleanSweeps + 1, CLEAN_LOOKS_MIN);
  const changed = recordProgress(decision, kill, { ...seen, stage: "residual", cleanSweeps });
  if (changed && cleanSweeps < CLEAN_LOOKS_MIN) return { closings: [], next: "look_at_once" };
  return { closings: [], next: changed ? "changed" : "unchanged" };
}

/**
 * An order turned up at the venue, or a fill came in, while the venue was asked: the answer may be older, and proves
 * neither that nothing is open nor, for a flatten, that nothing is held.
 */
function isOutdated({ views }: Decision, { mode }: KillState): boolean {
  const { filledMeanwhile, shownMeanwhile } = views.sweeps;
  return shownMeanwhile || (mode === "flatten" && filledMeanwhile);
}

function lookAgain(decision: Decision, kill: KillState, seen: Seen): SweepOutcome {
  recordProgress(decision, kill, { ...seen, stage: kill.stage, cleanSweeps: 0 });
  return { closings: [], next: "look_at_once" };
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

/** Time between two attempts to close a position, so that a refusal is not repeated at every look. */
const CLOSE_AGAIN_MS = 5 * SECOND_MS;

function dueClosings(
  decision: Decision,
  close: readonly PlannedClose[],
  scope: KillScope,
): readonly Closing[] {
  const { views, time } = decision;
  const due = close.filter(({ symbol }) => {
    const askedAt = views.closedAskedAt.get(symbol) ?? Number.NEGATIVE_INFINITY;
    return time - askedAt >= CLOSE_AGAIN_MS;
  });
  for (const { symbol } of due) views.closedAskedAt.set(symbol, time);
  const safe = due.filter((planned) => agreesWithBooks(decision, planned));
  const part = scope.kind === "strategy" ? { strategyId: scope.strategyId } : {};
  return safe.map(({ symbol, quantity }) => ({ symbol, quantity, purpose: "flatten", ...part }));
}

/**
 * Our orders close what our books hold. Where the venue shows the other side, such an order would add to what is to be
 * closed: none is sent, and it is said.
 */
function agreesWithBooks({ state, views }: Decision, { symbol, side }: PlannedClose): boolean {
  const ours = state.portfolio.positions[symbol]?.quantity ?? ZERO_QUANTITY;
  const closes = side === "sell" ? 1 : -1;
  if (signOfQuantity(ours) !== -closes) return true;
  const why = `our books hold ${formatQuantity(ours)} of it, the other side: closing by them would add to it. Close it at the broker, or kill from the command line: the watchdog closes what the venue shows`;
  views.closingRefusals.set(symbol, why);
  return false;
}

/** With no order left to cancel, positions remain: being closed, refused, or waiting for the market. */
function leftHeld(
  decision: Decision,
  { queued, waiting }: KillPlan,
  positions: readonly VenuePosition[],
): Pick<KillProgress, "stage" | "residual"> {
  const { views } = decision;
  const stays = staysHeld(decision, waiting);
  if (queued.length > 0) return { stage: "residual", residual: queued };
  const held = positions.filter(isHeld);
  const refused = held.some(({ symbol }) => views.closingRefusals.has(symbol));
  const waits = new Map(waiting.map(({ what, why }) => [what, why]));
  const residual = held.map((position) => {
    const what = describePosition(position);
    const why = views.closingRefusals.get(position.symbol) ?? waits.get(what) ?? "being closed";
    return { what, why };
  });
  return { stage: refused || stays ? "residual" : "closing", residual };
}

/** The venue releases shares within moments of a cancel. What it keeps longer a person has to see, as what is left. */
const HELD_MS_MAX = 30 * SECOND_MS;

/** Tells whether the venue holds any of the shares for that long already; it is looked at all the same. */
function staysHeld({ views, time }: Decision, waiting: readonly Residue[]): boolean {
  const { sharesHeldSince: since } = views;
  const still = new Set(waiting.map(({ what }) => what));
  for (const what of since.keys()) if (!still.has(what)) since.delete(what);
  for (const what of still) if (!since.has(what)) since.set(what, time);
  return [...since.values()].some((from) => time - from >= HELD_MS_MAX);
}

function isHeld({ quantity }: VenuePosition): boolean {
  return signOfQuantity(quantity) !== 0;
}

function leftAgainst(position: VenuePosition): Residue {
  const why =
    "others of the account hold as much against it, so that closing it would open a position: close theirs too, or resume";
  return { what: describePosition(position), why };
}

function leftOpen(order: VenueOrder): Residue {
  return { what: describeOrder(order), why: `${order.venueStatus} at the venue` };
}

function leftUnread(order: UnreadableOrder): Residue {
  return { what: describeUnreadable(order), why: order.why };
}

function leftUnknown(order: UnreadableOrder, scope: KillScope): Residue {
  const why = `the venue names no symbol of it, so it may be of ${describeScope(scope)}: cancel it at the broker, or kill everything`;
  return { what: describeUnreadable(order), why };
}

function leftInDoubt(order: Order): Residue {
  const { side, quantity, symbol, clientOrderId, venueOrderId } = order;
  const why =
    venueOrderId === null
      ? "it is not known yet whether it reached the venue; it is asked for"
      : "the venue shows it no more, and has not reported its end: it may have filled";
  return {
    what: `${side} ${formatQuantity(quantity)} ${symbol} (${clientOrderId})`,
    why,
  };
}

/** How far a kill has come. */
export interface KillProgress {
  readonly stage: KillStage;
  readonly openOrders: number;
  readonly positions: number;
  readonly cleanSweeps: number;
  readonly residual?: readonly Residue[];
}

/** Records progress when something changed: a look that shows the same adds nothing to the journal. */
export function recordProgress(
  decision: Decision,
  kill: KillState,
  progress: KillProgress,
): boolean {
  const { stage, openOrders, positions, cleanSweeps, residual = [] } = progress;
  const next = { stage, venueOpenOrders: openOrders, venuePositions: positions, cleanSweeps };
  const same =
    kill.stage === stage &&
    kill.venueOpenOrders === openOrders &&
    kill.venuePositions === positions &&
    kill.cleanSweeps === cleanSweeps &&
    JSON.stringify(kill.residual) === JSON.stringify(residual);
  if (same) return false;
  decision.emit({ kind: "kill_advanced", killId: kill.killId, ...next, residual });
  return true;
}
