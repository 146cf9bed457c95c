import { childVariables, type Env, readVenueEnv } from "../../config/env.ts";
import { loadConfig } from "../../config/load-config.ts";
import { VenueClient } from "@interlock/alpaca/venue-client";
import { fail, ok, type Result } from "@interlock/core/result";
import { readSupervisorFile } from "../../supervisor/run-files.ts";
import { EngineLink } from "../../watchdog/engine-link/engine-link.ts";
import { EMERGENCY_LIMITS } from "../../watchdog/kill/emergency-limits.ts";
import { KillDesks } from "../../watchdog/kill/kill-desks.ts";
import { KILL_PACE } from "../../watchdog/kill/kill-pace.ts";

/** The watchdog's work, done in this process because there is no watchdog. */
export interface OwnWatchdog {
  readonly desk: KillDesks;
  close(): Promise<void>;
}

/**
 * Prepares to do the watchdog's work here, with an own client of the venue: the address of a running simulation comes
 * from its run file, keys from the environment. A configuration that cannot be read is no obstacle.
 */
export function openOwnWatchdog(env: Env, say: (sentence: string) => void): Result<OwnWatchdog> {
  const venueEnv = readVenueEnv(env.environment, childVariables(simulatedVenue(env.dataDir)));
  if (!venueEnv.ok) return fail(venueEnv.faults.join("\n"));
  const config = loadConfig({ environment: env.environment, root: env.root, symbols: env.symbols });
  if (!config.ok)
    say("The configuration cannot be read; positions are closed within 2 % of the last price.");
  const venue = new VenueClient({ environment: venueEnv.environment, venueNow: () => Date.now() });
  const link: EngineLink = new EngineLink(env.dataDir, (beat) => desk.heard(beat));
  void link.follow();
  const desk = new KillDesks({
    dataDir: env.dataDir,
    venue,
    engine: link,
    feed: config.ok ? config.config.system.feed : "iex",
    limits: config.ok ? config.config.limits.ceilings : EMERGENCY_LIMITS,
    pace: KILL_PACE,
    environment: env.environment,
    say,
  });
  return ok({
    desk,
    close: async () => {
      desk.close();
      link.close();
      await venue.close();
    },
  });
}

function simulatedVenue(dataDir: string): Record<string, string> {
  const url = readSupervisorFile(dataDir)?.venueUrl ?? null;
  if (url === null) return {};
  const address = url.replace("localhost", "127.0.0.1");
  return { ALPACA_BASE_URL: address, ALPACA_DATA_URL: address };
}
