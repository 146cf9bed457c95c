import { InvariantError } from "../../../assert.ts";
import { quantityUnits } from "../../../number/quantity.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";

const FREE = 0;
const WAITING = 1;

/**
 * While a corporate action's day has come and the venue has not shown what it made of the position, nobody knows how
 * many shares an order should be for. People and kills may close what exists on either scale; nothing else passes, a
 * strategy's exit and a stop-loss neither: their prices are those of before.
 */
export const corporateAction = defineCheck({
  code: "corporate_action",
  label: "Corporate action",
  unit: "words",
  words: ["none", "waits for the venue"],
  bound: "at_most",
  appliesToReducing: true,
  value: (order) => (isFree(order) ? FREE : WAITING),
  limit: () => FREE,
  deny: ({ intent, context }) => {
    const hold = context.corporateAction;
    if (hold === null) throw new InvariantError("denied by a corporate action that is not there");
    return { code: "corporate_action", symbol: intent.symbol, ...hold };
  },
});

function isFree({ intent, context, reducing }: OrderUnderCheck): boolean {
  const hold = context.corporateAction;
  if (hold === null) return true;
  const personal = intent.purpose === "operator" || intent.purpose === "flatten";
  return personal && reducing && quantityUnits(intent.quantity) <= quantityUnits(hold.closable);
}
