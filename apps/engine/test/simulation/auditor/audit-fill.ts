import type { Fill } from "@interlock/core/fill/fill";
import { priceUnits } from "@interlock/core/number/price";
import { quantityUnits } from "@interlock/core/number/quantity";
import type { Evidence } from "./evidence.ts";

/** A fill is what the venue executed, with the venue's own terms, and nothing else (I4). */
export function auditFill({ truth, findings }: Evidence, fill: Fill): void {
  const execution = truth.executions.find(({ id }) => id === fill.executionId);
  if (execution === undefined) {
    findings.add("I4", `${fill.executionId} was booked and the venue never executed it`);
    return;
  }
  const same =
    execution.symbol === fill.symbol &&
    execution.side === fill.side &&
    quantityUnits(execution.quantity) === quantityUnits(fill.quantity) &&
    priceUnits(execution.price) === priceUnits(fill.price);
  if (!same) findings.add("I4", `${fill.executionId} was booked with other terms than the venue's`);
}
