import type { Ticker } from "@interlock/core/ids";
import type { Decision } from "../decision.ts";
import type {
  Break,
  BreakEvidence,
  OurSide,
  SideFigures,
  VenueSide,
} from "@interlock/core/reconciliation/break";

/** A difference to be shown to a person, with both sides as they were. `key` keeps one difference one break. */
export interface Difference {
  readonly key: string;
  readonly kind: Break["kind"];
  readonly symbol: Ticker | null;
  readonly ours: string;
  readonly venue: string;
  readonly sides: Sides;
}

/** The evidence of both sides. */
export interface Sides {
  readonly ours: OurSide;
  readonly venue: VenueSide;
}

/**
 * Opens a break: its symbol takes no new risk until the break is closed or adopted. One that is open already gets the
 * newer evidence when a side has changed, so that nobody adopts figures that are no longer the venue's.
 */
export function openBreak(decision: Decision, difference: Difference): void {
  const { key, sides, ...rest } = difference;
  const open = decision.state.breaks[key];
  if (open !== undefined) return renewEvidence(decision, open, difference);
  decision.emit({
    kind: "break_opened",
    break: {
      ...rest,
      breakId: key,
      openedAt: decision.time,
      evidence: { revision: 1, ...sides },
    },
  });
  const where = rest.symbol === null ? "" : ` in ${rest.symbol}`;
  decision.alert(
    "critical",
    `Our books and the venue's differ${where}: ours ${rest.ours}, venue ${rest.venue}.`,
  );
}

function renewEvidence(decision: Decision, open: Break, difference: Difference): void {
  const { ours, venue, sides } = difference;
  const { evidence } = open;
  const same =
    evidence !== undefined &&
    open.ours === ours &&
    open.venue === venue &&
    hasSameFigures(evidence, sides);
  if (same) return;
  const renewed: BreakEvidence = { revision: (evidence?.revision ?? 0) + 1, ...sides };
  decision.emit({
    kind: "break_changed",
    breakId: open.breakId,
    ours,
    venue,
    evidence: renewed,
  });
}

function hasSameFigures(before: Sides, now: Sides): boolean {
  return areSame(before.ours, now.ours) && areSame(before.venue, now.venue);
}

function areSame(a: SideFigures, b: SideFigures): boolean {
  return a.quantity === b.quantity && a.averagePrice === b.averagePrice && a.cash === b.cash;
}

/** Closes a break that the venue's own figures have explained. */
export function closeBreak(decision: Decision, key: string, how: string): void {
  if (decision.state.breaks[key] === undefined) return;
  decision.emit({ kind: "break_closed", breakId: key, how });
}
