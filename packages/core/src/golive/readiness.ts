import type { GateReading, Verdict } from "./judge-gates.ts";
import { allPass } from "./judge-gates.ts";
import { type Station, STATIONS } from "./gate-table.ts";

/** How far one station's part is ready. */
export interface CategoryScore {
  readonly station: Station;
  /** 0 to 100, computed from the verdicts alone. */
  readonly score: number;
  readonly counts: Readonly<Record<Verdict, number>>;
}

/** What the gates come to. */
export interface Readiness {
  readonly ready: boolean;
  /** The mean of all gates by the same weights. */
  readonly score: number;
  readonly categories: readonly CategoryScore[];
}

/** What each verdict counts: a waived gate half, for what it asks is still not so. */
const WEIGHTS: Readonly<Record<Verdict, number>> = { green: 1, amber: 0.5, red: 0, unknown: 0 };

/** The formula, as the report prints it. */
export const SCORE_FORMULA =
  "score = 100 × (green gates + ½ × waived gates) ÷ gates; red, stale and never measured count nothing. Ready means that no gate is red or unknown, whatever the score.";

/** What no gate looks at, said plainly in every report. */
export const NOT_COVERED: readonly string[] = [
  "Whether a strategy makes money: the gates bound losses and prove behavior, they promise no profit.",
  "Alpaca's own outages, and what its live account does otherwise than its paper account.",
  "Market impact beyond the paper fills: a paper account fills at the quote, whatever the size.",
  "Taxes, and whether the account holder may trade these instruments.",
  "Somebody who controls this host: they are found by heads that were signed and published elsewhere, not kept out.",
];

/** Returns how far everything is ready, by the verdicts alone. */
export function readinessOf(readings: readonly GateReading[]): Readiness {
  return {
    ready: allPass(readings),
    score: scoreOf(readings),
    categories: STATIONS.map((station) => {
      const own = readings.filter(({ gate }) => gate.owner === station);
      return { station, score: scoreOf(own), counts: countsOf(own) };
    }),
  };
}

function scoreOf(readings: readonly GateReading[]): number {
  if (readings.length === 0) return 0;
  const sum = readings.reduce((total, { verdict }) => total + WEIGHTS[verdict], 0);
  return Math.round((100 * sum) / readings.length);
}

function countsOf(readings: readonly GateReading[]): Record<Verdict, number> {
  const counts = { green: 0, amber: 0, red: 0, unknown: 0 };
  for (const { verdict } of readings) counts[verdict] += 1;
  return counts;
}
