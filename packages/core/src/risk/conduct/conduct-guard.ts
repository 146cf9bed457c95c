import type { UnixMs } from "../../time.ts";

/** What risk looks at to bound how the engine conducts itself. */
export interface ConductGuard {
  /** When this run of the engine began. */
  readonly startedAt: UnixMs;
  /** When cancels were asked for, oldest first; at least the last minute's. */
  readonly cancels: readonly UnixMs[];
}

/** A run that began long ago and canceled nothing. */
export const QUIET_CONDUCT: ConductGuard = { startedAt: 0, cancels: [] };
