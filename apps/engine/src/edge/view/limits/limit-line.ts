import type { LimitLine } from "@interlock/api/view/limits-view";
import { limitNumber } from "@interlock/core/risk/check-limits";
import type { expiryOf } from "@interlock/core/risk/expiry/expiring-change";
import type { LimitField } from "@interlock/core/risk/limit-fields";
import { formatLimit } from "@interlock/core/risk/limit-text";
import type { Limits } from "@interlock/core/risk/limits";
import { percentOf } from "../decimal-text.ts";
import type { LimitUse } from "./limit-usage.ts";

/** What a line is written from, besides its use. */
interface LineParts {
  readonly values: Limits;
  readonly ceilings: Limits;
  readonly expiry: ReturnType<typeof expiryOf>;
  /** The denials that the limit gives, and how often each was given. */
  readonly codes: LimitLine["codes"];
}

/** Writes a limit as the console shows it. */
export function limitLine(
  field: LimitField,
  used: LimitUse,
  { values, ceilings, expiry, codes }: LineParts,
): LimitLine {
  return {
    key: field.key,
    label: field.label,
    unit: field.unit,
    blocks: field.blocks,
    value: formatLimit(field, values),
    ceiling: formatLimit(field, ceilings),
    ...(typeof used === "string"
      ? { used: "", usedPercent: 0, usedAbsence: used }
      : {
          used: String(Math.round(used * 100) / 100),
          usedPercent: percentOf(used, limitNumber(field, values)),
          usedAbsence: "",
        }),
    codes: [...codes],
    tighterIs: field.tighter,
    expiry:
      expiry === null
        ? null
        : {
            at: expiry.change.expiresAt,
            backTo: expiry.before,
            version: expiry.change.version,
            by: expiry.change.by,
          },
  };
}
