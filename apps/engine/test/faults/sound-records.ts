import { expect } from "vitest";
import { quantityUnits } from "@interlock/core/number/quantity";
import type { EngineRecord } from "../../src/record.ts";

/** Records as a rig or a journal gives them, in order. */
export interface ToldRecords {
  readonly records: readonly EngineRecord[];
}

/**
 * What every journal must show whatever went wrong: no id given to two orders, no execution booked twice, nothing
 * approved that failed a check, and no position beyond the limit in force.
 */
export function expectSoundRecords({ records }: ToldRecords): void {
  const intents = records.flatMap((one) => (one.kind === "order_approved" ? [one] : []));
  const ids = intents.map(({ intent }) => intent.clientOrderId);
  expect(new Set(ids).size, "an id was given to two orders").toBe(ids.length);
  for (const { intent, measures } of intents) {
    const failed = measures.failed + (measures.failedMore ?? 0);
    expect(failed, `${intent.clientOrderId} was approved beyond a limit`).toBe(0);
  }
  const fills = records.flatMap((one) => (one.kind === "fill_booked" ? [one.fill] : []));
  const executions = fills.map(({ executionId }) => executionId);
  expect(new Set(executions).size, "an execution was booked twice").toBe(executions.length);
  expect(positionsBeyondLimit(records)).toEqual([]);
}

/** Positions are added up anew from the fills, apart from the ledger's own sums. */
function positionsBeyondLimit(records: readonly EngineRecord[]): string[] {
  const beyond: string[] = [];
  const held = new Map<string, number>();
  let most = Number.POSITIVE_INFINITY;
  for (const record of records) {
    if (record.kind === "limits_changed") most = quantityUnits(record.limits.maxPositionQuantity);
    if (record.kind !== "fill_booked") continue;
    const { symbol, side, quantity, executionId } = record.fill;
    const before = held.get(symbol) ?? 0;
    const after = before + (side === "buy" ? 1 : -1) * quantityUnits(quantity);
    held.set(symbol, after);
    const grew = Math.abs(after) > Math.abs(before);
    if (grew && Math.abs(after) > most) beyond.push(`${symbol} after ${executionId}`);
  }
  return beyond;
}
