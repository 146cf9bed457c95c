import type { Ticker } from "../../ids.ts";
import type { AtLevel } from "../levels/at-level.ts";
import { describeLevel } from "../levels/limit-levels.ts";
import type { ShortSaleCause } from "./asset-guard.ts";

/** Why an order was refused for what may be done with its instrument. Plain data, like every denial. */
export type AssetDenial =
  | { readonly code: "untradable_asset"; readonly symbol: Ticker }
  | ({
      readonly code: "short_sale";
      readonly symbol: Ticker;
      readonly cause: ShortSaleCause;
    } & AtLevel);

/** Says in one sentence what about the instrument refused the order. */
export function describeAsset(denial: AssetDenial): string {
  const { symbol } = denial;
  if (denial.code === "untradable_asset")
    return `The venue does not trade ${symbol}: no new risk is taken in it.`;
  const whose = denial.level === undefined ? "" : ` for ${describeLevel(denial.level)}`;
  switch (denial.cause) {
    case "switched_off":
      return `Short selling is off${whose}: ${symbol} is not sold short.`;
    case "unknown":
      return `The venue has not said yet whether ${symbol} can be borrowed: it is not sold short.`;
    case "stale":
      return `What the venue said of borrowing ${symbol} is older than a day: it is not sold short.`;
    case "not_shortable":
      return `The venue does not let ${symbol} be sold short.`;
    case "hard_to_borrow":
      return `${symbol} is hard to borrow: it is not sold short without a locate.`;
    case "refused_today":
      return `The venue refused to lend ${symbol} today: it is not sold short again before the next market day.`;
  }
}
