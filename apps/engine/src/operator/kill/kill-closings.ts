import {
  type KillPlan,
  type PlannedClose,
  type Residue,
  describePosition,
} from "@interlock/core/kill/kill-plan";
import type { KillScope } from "@interlock/core/kill/kill-scope";
import { ZERO_QUANTITY, formatQuantity, signOfQuantity } from "@interlock/core/number/quantity";
import type { VenuePosition } from "@interlock/core/order/execution-report";
import { SECOND_MS, type UnixMs } from "@interlock/core/time";
import type { Decision } from "../../decision.ts";
import { askForSnapshot } from "../../execution/ask-snapshot.ts";
import type { KillState } from "../../records/kill-record.ts";
import type { Closing } from "../../risk/closing.ts";
import type { KillProgress } from "./kill-proof.ts";

/**
 * What a flatten closes, and what keeps it: one attempt in a symbol within some seconds, never against our own books,
 * and never what the venue still holds for orders.
 */

/** Time between two attempts to close a position, so that a refusal is not repeated at every look. */
const CLOSE_AGAIN_MS = 5 * SECOND_MS;

/** Returns what is to be closed now of what a plan wants closed. */
export function dueClosings(
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
export function leftHeld(
  decision: Decision,
  { killId }: KillState,
  { plan, positions }: LookedAt,
): Pick<KillProgress, "stage" | "residual"> {
  const { views } = decision;
  const { queued, waiting } = plan;
  const stays = staysHeld(decision, killId, waiting);
  if (queued.length > 0) return { stage: "residual", residual: queued };
  const held = positions.filter(isHeld);
  const refused = held.some(({ symbol }) => views.closingRefusals.has(symbol));
  const waits = new Map(waiting.map(({ what, why }) => [what, why]));
  const residual = held.map((position) => {
    const what = describePosition(position);
    const why = views.closingRefusals.get(position.symbol) ?? waits.get(what) ?? "being closed";
    return { what, why };
  });
  const isLeft = refused || stays || plan.unread.length > 0;
  return { stage: isLeft ? "residual" : "closing", residual };
}

/** What a kill wants by a look, and the positions in its part of the account that the look shows. */
interface LookedAt {
  readonly plan: KillPlan;
  readonly positions: readonly VenuePosition[];
}

/** The venue releases shares within moments of a cancel. What it keeps longer a person has to see, as what is left. */
const HELD_MS_MAX = 30 * SECOND_MS;

/**
 * Tells whether the venue holds any of the shares for that long already; it is looked at all the same. Each kill looks
 * at another part of the account, and counts from when it saw them first.
 */
function staysHeld(
  { views, time }: Decision,
  killId: string,
  waiting: readonly Residue[],
): boolean {
  const since = views.sharesHeldSince.get(killId) ?? new Map<string, UnixMs>();
  views.sharesHeldSince.set(killId, since);
  const still = new Set(waiting.map(({ what }) => what));
  for (const what of since.keys()) if (!still.has(what)) since.delete(what);
  for (const what of still) if (!since.has(what)) since.set(what, time);
  return [...since.values()].some((from) => time - from >= HELD_MS_MAX);
}

/** Whether any share is held. */
export function isHeld({ quantity }: VenuePosition): boolean {
  return signOfQuantity(quantity) !== 0;
}

/** Books older than that may have missed the fills that explain why they and a look differ. */
const BOOKS_AGE_MS_MAX = 10 * SECOND_MS;

/** Has the books compared with the venue, where that was not done of late: only a comparison ends the doubt. */
export function compareOldBooks(decision: Decision): void {
  const booksAge = decision.time - (decision.state.reconciliation?.at ?? 0);
  if (booksAge >= BOOKS_AGE_MS_MAX) askForSnapshot(decision, "continuous");
}
