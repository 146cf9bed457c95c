import type { AlpacaEnvironment } from "@interlock/alpaca/environment";
import type { EngineStarted } from "../input.ts";
import type { EngineState } from "../state.ts";
import { proveLaunch } from "./prove-launch.ts";
import { describeVenueKey } from "./venue-key.ts";

/** Returns what only a start can know of the launch: whether the journal shows it, and which venue key is in use. */
export function knownAtStart(
  dataDir: string,
  state: EngineState,
  environment: AlpacaEnvironment,
): Pick<EngineStarted, "launchProven" | "venueKey"> {
  const launchProven = proveLaunch(dataDir, state);
  const venueKey = describeVenueKey(environment);
  return launchProven === null ? { venueKey } : { launchProven, venueKey };
}
