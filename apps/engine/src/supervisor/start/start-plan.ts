import { join } from "node:path";
import type { AlpacaEnvironment } from "@interlock/alpaca/environment";
import { fail, ok, type Result } from "@interlock/core/result";
import { checkoutRoot } from "../../config/checkout-root.ts";
import { childVariables, type Env, withheldVariables } from "../../config/env.ts";
import { isOwnMachine } from "../../config/loopback.ts";
import { ownFlags } from "../../config/own-command.ts";
import type { ChildPlan } from "../child-process.ts";
import type { Ports } from "./choose-ports.ts";
import { programArgs } from "./programs.ts";
import type { ChildName } from "../run-files.ts";
import type { TapePlan } from "./tape-choice.ts";

/** Everything that the children's command lines and variables follow from. */
export interface StartRequest {
  readonly env: Env;
  readonly venueEnv: AlpacaEnvironment;
  readonly ports: Ports;
  readonly databaseUrl: string;
  readonly symbols: readonly string[] | undefined;
  /** Null with a real venue. */
  readonly tape: TapePlan | null;
  readonly withConsole: boolean;
}

/** Addresses of the parts on this machine. */
export interface Addresses {
  readonly console: string;
  readonly engine: string;
  readonly venue: string;
  readonly watchdog: string;
}

/** Returns where each part listens. The console goes by the name that people type: cookies belong to it. */
export function addressesOf(ports: Ports): Addresses {
  return {
    console: `http://localhost:${ports.console}`,
    engine: `http://localhost:${ports.engine}`,
    venue: `http://localhost:${ports.venue}`,
    watchdog: `http://localhost:${ports.watchdog}`,
  };
}

/** Returns the children to start. Fails with a sentence when one of them is not built. */
export function planChildren(request: StartRequest): Result<readonly ChildPlan[]> {
  const { tape, withConsole } = request;
  const plans: ChildPlan[] = [];
  const names: readonly ChildName[] = [
    ...(tape === null ? [] : (["venue"] as const)),
    "engine",
    "watchdog",
    ...(withConsole ? (["console"] as const) : []),
  ];
  for (const name of names) {
    const program = programArgs(name);
    if (program === null)
      return fail(
        `The ${name} is not built: run npm start once${name === "console" ? ", or pass --no-console" : ""}.`,
      );
    plans.push({
      name,
      args: [...program, ...(name === "venue" && tape !== null ? venueArgs(request, tape) : [])],
      env: childVariables(variablesOf(name, request)),
      cwd: name === "console" ? join(checkoutRoot(), "apps", "web") : checkoutRoot(),
    });
  }
  return ok(plans);
}

function venueArgs({ env, ports }: StartRequest, tape: TapePlan): readonly string[] {
  return ["--port", String(ports.venue), "--state-dir", join(env.dataDir, "venue"), ...tape.args];
}

function variablesOf(name: ChildName, request: StartRequest): Record<string, string | undefined> {
  const { venueEnv, ports } = request;
  const addresses = addressesOf(ports);
  switch (name) {
    case "venue":
      return {
        ...withheldVariables(),
        ALPACA_SIM_KEY_ID: venueEnv.credentials.keyId,
        ALPACA_SIM_SECRET_KEY: venueEnv.credentials.secretKey,
      };
    case "engine":
    case "watchdog":
      return tradingVariables(request);
    case "console":
      return {
        ...withheldVariables(),
        CONSOLE_PORT: String(ports.console),
        CONSOLE_URL: consoleUrlOf(request),
        ENGINE_URL: addresses.engine.replace("localhost", "127.0.0.1"),
        WATCHDOG_URL: addresses.watchdog.replace("localhost", "127.0.0.1"),
        NODE_ENV: "production",
        INTERLOCK_COMMAND_FLAGS: ownFlags(request.env.dataDir),
        // The console holds no key and no database handle.
        ALPACA_API_KEY: undefined,
        ALPACA_SECRET_KEY: undefined,
        APCA_API_KEY_ID: undefined,
        APCA_API_SECRET_KEY: undefined,
        DATABASE_URL: undefined,
      };
  }
}

function tradingVariables(request: StartRequest): Record<string, string | undefined> {
  const { env, ports, symbols, tape } = request;
  return {
    INTERLOCK_DATA_DIR: env.dataDir,
    INTERLOCK_ENV: env.environment,
    DATABASE_URL: request.databaseUrl,
    ENGINE_PORT: String(ports.engine),
    WATCHDOG_PORT: String(ports.watchdog),
    CONSOLE_URL: consoleUrlOf(request),
    INTERLOCK_SYMBOLS: symbols?.join(","),
    ...(tape === null ? {} : simulatedVenue(ports)),
  };
}

/** Where people reach the console: the address that was given where another server ends TLS, else its own port. */
function consoleUrlOf({ env, ports }: StartRequest): string {
  return isOwnMachine(env.consoleUrl) ? addressesOf(ports).console : env.consoleUrl;
}

function simulatedVenue({ venue }: Ports): Record<string, string> {
  const host = `127.0.0.1:${venue}`;
  return {
    ALPACA_BASE_URL: `http://${host}`,
    ALPACA_DATA_URL: `http://${host}`,
    ALPACA_STREAM_URL: `ws://${host}/stream`,
    ALPACA_DATA_STREAM_URL: `ws://${host}`,
  };
}
