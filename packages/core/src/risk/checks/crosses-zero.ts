import { quantityUnits } from "../../number/quantity.ts";
import { NOT_MEASURED } from "../check-bits.ts";
import { defineCheck } from "../check.ts";

/**
 * An order against a position may close what no open order closes already, and not one share more: the venue
 * refuses a sale of more than is held, and a flip is two decisions. Not measured for orders that open or add.
 */
export const crossesZero = defineCheck({
  code: "crosses_zero",
  label: "Closable shares",
  unit: "shares",
  bound: "at_most",
  appliesToReducing: true,
  value: ({ intent, closing }) => (closing ? quantityUnits(intent.quantity) : NOT_MEASURED),
  limit: ({ closable }) => quantityUnits(closable),
  deny: ({ intent, closable }) => ({
    code: "crosses_zero",
    side: intent.side,
    quantity: intent.quantity,
    closable,
  }),
});
