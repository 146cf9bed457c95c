import { DAY_MS, type UnixMs } from "../../time.ts";
import type { AverageVolume } from "./average-volume.ts";

/** A symbol's average daily volume, with when the venue said so. Plain data. */
export interface VolumeFacts extends AverageVolume {
  readonly at: UnixMs;
}

/** It is asked for every day: an older answer is of another market. */
const VOLUME_AGE_MAX_MS = DAY_MS;

/** Why a symbol's average daily volume cannot be relied on, in the order of the words of its check. */
export const VOLUME_CAUSES = ["unknown", "stale"] as const;
/** Why a symbol's average daily volume cannot be relied on. */
export type VolumeCause = (typeof VOLUME_CAUSES)[number];

/** Says why a symbol's average daily volume cannot be relied on now; null when it can. */
export function volumeCause(facts: VolumeFacts | null, time: UnixMs): VolumeCause | null {
  if (facts === null) return "unknown";
  return time - facts.at > VOLUME_AGE_MAX_MS ? "stale" : null;
}
