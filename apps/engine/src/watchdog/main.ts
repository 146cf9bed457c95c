import { formatFault } from "../config/config-fault.ts";
import { readEnv, readVenueEnv } from "../config/env.ts";
import { loadConfig } from "../config/load-config.ts";
import { startWatchdog } from "./watchdog.ts";

/**
 * The watchdog's process: it reads its configuration, refuses what is wrong with it, and watches until
 * told to stop.
 */
async function main(): Promise<void> {
  const env = readEnv();
  if (!env.ok) return refuse(env.faults);
  const { environment, root, symbols } = env.env;
  const venueEnv = readVenueEnv(environment);
  if (!venueEnv.ok) return refuse(venueEnv.faults);
  const config = loadConfig({ environment, root, symbols });
  if (!config.ok) return refuse(config.faults.map(formatFault));
  const watchdog = await startWatchdog({
    env: env.env,
    venueEnv: venueEnv.environment,
    config: config.config,
    say: (sentence) =>
      process.stderr.write(
        `${JSON.stringify({ time: Date.now(), process: "watchdog", msg: sentence })}\n`,
      ),
  });
  if (!watchdog.ok) return refuse([watchdog.error]);
  const stop = (): void => void watchdog.value.close().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  process.stdout.write(`${JSON.stringify({ ready: true, port: watchdog.value.port })}\n`);
}

function refuse(sentences: readonly string[]): void {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

await main();
