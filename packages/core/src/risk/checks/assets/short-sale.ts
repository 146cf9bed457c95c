import { assert } from "../../../assert.ts";
import {
  SHORT_SALE_CAUSES,
  type ShortSaleCause,
  shortSaleCause,
} from "../../assets/asset-guard.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { levelPart } from "../../levels/limits-for.ts";

/**
 * Whether a sale that opens or grows a short position may (Regulation SHO): 0 it may, else one more than the place of
 * the cause. Not measured of a purchase, and of a sale of what is held.
 */
export const shortSale = defineCheck({
  code: "short_sale",
  label: "Short sale",
  unit: "words",
  words: ["may be sold short", ...SHORT_SALE_CAUSES.map((cause) => cause.replaceAll("_", " "))],
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => (isShortSale(order) ? ANSWERS.indexOf(causeOf(order)) : NOT_MEASURED),
  limit: () => 0,
  deny: (order) => {
    const cause = causeOf(order);
    assert(cause !== null, "denied for a short sale that may be");
    // A level is named only where it switched short selling off: then no other cause is looked for.
    const level = levelPart(order.context.levels.boundBy, "shortSelling");
    return { code: "short_sale", symbol: order.intent.symbol, cause, ...level };
  },
});

/** What the words of the check stand for, in their order: no cause, then each. */
const ANSWERS: readonly (ShortSaleCause | null)[] = [null, ...SHORT_SALE_CAUSES];

/** A sale against what is held is too large, if at all, for another check; buys that are open are not held. */
function isShortSale({ intent, closing }: OrderUnderCheck): boolean {
  return intent.side === "sell" && !closing;
}

function causeOf({ context }: OrderUnderCheck): ShortSaleCause | null {
  return context.limits.shortSelling ? shortSaleCause(context.asset, context.time) : "switched_off";
}
