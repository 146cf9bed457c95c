import { idsOf, type StrategyId, type Ticker } from "../ids.ts";
import { EXTERNAL_STRATEGY } from "../portfolio/portfolio.ts";
import { emptyRecord, recordOf } from "../record-of-names.ts";
import { SECOND_MS, type UnixMs } from "../time.ts";
import { type KillScope, WHOLE_ACCOUNT } from "./kill-scope.ts";

/**
 * What was resumed starts in reduce-only: for a minute only orders toward flat pass, so that a person sees what the
 * strategies want before any of it adds risk. It ends by the venue's clock alone, and a restart does not shorten it.
 */

/** Time in reduce-only after a resume, by the venue's clock. */
export const REDUCE_ONLY_MS = 60 * SECOND_MS;

/** Until when what was resumed only reduces, by the venue's time; 0 where nothing was. Plain data. */
export interface ReduceOnlyBook {
  account: UnixMs;
  readonly strategies: Record<StrategyId, UnixMs>;
  readonly symbols: Record<Ticker, UnixMs>;
}

/** What only reduces, and until when. */
export interface ReduceOnly {
  readonly scope: KillScope;
  readonly until: UnixMs;
}

/** Returns the book before the first resume. */
export function emptyReduceOnlyBook(): ReduceOnlyBook {
  return { account: 0, strategies: emptyRecord(), symbols: emptyRecord() };
}

/** Returns the book as it is read from a snapshot: its records hold what was written and nothing else. */
export function readReduceOnlyBook(book: ReduceOnlyBook): ReduceOnlyBook {
  return {
    account: book.account,
    strategies: recordOf(book.strategies),
    symbols: recordOf(book.symbols),
  };
}

/** Notes a resume. Absent `until`, as in records of before, notes nothing. */
export function noteResume(book: ReduceOnlyBook, scope: KillScope, until?: UnixMs): void {
  if (until === undefined) return;
  if (scope.kind === "all") book.account = until;
  else if (scope.kind === "symbol") book.symbols[scope.symbol] = until;
  else book.strategies[scope.strategyId] = until;
}

/** Whose order it is. */
interface Asker {
  readonly symbol: Ticker;
  readonly strategyId: StrategyId | null;
}

/** Returns what keeps an order to reducing now, the longest where several do; null where nothing does. */
export function reduceOnlyOf(book: ReduceOnlyBook, asker: Asker, now: UnixMs): ReduceOnly | null {
  const longest = longestOf(book, asker);
  // Mostly nothing was resumed of late: no list is made for nothing.
  if (longest <= now) return null;
  return scopesOf(book, asker).find(({ until }) => until === longest) ?? null;
}

function longestOf(book: ReduceOnlyBook, { symbol, strategyId }: Asker): UnixMs {
  const ofStrategy = book.strategies[strategyId ?? EXTERNAL_STRATEGY] ?? 0;
  return Math.max(book.account, book.symbols[symbol] ?? 0, ofStrategy);
}

/** What an order belongs to, the widest first. */
function scopesOf(book: ReduceOnlyBook, { symbol, strategyId }: Asker): ReduceOnly[] {
  return [
    { scope: WHOLE_ACCOUNT, until: book.account },
    { scope: { kind: "symbol", symbol }, until: book.symbols[symbol] ?? 0 },
    ofStrategy(book, strategyId ?? EXTERNAL_STRATEGY),
  ];
}

function ofStrategy(book: ReduceOnlyBook, strategyId: StrategyId): ReduceOnly {
  return { scope: { kind: "strategy", strategyId }, until: book.strategies[strategyId] ?? 0 };
}

/** Returns everything that only reduces now, the account first. */
export function reduceOnlyNow(book: ReduceOnlyBook, now: UnixMs): ReduceOnly[] {
  const scopes: ReduceOnly[] = [{ scope: WHOLE_ACCOUNT, until: book.account }];
  for (const strategyId of idsOf(book.strategies)) scopes.push(ofStrategy(book, strategyId));
  for (const symbol of idsOf(book.symbols))
    scopes.push({ scope: { kind: "symbol", symbol }, until: book.symbols[symbol] ?? 0 });
  return scopes.filter(({ until }) => until > now);
}

/** Says what was resumed at the beginning of a sentence, e.g. "Strategy momentum-1". */
export function resumedWords(scope: KillScope): string {
  switch (scope.kind) {
    case "all":
      return "Trading";
    case "strategy":
      return `Strategy ${scope.strategyId}`;
    case "symbol":
      return scope.symbol;
  }
}
