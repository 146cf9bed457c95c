"use client";
import Link from "next/link";
import { useSection, useTicking } from "../../live/use-live.ts";
import { venueTimeAt } from "../../live/venue-clock.ts";
import { drillWords, reduceOnlyWords } from "./bar-words.ts";
import { BAR_REFRESH_MS, useKillParts } from "./use-kill-parts.ts";

/** What stands beside the switch on every page: the countdown after a resume, else when it was rehearsed last. */
export function KillBarNote() {
  const parts = useKillParts(BAR_REFRESH_MS);
  const reduceOnly = useReduceOnly();
  const drills = parts?.drills;
  const drilled = useTicking(({ venueClock }, now) =>
    venueClock === null ? "" : drillWords(drills, venueTimeAt(venueClock, now)),
  );
  if (reduceOnly !== "")
    return (
      <p className="kill-note num" data-tone="warn" data-testid="reduce-only" title={REDUCE_ONLY}>
        {reduceOnly}
      </p>
    );
  return (
    <p className="kill-note num">
      <Link href="/kill" prefetch={false} title="The last drill: when, and how long its gate took">
        {drilled}
      </Link>
    </p>
  );
}

const REDUCE_ONLY = "After a resume only orders toward flat pass for a minute";

/** The countdown after a resume as every page shows it; empty where there is none. */
export function useReduceOnly(): string {
  const told = useSection("engine")?.reduceOnly;
  return useTicking(({ venueClock }, now) =>
    venueClock === null ? "" : reduceOnlyWords(told, venueTimeAt(venueClock, now)),
  );
}
