import type { VenueClient } from "@interlock/alpaca/venue-client";
import { MINUTE_MS, type UnixMs } from "@interlock/core/time";
import type { LoadedConfig } from "../../config/load-config.ts";
import type { Engine } from "../../engine.ts";
import { BARS_KEPT } from "../../signals/apply-signals.ts";
import type { EngineState } from "../../state.ts";
import { log } from "../log.ts";

/** What a backfill needs. */
export interface BackfillParts {
  readonly engine: Engine;
  readonly venue: VenueClient;
  readonly state: EngineState;
  readonly config: LoadedConfig;
  readonly now: UnixMs;
}

/**
 * Brings the minutes that were missed, or that are needed to warm strategies up, from the venue's history. Without
 * them strategies warm up on live minutes: a sentence in the log, no reason not to start.
 */
export async function backfillBars({
  engine,
  venue,
  state,
  config,
  now,
}: BackfillParts): Promise<void> {
  const { symbols } = config.settings;
  const newest = symbols.map((symbol) => state.bars[symbol]?.at(-1)?.startAt ?? 0);
  const startAt = Math.max(Math.min(...newest) + MINUTE_MS, now - BARS_KEPT * MINUTE_MS);
  const endAt = now - (now % MINUTE_MS) - 1;
  if (endAt <= startAt) return;
  const question = {
    symbols,
    timeframe: "1Min",
    startAt,
    endAt,
    feed: config.system.feed,
    adjustment: "raw",
  } as const;
  const found = await venue.bars(question);
  if (!found.ok) {
    log.warn(
      `No bars from the venue's history: ${found.failure.message} Strategies warm up on live minutes.`,
    );
    return;
  }
  for (const sentence of found.value.refused) log.warn(sentence);
  engine.accept({ kind: "bars_backfilled", bars: found.value.bars });
}
