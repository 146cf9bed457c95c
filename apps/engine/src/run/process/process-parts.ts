import type { DrillKind } from "@interlock/core/golive/golive-book";
import type { VenueClient } from "@interlock/alpaca/venue-client";
import type { ControlSocketServer } from "../../operator/control-socket-server.ts";
import type { OpenLease } from "../lease/open-lease.ts";
import type { Recovered } from "../recover.ts";
import type { RunOptions } from "../run-options.ts";
import type { Surroundings } from "../surroundings.ts";
import type { EarlyControl } from "../venue/early-control.ts";
import type { VenueTime } from "../venue/venue-time.ts";

/** What the process is put together from. */
export interface ProcessParts extends RunOptions, OpenLease {
  readonly recovered: Recovered;
  readonly control: ControlSocketServer;
  readonly early: EarlyControl;
  readonly venue: VenueClient;
  readonly time: VenueTime;
  readonly onListening: (port: number) => void;
  /** Breaks what a drill rehearses. */
  readonly performDrill: (drill: DrillKind) => void;
  readonly openEdge: Surroundings["openEdge"];
}
