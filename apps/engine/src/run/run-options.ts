import type { AlpacaEnvironment } from "@interlock/alpaca/environment";
import type { Env } from "../config/env.ts";
import type { LoadedConfig } from "../config/load-config.ts";

/** What an engine runs with. */
export interface RunOptions {
  readonly env: Env;
  readonly venueEnv: AlpacaEnvironment;
  readonly config: LoadedConfig;
}
