import { countOf } from "../../number/count-of.ts";
import { describeShares as shares } from "../../number/describe-shares.ts";
import { formatDollars, type Money } from "../../number/money.ts";
import type { Quantity } from "../../number/quantity.ts";
import type { Side } from "../../order/side.ts";
import { type AtLevel, limitOf } from "../levels/at-level.ts";

/** Why an order was refused for its size, with what is held and lost already. Plain data, like every denial. */
export type SizeDenial =
  | (AtLevel & {
      readonly code: "order_quantity";
      readonly quantity: Quantity;
      readonly limit: Quantity;
    })
  | (AtLevel & { readonly code: "order_notional"; readonly notional: Money; readonly limit: Money })
  | {
      readonly code: "crosses_zero";
      readonly side: Side;
      readonly quantity: Quantity;
      readonly closable: Quantity;
    }
  | { readonly code: "valuation"; readonly positions: number; readonly orders: number }
  | (AtLevel & {
      readonly code: "position_quantity";
      readonly quantity: Quantity;
      readonly limit: Quantity;
    })
  | (AtLevel & {
      readonly code: "position_notional";
      readonly notional: Money;
      readonly limit: Money;
    })
  | (AtLevel & { readonly code: "gross_exposure"; readonly exposure: Money; readonly limit: Money })
  | (AtLevel & { readonly code: "daily_loss"; readonly loss: Money; readonly limit: Money });

/** Says in one sentence what would be too much, with the value and the limit. */
export function describeSize(denial: SizeDenial): string {
  switch (denial.code) {
    case "order_quantity":
      return `The order is for ${shares(denial.quantity)}; ${limitOf(denial)} is ${shares(denial.limit)}.`;
    case "order_notional":
      return `The order is worth ${formatDollars(denial.notional)}; ${limitOf(denial)} is ${formatDollars(denial.limit)}.`;
    case "crosses_zero":
      return describeCrossing(denial);
    case "valuation":
      return describeValuation(denial);
    case "position_quantity":
      return `The position could reach ${shares(denial.quantity)}; ${limitOf(denial)} is ${shares(denial.limit)}.`;
    case "position_notional":
      return `The position could reach ${formatDollars(denial.notional)}; ${limitOf(denial)} is ${formatDollars(denial.limit)}.`;
    case "gross_exposure":
      return `Gross exposure could reach ${formatDollars(denial.exposure)}; ${limitOf(denial)} is ${formatDollars(denial.limit)}.`;
    case "daily_loss":
      return `The day's loss is ${formatDollars(denial.loss)}; ${limitOf(denial)} is ${formatDollars(denial.limit)}.`;
  }
}

type DenialOf<C extends SizeDenial["code"]> = Extract<SizeDenial, { readonly code: C }>;

function describeCrossing({ side, quantity, closable }: DenialOf<"crosses_zero">): string {
  const rest = `only ${shares(closable)} can be closed besides what open orders close already`;
  return `The ${side} of ${shares(quantity)} would go through zero: ${rest}.`;
}

function describeValuation({ positions, orders }: DenialOf<"valuation">): string {
  const held = `${countOf(positions, "position")} without a price since the start`;
  const open = `open orders without any price in ${countOf(orders, "symbol")}`;
  const what = orders === 0 ? held : positions === 0 ? open : `${held}, and ${open}`;
  return `The book has ${what}: loss and exposure cannot be measured. New risk waits for a quote.`;
}
