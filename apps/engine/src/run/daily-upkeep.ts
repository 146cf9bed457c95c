import { join } from "node:path";
import { DAY_MS } from "@interlock/core/time";
import { deleteOldTape } from "../journal/tape/delete-old-tape.ts";
import type { EngineState } from "../state.ts";
import { log } from "./log.ts";

/** What upkeep works on. */
export interface UpkeepParts {
  readonly dataDir: string;
  readonly state: EngineState;
  readonly log: { rotate(): void };
  /** Days for which inputs are kept; records are kept for ever. */
  readonly tapeRetentionDays: number;
}

/** At each new market day both logs begin a new segment, and tape segments older than their retention go. */
export class DailyUpkeep {
  readonly #parts: UpkeepParts;
  #date: string | null;

  constructor(parts: UpkeepParts) {
    this.#parts = parts;
    this.#date = parts.state.day?.date ?? null;
  }

  /** Called after each commit. */
  committed(): void {
    const { dataDir, state, log: logs, tapeRetentionDays } = this.#parts;
    const date = state.day?.date ?? null;
    if (date === this.#date) return;
    const first = this.#date === null;
    this.#date = date;
    if (first) return;
    logs.rotate();
    const deleted = deleteOldTape(join(dataDir, "tape"), state.time - tapeRetentionDays * DAY_MS);
    if (deleted.length > 0)
      log.info({ deleted }, "tape segments past their retention were deleted");
  }
}
