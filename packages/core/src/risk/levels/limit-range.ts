import type { NumberUnit } from "../limit-fields.ts";

/** The sizes that a limit of a unit may have at all, ends included; ceilings and other limits narrow them further. */
export function allowedRange(unit: NumberUnit): { min: number; max: number } {
  return RANGES[unit];
}

const RANGES = {
  shares: { min: 1, max: 1_000_000 },
  usd: { min: 1, max: 1_000_000_000 },
  bps: { min: 0.1, max: 40_000 },
  ms: { min: 1, max: 86_400_000 },
  count: { min: 1, max: 10_000 },
};
