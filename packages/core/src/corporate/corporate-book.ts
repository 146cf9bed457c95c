import { emptyRecord } from "../record-of-names.ts";
import type { Ticker } from "../ids.ts";
import { fromIsoDate, type IsoDate } from "../market/civil-date.ts";
import { newYorkInstant } from "../market/new-york-time.ts";
import type { Price } from "../number/price.ts";
import type { UnixMs } from "../time.ts";
import { type CorporateAction, changesHolding } from "./corporate-action.ts";

/**
 * How far an announced action has come: its day is not here yet; its day has come and the venue has not shown what it
 * made of the holding; nothing of it is left to happen.
 */
export type CorporatePhase = "announced" | "waiting" | "ended";

/** An announced action as the books know it. */
export interface CorporateEntry {
  readonly action: CorporateAction;
  /** From 1, one more with each change that the venue announced. */
  readonly revision: number;
  readonly phase: CorporatePhase;
  /** How it ended; empty before. */
  readonly how: string;
  /** The venue's average of the holding when its day came, in dollars a share; null when it named none. */
  readonly venueAverageBefore: Price | null;
  readonly changedAt: UnixMs;
}

/** The close of the day before an ex-date, in dollars a share on the scale of the books. */
export interface AdjustedClose {
  readonly date: IsoDate;
  readonly price: Price;
}

/** Announced actions, and what their days changed of prices. Plain data that one owner updates in place. */
export interface CorporateBook {
  readonly actions: Record<string, CorporateEntry>;
  readonly priorCloses: Record<Ticker, AdjustedClose>;
  /** From when on prices of a symbol are on its present scale. */
  readonly scaleSince: Record<Ticker, UnixMs>;
}

/** Returns a book of no actions. */
export function emptyCorporateBook(): CorporateBook {
  return { actions: emptyRecord(), priorCloses: emptyRecord(), scaleSince: emptyRecord() };
}

/** Returns the first instant of an ex-date in New York: from then on orders and prices of before are not used. */
export function exStart(date: IsoDate): UnixMs {
  return newYorkInstant(fromIsoDate(date), 0);
}

/** Returns the actions whose day has come and which the venue has not shown yet, in the order of their ids. */
export function waitingActions({ actions }: CorporateBook): CorporateEntry[] {
  return Object.values(actions).filter(({ phase }) => phase === "waiting");
}

/** Returns the announced actions that change a holding and whose day has come by `time`. */
export function dueActions({ actions }: CorporateBook, time: UnixMs): CorporateEntry[] {
  return Object.values(actions).filter(
    ({ phase, action }) =>
      phase === "announced" && changesHolding(action) && exStart(action.exDate) <= time,
  );
}

/** Returns when the next announced action that changes a holding has its day; infinity when none is announced. */
export function nextExStart({ actions }: CorporateBook): UnixMs {
  let next = Number.POSITIVE_INFINITY;
  for (const { phase, action } of Object.values(actions))
    if (phase === "announced" && changesHolding(action))
      next = Math.min(next, exStart(action.exDate));
  return next;
}

/** Tells whether an announcement says the same as another one, whatever the order of its fields. */
export function saysTheSame(a: CorporateAction, b: CorporateAction): boolean {
  return figuresOf(a) === figuresOf(b);
}

function figuresOf(action: CorporateAction): string {
  const { kind, symbol, exDate, ratio, newSymbol, cashRate, payableDate } = action;
  const { newShares = 0, oldShares = 0 } = ratio ?? {};
  return JSON.stringify([
    [kind, symbol, exDate, newShares, oldShares],
    [newSymbol, cashRate, payableDate],
  ]);
}
