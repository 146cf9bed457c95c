import { readVenueEnv, readEnv } from "./config/env.ts";
import { loadConfig } from "./config/load-config.ts";
import { formatFault } from "./config/config-fault.ts";
import { runEngine } from "./run/run-engine.ts";

/** The trading process: reads its configuration, refuses all that is wrong with it, and runs until told to stop. */
async function main(): Promise<void> {
  const env = readEnv();
  if (!env.ok) return refuse(env.faults);
  const venueEnv = readVenueEnv(env.env.environment);
  if (!venueEnv.ok) return refuse(venueEnv.faults);
  const { environment, root, symbols } = env.env;
  const config = loadConfig({ environment, root, symbols });
  if (!config.ok) return refuse(config.faults.map(formatFault));
  await runEngine({ env: env.env, venueEnv: venueEnv.environment, config: config.config });
}

function refuse(sentences: readonly string[]): void {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

await main();
