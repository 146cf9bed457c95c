import { levelsOf } from "@interlock/core/risk/levels/limit-levels";
import type { UnixMs } from "@interlock/core/time";
import { agreedAfter } from "../../golive/agreed-limits.ts";
import type { RecordOf } from "../../record.ts";
import type { EngineState } from "../../state.ts";

/** Folds another version of the limits. */
export function applyLimits(
  state: EngineState,
  record: RecordOf<"limits_changed">,
  at: UnixMs,
): void {
  const { version, limits: values, levels, by, reason, expiring = [], approval } = record;
  const unset = levels === undefined ? { levelsUnset: true as const } : {};
  const set = { values, levels: levelsOf(levels) };
  const agreed = agreedAfter(state.limits, set, approval !== undefined);
  const text = { changedAt: at, by, reason, ...(agreed === undefined ? {} : { agreed }) };
  state.limits = { version, ...set, ...text, expiring, ...unset };
}
