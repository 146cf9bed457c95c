import type { ProtectionView } from "@interlock/api/view/guard-view";
import { idsOf, type Ticker } from "@interlock/core/ids";
import { formatQuantity, signOfQuantity } from "@interlock/core/number/quantity";
import { describeNextSession, waitsForOpen } from "@interlock/core/protection/next-session";
import type { UnixMs } from "@interlock/core/time";
import { canRearm } from "../../../operator/rearm/rearm-stop.ts";
import { coverOf } from "../../../risk/watch-protection.ts";
import type { EdgeBook } from "../../follow/edge-book.ts";

/** For each position, which shares a stop covers: those without one first. */
export function protectionSection(book: EdgeBook, now: UnixMs): ProtectionView[] {
  const rows = idsOf<Ticker>(book.state.portfolio.positions).flatMap((symbol) => {
    const row = protectionOf(book, symbol, now);
    return row === null ? [] : [row];
  });
  return rows.sort((a, b) => rank(a) - rank(b) || a.symbol.localeCompare(b.symbol));
}

function protectionOf(book: EdgeBook, symbol: Ticker, now: UnixMs): ProtectionView | null {
  const cover = coverOf(book, symbol, now);
  if (cover === null) return null;
  return {
    symbol,
    held: formatQuantity(cover.held),
    byVenue: formatQuantity(cover.byVenue),
    byBoth: formatQuantity(cover.byBoth),
    byEngine: formatQuantity(cover.byEngine),
    uncovered: formatQuantity(cover.uncovered),
    unguarded: formatQuantity(cover.unguarded),
    why: cover.why,
    whyUnguarded: cover.whyUnguarded,
    doubt: cover.doubt,
    comparedAt: book.state.reconciliation?.at ?? null,
    expiresAt: cover.expiresAt,
    nextSession: describeNextSession(cover, now),
    waitsForOpen: waitsForOpen(now),
    alarmSince: book.state.uncovered[symbol]?.since ?? null,
    rearmable: signOfQuantity(cover.unguarded) > 0 && canRearm(book, symbol),
  };
}

function rank({ unguarded }: ProtectionView): number {
  return unguarded === "0" ? 1 : 0;
}
