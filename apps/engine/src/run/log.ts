import { pino } from "pino";

/** One JSON line per event on standard error; the supervisor keeps them. Secrets never reach a field. */
export const log = pino(
  {
    base: { process: "engine" },
    redact: ["*.secretKey", "*.keyId", "*.token", "*.cookie", "*.authorization"],
  },
  pino.destination({ dest: 2, sync: true }),
);
