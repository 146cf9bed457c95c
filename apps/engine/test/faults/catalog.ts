import type { FaultTable } from "./fault-row.ts";
import { BREAKERS } from "./rows/breaker-rows.ts";
import { CONDUCT } from "./rows/conduct-rows.ts";
import { CONSOLE } from "./rows/console-rows.ts";
import { CRASHES } from "./rows/crash-rows.ts";
import { DATABASE } from "./rows/database-rows.ts";
import { KILL } from "./rows/kill-rows.ts";
import { LIMITS } from "./rows/limit-rows.ts";
import { MARKET } from "./rows/market-rows.ts";
import { STREAMS } from "./rows/stream-rows.ts";
import { TIME } from "./rows/time-rows.ts";
import { VENUE } from "./rows/venue-rows.ts";

/** Every fault that the product must survive: `npm run faults` runs their tests, docs/faults.md lists them. */
export const FAULT_TABLES: readonly FaultTable[] = [
  CRASHES,
  DATABASE,
  VENUE,
  STREAMS,
  MARKET,
  LIMITS,
  CONDUCT,
  BREAKERS,
  KILL,
  TIME,
  CONSOLE,
];
