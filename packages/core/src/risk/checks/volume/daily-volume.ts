import { assert } from "../../../assert.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck } from "../../check.ts";
import { VOLUME_CAUSES, type VolumeCause, volumeCause } from "../../volume/volume-guard.ts";

/**
 * Whether it is known what the symbol trades in a day: 0 it is, else one more than the place of the cause. Not measured
 * where the limits allow it to be unknown.
 */
export const dailyVolume = defineCheck({
  code: "daily_volume",
  label: "Daily volume",
  unit: "words",
  words: ["known", ...VOLUME_CAUSES],
  bound: "at_most",
  appliesToReducing: false,
  value: ({ context }) => {
    if (context.limits.allowUnknownVolume) return NOT_MEASURED;
    return ANSWERS.indexOf(volumeCause(context.volume, context.time));
  },
  limit: () => 0,
  deny: ({ intent, context }) => {
    const cause = volumeCause(context.volume, context.time);
    assert(cause !== null, "denied for a volume that is known");
    return { code: "daily_volume", symbol: intent.symbol, cause };
  },
});

/** What the words of the check stand for, in their order: no cause, then each. */
const ANSWERS: readonly (VolumeCause | null)[] = [null, ...VOLUME_CAUSES];
