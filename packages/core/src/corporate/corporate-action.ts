import type { Ticker } from "../ids.ts";
import type { IsoDate } from "../market/civil-date.ts";
import { formatPrice, type Price } from "../number/price.ts";
import { describeRatio, type ShareRatio } from "./share-ratio.ts";

/**
 * What a company does to its shares, by what it does to a holding.
 *
 * - `split`, `stock_dividend`: as many times the shares, at as many times less; maybe under a new symbol.
 * - `name_change`: the same shares under another symbol.
 * - `merger`: shares of another company, cash, or both.
 * - `spin_off`: shares of another company besides.
 * - `removal`: redeemed, worthless, reorganized: the shares go.
 * - `cash_dividend`: cash; the shares stay.
 * - `other`: of a type that is not known here.
 */
export type CorporateKind =
  | "split"
  | "stock_dividend"
  | "name_change"
  | "merger"
  | "spin_off"
  | "removal"
  | "cash_dividend"
  | "other";

/** A corporate action as the venue announces it. Plain data: it is journaled, with the announcement as it came. */
export interface CorporateAction {
  /** The venue's id. The same id with other figures is a new revision. */
  readonly id: string;
  readonly kind: CorporateKind;
  /** The venue's name of its type, e.g. "reverse_splits". */
  readonly venueType: string;
  /** The symbol that holders of before have. */
  readonly symbol: Ticker;
  /** The New York day from whose first moment prices and orders are those of after. */
  readonly exDate: IsoDate;
  /** Shares of after for shares of before; null where there are none, or where it cannot be held exactly. */
  readonly ratio: ShareRatio | null;
  /** What holders have after, or have besides, where it is another symbol. */
  readonly newSymbol: Ticker | null;
  /** Dollars that a share of before is paid; null where none are, or where it cannot be read. */
  readonly cashRate: Price | null;
  readonly payableDate: IsoDate | null;
  /** The announcement as it came. */
  readonly raw: string;
}

/** Tells whether it changes what a holder holds or at what scale it is priced. */
export function changesHolding({ kind }: Pick<CorporateAction, "kind">): boolean {
  return kind !== "cash_dividend" && kind !== "other";
}

/** Returns how prices and shares of after follow from those of before; null where that cannot be said. */
export function scaleOf({ kind, ratio }: CorporateAction): ShareRatio | null {
  return kind === "split" || kind === "stock_dividend" || kind === "name_change" ? ratio : null;
}

/** Names an action for people, without its symbol and day: "2-for-1 split". */
export function nameOfAction(action: CorporateAction): string {
  const { kind, ratio, newSymbol, cashRate, venueType } = action;
  const rate = ratio === null ? "" : `${describeRatio(ratio)} `;
  const other = newSymbol ?? "another company";
  switch (kind) {
    case "split":
      return newSymbol === null ? `${rate}split` : `${rate}split into ${newSymbol}`;
    case "stock_dividend":
      return `stock dividend${ratio === null ? "" : ` (${describeRatio(ratio)})`}`;
    case "name_change":
      return `change of symbol to ${newSymbol ?? "an unknown one"}`;
    case "merger":
      return newSymbol === null ? "merger for cash" : `merger into ${newSymbol}`;
    case "spin_off":
      return `spin-off of ${other}`;
    case "removal":
      return venueType.replaceAll("_", " ").replace(/s$/, "");
    case "cash_dividend":
      return cashRate === null ? "cash dividend" : `dividend of $${formatPrice(cashRate)} a share`;
    case "other":
      return `action of the unknown type "${venueType}"`;
  }
}

/** Names an action for people, with its symbol and day: "SPY 2-for-1 split on 2026-11-24". */
export function describeAction(action: CorporateAction): string {
  return `${action.symbol} ${nameOfAction(action)} on ${action.exDate}`;
}
