import { log } from "./log.ts";

/** Time for an orderly stop before the process ends anyway: a start recovers from either. */
const STOP_MS = 10_000;

/** Stops in order on SIGTERM or SIGINT, once. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const begin = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    setTimeout(() => process.exit(1), STOP_MS).unref();
    void stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(
          `The stop was not orderly: ${error instanceof Error ? error.message : String(error)}`,
        );
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => begin("SIGTERM"));
  process.on("SIGINT", () => begin("SIGINT"));
}
