/** The only reader of the environment in the console's pages. Read when asked, for the target is set at run time. */

/** Where the engine's edge listens. */
export function engineUrl(): string {
  return process.env.ENGINE_URL ?? "http://127.0.0.1:8001";
}

/** Flags that a command needs to reach this product, with a space before them; empty for the usual data folder. */
export function commandFlags(): string {
  return process.env.INTERLOCK_COMMAND_FLAGS ?? "";
}

/** Whether Next's development server runs: it needs what a built page must not have. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === "development";
}
