import { assert } from "../../../assert.ts";
import { moneyUnits } from "../../../number/money.ts";
import { priceUnits } from "../../../number/price.ts";
import { quantityFromUnits, quantityUnits, UNITS_PER_SHARE } from "../../../number/quantity.ts";
import type { Quote } from "../../../market/quote.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import type { ParentOrder } from "../../parent/parent-book.ts";
import { wantsSide } from "../../stopped-out.ts";

/**
 * What the children of a strategy's target add up to, with this one: filled, working and unknown. It may not be more
 * than the target asked for on that side, also toward flat: an order that nobody asked for is a defect, not a risk to
 * weigh. Not measured of orders that no signal made.
 */
export const parentQuantity = defineCheck({
  code: "parent_quantity",
  label: "Children of the target",
  unit: "shares",
  bound: "at_most",
  appliesToReducing: true,
  value: (order) => {
    const parent = parentFor(order);
    return parent === null ? NOT_MEASURED : childUnits(order, parent);
  },
  limit: (order) => {
    const parent = parentFor(order);
    return parent === null ? 0 : askedUnits(order, parent);
  },
  deny: (order, value, limit) => {
    const parent = parentFor(order);
    assert(parent !== null, "an order without a parent has more children than asked for");
    const { strategyId, symbol, side, signalId, quantity } = order.intent;
    return {
      code: "parent_quantity",
      strategyId,
      symbol,
      side,
      signalId,
      parentId: parent.signalId,
      asked: parent.asked,
      limit: quantityFromUnits(limit),
      total: quantityFromUnits(value),
      filled: parent.filled[side],
      open: parent.open[side],
      order: quantity,
    };
  },
});

/** Null where no signal made the order. Throws where one did and nobody keeps its parent: the order is denied. */
function parentFor({ intent, context }: OrderUnderCheck): ParentOrder | null {
  if (intent.purpose !== "signal") return null;
  assert(context.parent !== null || intent.signalId === null, "the signal's target is not kept");
  return context.parent;
}

function childUnits({ intent }: OrderUnderCheck, { filled, open }: ParentOrder): number {
  const { side, quantity } = intent;
  return quantityUnits(filled[side]) + quantityUnits(open[side]) + quantityUnits(quantity);
}

/** Shares from what was held when the signal came to what it asks to hold, on the side of the order. */
function askedUnits({ intent, context }: OrderUnderCheck, parent: ParentOrder): number {
  if (parent.signalId === null || parent.signalId !== intent.signalId) return 0;
  const difference = wantedUnits(parent, context.quote) - quantityUnits(parent.heldBefore);
  return Math.max(0, intent.side === "buy" ? difference : -difference);
}

/** Signed units of the whole shares that the target's dollars buy where they are bought or sold. */
function wantedUnits({ target, asked }: ParentOrder, quote: Quote | null): number {
  if (target === 0) return 0;
  const isLong = wantsSide(target, "buy");
  const touch = (isLong ? quote?.ask : quote?.bid) ?? null;
  assert(touch !== null, "the target has no price to be counted by");
  const shares = Math.floor(moneyUnits(asked) / priceUnits(touch));
  return (isLong ? shares : -shares) * UNITS_PER_SHARE;
}
