import { ZERO_QUANTITY } from "@interlock/core/number/quantity";
import { positionOf, strategyPositionOf } from "@interlock/core/portfolio/portfolio";
import {
  endOverride,
  enterOverride,
  noteDenied,
  noteRefusal,
} from "@interlock/core/risk/override/override-book";
import type { UnixMs } from "@interlock/core/time";
import type { RecordOf } from "../../record.ts";
import type { OverrideRecord } from "../../records/override-record.ts";
import type { EngineState } from "../../state.ts";

/** Folds what was granted, refused and voided. */
export function applyOverride(state: EngineState, record: OverrideRecord, at: UnixMs): void {
  const { overrides } = state;
  switch (record.kind) {
    case "override_granted":
      return enterOverride(overrides, record.grant);
    case "override_refused": {
      const { overrideId, by, role, sentence } = record;
      return noteRefusal(overrides, { at, overrideId, by, role, sentence });
    }
    case "overrides_voided":
      for (const id of record.overrideIds)
        endOverride(overrides, id, { kind: "void", at, why: record.why });
      return;
  }
}

/** The approval spends the override: the two are one record, so that no crash comes between them. */
export function spendOverride(
  { overrides }: EngineState,
  { intent: { clientOrderId }, override }: RecordOf<"order_approved">,
  at: UnixMs,
): void {
  if (override === undefined) return;
  const { overrideId, by, fourEyes } = override;
  endOverride(overrides, overrideId, { kind: "used", at, by, clientOrderId, fourEyes });
}

/** What an override did not get past either is denied for good: no second one is granted for it. */
export function keepDenied(
  { overrides, portfolio }: EngineState,
  { intent, denials, overrideId }: RecordOf<"order_denied">,
  at: UnixMs,
): void {
  if (overrideId !== undefined) return;
  const { symbol, strategyId } = intent;
  const account = positionOf(portfolio, symbol).quantity;
  const own =
    strategyId === null
      ? ZERO_QUANTITY
      : strategyPositionOf(portfolio, strategyId, symbol).quantity;
  noteDenied(overrides, { at, intent, denials, held: { account, own } });
}
