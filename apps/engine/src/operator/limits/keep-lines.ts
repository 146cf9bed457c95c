import { directionOf, type LimitChange } from "@interlock/core/risk/check-limits";
import { expiryOf } from "@interlock/core/risk/expiry/expiring-change";
import {
  inEffectAt,
  type LimitPlace,
  textAt,
  withText,
} from "@interlock/core/risk/expiry/limit-place";
import type { LimitLevel } from "@interlock/core/risk/levels/limit-levels";
import { isLimitKey, limitField } from "@interlock/core/risk/limit-fields";
import { type LimitFault, strangerSentence } from "@interlock/core/risk/limit-text";
import type { LimitVersion } from "../../limit-version.ts";

/** Lines that would go back by themselves and are to stay, or what is wrong with the wish. */
export type KeptLines =
  | {
      readonly ok: true;
      readonly places: readonly LimitPlace[];
      /** Each from what it would go back to: to keep a looser limit is to loosen it for good. */
      readonly lines: readonly LimitChange[];
    }
  | { readonly ok: false; readonly faults: readonly LimitFault[] };

/** Works out which lines of a level stay for good as they are. Only what would go back can be kept. */
export function keepLines(
  limits: LimitVersion,
  level: LimitLevel,
  keys: readonly string[],
): KeptLines {
  const faults: LimitFault[] = [];
  const places: LimitPlace[] = [];
  const lines: LimitChange[] = [];
  for (const key of new Set(keys)) {
    const line = isLimitKey(key) ? keptLine(limits, { level, key }) : null;
    if (!isLimitKey(key)) faults.push({ key, message: strangerSentence(key) });
    else if (line === null)
      faults.push({ key, message: `${key} goes back by no change: there is nothing to keep` });
    else {
      places.push({ level, key: line.field.key });
      lines.push(line);
    }
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, places, lines };
}

function keptLine(limits: LimitVersion, place: LimitPlace): LimitChange | null {
  const expiry = expiryOf(limits.expiring, place);
  if (expiry === null) return null;
  const field = limitField(place.key);
  const back = inEffectAt(withText(limits, place, expiry.before), place.level);
  const direction = directionOf(field, back, inEffectAt(limits, place.level));
  return { field, before: expiry.before, after: textAt(limits, place), direction };
}
