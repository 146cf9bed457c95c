import { describeShares as shares } from "../../number/describe-shares.ts";
import type { Quantity } from "../../number/quantity.ts";
import type { Side } from "../../order/side.ts";
import { type AtLevel, limitOf } from "../levels/at-level.ts";

/** Why an order was refused for our other orders. Plain data, like every denial. */
export type PaceDenial =
  | { readonly code: "duplicate_intent"; readonly ageMs: number; readonly windowMs: number }
  | (AtLevel & { readonly code: "order_rate"; readonly orders: number; readonly limit: number })
  | (AtLevel & { readonly code: "open_orders"; readonly open: number; readonly limit: number })
  | { readonly code: "self_trade"; readonly side: Side; readonly opposite: Quantity };

/** Says in one sentence which other orders refused it, with the value and the limit. */
export function describePace(denial: PaceDenial): string {
  switch (denial.code) {
    case "duplicate_intent":
      return `The same order was approved ${denial.ageMs} ms ago; repeats are refused for ${denial.windowMs} ms.`;
    case "order_rate":
      return `This would be order ${denial.orders} within a minute; ${limitOf(denial)} is ${denial.limit}.`;
    case "open_orders":
      return `This would be open order ${denial.open}; ${limitOf(denial)} is ${denial.limit}.`;
    case "self_trade":
      return describeSelfTrade(denial);
  }
}

type DenialOf<C extends PaceDenial["code"]> = Extract<PaceDenial, { readonly code: C }>;

function describeSelfTrade({ side, opposite }: DenialOf<"self_trade">): string {
  const other = side === "buy" ? "sell" : "buy";
  return `The ${side} could trade with our own open ${other} orders for ${shares(opposite)}.`;
}
