import type { ProtectionView } from "@interlock/api/view/guard-view";
import { idsOf, type Ticker } from "@interlock/core/ids";
import { formatQuantity } from "@interlock/core/number/quantity";
import { describeNextSession, waitsForOpen } from "@interlock/core/protection/next-session";
import type { UnixMs } from "@interlock/core/time";
import { canRearm } from "../../../operator/rearm/rearm-stop.ts";
import { whyNoStop } from "../../../risk/broker-stop/keep-stops.ts";
import { openStops } from "../../../risk/broker-stop/open-stops.ts";
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
    atBroker: policyNote(book, symbol, now),
    rearmable: canRearm(book, symbol, cover) || mayPlace(book, symbol, now),
  };
}

/** Whether a stop could be placed at the broker, as far as can be told without its price. */
function mayPlace(book: EdgeBook, symbol: Ticker, now: UnixMs): boolean {
  const kept = (book.state.settings?.brokerStopBps ?? 0) > 0;
  return kept && openStops(book, symbol).length === 0 && whyNoStop(book, symbol, now) === "";
}

/** What the policy does for a position, e.g. "kept 500 bps from the average entry"; empty where it is off. */
function policyNote(book: EdgeBook, symbol: Ticker, now: UnixMs): string {
  const bps = book.state.settings?.brokerStopBps ?? 0;
  if (bps <= 0) return "";
  if (openStops(book, symbol).length > 0) return `kept ${bps} bps from the average entry`;
  const why = whyNoStop(book, symbol, now);
  return `to be kept ${bps} bps from the average entry: ${why === "" ? "not placed yet" : why}`;
}

function rank({ unguarded }: ProtectionView): number {
  return unguarded === "0" ? 1 : 0;
}
