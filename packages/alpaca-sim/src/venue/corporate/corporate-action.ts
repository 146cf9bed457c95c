import type { IsoDate } from "@interlock/core/market/civil-date";
import type { Price } from "@interlock/core/number/price";
import type { Quantity } from "@interlock/core/number/quantity";

/** What a company does to its shares, as it is announced. Rates of a split are millionths of shares. */
export type CorporateTerms =
  | {
      readonly kind: "split";
      readonly symbol: string;
      readonly exDate: IsoDate;
      readonly newRate: number;
      readonly oldRate: number;
    }
  | {
      readonly kind: "cash_dividend";
      readonly symbol: string;
      readonly exDate: IsoDate;
      readonly payableDate: IsoDate;
      /** Dollars a share. */
      readonly rate: Price;
    }
  | {
      readonly kind: "name_change";
      readonly symbol: string;
      readonly exDate: IsoDate;
      readonly newSymbol: string;
    };

/** An announced corporate action and how far it is carried out. */
export interface CorporateAction {
  readonly id: string;
  readonly terms: CorporateTerms;
  readonly declaredOn: IsoDate;
  /** Whether its day has come. */
  isEffective: boolean;
  /** Of a dividend: the shares that were held when its day came; null before, and when it is paid. */
  entitled: Quantity | null;
}
