import { join, resolve } from "node:path";
import { z } from "zod";
import { type EnvironmentReading, readAlpacaEnvironment } from "@interlock/alpaca/environment";
import { readProxyTerms } from "@interlock/api/trusted-proxies";
import {
  NOTICE_VARIABLES,
  type NoticeTargets,
  noticeTargets,
} from "../edge/notices/notice-targets.ts";
import { checkoutRoot } from "./checkout-root.ts";
import { type ConfigFault, formatFault, showValue } from "./config-fault.ts";
import { choice } from "./field-schema.ts";
import { isOwnMachine } from "./loopback.ts";
import { ENVIRONMENTS, type Environment } from "./system-config.ts";

/**
 * The only reader of process.env in this app. Every variable has a rule; a broken one is a sentence that names it.
 */

type Variables = Readonly<Record<string, string | undefined>>;

/** What the environment says, checked. Endpoints and keys of the venue are read apart, by those who need them. */
export interface Env {
  readonly environment: Environment;
  /** The folder that holds config/: the checkout, unless INTERLOCK_CONFIG_ROOT names another. */
  readonly root: string;
  /** Absolute; holds journal/, tape/, run/ and the rest. */
  readonly dataDir: string;
  /** An existing Postgres; null for the embedded one. */
  readonly databaseUrl: string | null;
  /** Folder of recorded market data as given; null to look for it in its usual place. */
  readonly marketData: string | null;
  readonly enginePort: number;
  readonly watchdogPort: number;
  /** Where people reach the console: links and the allow list of origins. */
  readonly consoleUrl: string;
  /** Why the engine has to start halted; empty when nothing demands it. */
  readonly startHalted: string;
  /** Symbols in place of the configured ones; undefined when none are given. */
  readonly symbols: readonly string[] | undefined;
  /** Lets its bearer kill without a sign-in; the watchdog alone reads it. */
  readonly killToken?: string | undefined;
  /** Where notices go; with secrets, so never logged. */
  readonly notices?: NoticeTargets;
}

/** The environment, or everything that is wrong with it as sentences. */
export type EnvReading =
  | { readonly ok: true; readonly env: Env }
  | { readonly ok: false; readonly faults: readonly string[] };

const PORT_ERROR = "must be a whole number from 0 to 65535";
const port = (standard: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, { error: PORT_ERROR })
    .transform(Number)
    .refine((value) => value <= 65_535, { error: PORT_ERROR })
    .default(standard);

const DATABASE_ERROR = "must be an address such as postgresql://user:password@host:5432/name";
const CONSOLE_ERROR = "must be an address such as http://localhost:3000";
const CONSOLE_INSECURE =
  "must begin with https:// for any host but this machine: sessions and kills would travel in the open";

const variables = z.object({
  INTERLOCK_ENV: choice(ENVIRONMENTS).default("sim"),
  INTERLOCK_CONFIG_ROOT: z.string().optional(),
  INTERLOCK_DATA_DIR: z.string().optional(),
  INTERLOCK_MARKET_DATA: z.string().optional(),
  DATABASE_URL: z
    .string()
    .refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), {
      error: DATABASE_ERROR,
    })
    .optional(),
  ENGINE_PORT: port(8001),
  WATCHDOG_PORT: port(8002),
  CONSOLE_URL: z
    .string()
    .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), {
      error: CONSOLE_ERROR,
      abort: true,
    })
    .refine((text) => new URL(text).protocol === "https:" || isOwnMachine(text), {
      error: CONSOLE_INSECURE,
    })
    .default("http://localhost:3000"),
  INTERLOCK_START_HALTED: z
    .string()
    .max(200, { error: "must be a reason of at most 200 characters" })
    .default(""),
  INTERLOCK_SYMBOLS: z.string().optional(),
  INTERLOCK_KILL_TOKEN: z.string().optional(),
  ...NOTICE_VARIABLES,
});

/**
 * Returns the variables of engine and watchdog alone, each unset: where notices go, the kill token, and how to reach
 * Postgres. For children that do neither.
 */
export function withheldVariables(given: Variables = process.env): Record<string, undefined> {
  const database = Object.keys(given).filter((name) => name.startsWith("PG"));
  const names = [...Object.keys(NOTICE_VARIABLES), "INTERLOCK_KILL_TOKEN", ...database];
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

/** Secrets are named in a fault, never shown. */
const SECRET = new Set(["DATABASE_URL", ...Object.keys(NOTICE_VARIABLES)]);

/** Reads the variables of this process; an empty one counts as absent. */
export function readEnv(given: Variables = process.env): EnvReading {
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  const parsed = variables.safeParse(present);
  const proxies = proxyFaults(present);
  if (!parsed.success || proxies.length > 0) {
    const faults = (parsed.error?.issues ?? []).map((issue): ConfigFault => {
      const key = String(issue.path[0]);
      const value = SECRET.has(key) ? "not understood" : showValue(present[key]);
      return { file: "environment", key, value, allowed: issue.message };
    });
    return { ok: false, faults: [...faults, ...proxies].map(formatFault) };
  }
  const values = parsed.data;
  const checkout = checkoutRoot();
  return {
    ok: true,
    env: {
      environment: values.INTERLOCK_ENV,
      root: resolve(values.INTERLOCK_CONFIG_ROOT ?? checkout),
      dataDir: dataFolder(values.INTERLOCK_DATA_DIR),
      databaseUrl: values.DATABASE_URL ?? null,
      marketData: values.INTERLOCK_MARKET_DATA ?? null,
      enginePort: values.ENGINE_PORT,
      watchdogPort: values.WATCHDOG_PORT,
      consoleUrl: new URL(values.CONSOLE_URL).origin,
      startHalted: values.INTERLOCK_START_HALTED,
      symbols: symbolList(values.INTERLOCK_SYMBOLS),
      killToken: values.INTERLOCK_KILL_TOKEN,
      notices: noticeTargets(values),
    },
  };
}

/** The console's server reads these itself; a start tells what is wrong with them before anything runs. */
function proxyFaults(given: Variables): readonly ConfigFault[] {
  const read = readProxyTerms(given["TRUSTED_PROXY_HOPS"], given["TRUSTED_PROXIES"]);
  if (!("must" in read)) return [];
  const { variable, must } = read;
  return [{ file: "environment", key: variable, value: showValue(given[variable]), allowed: must }];
}

/**
 * Returns the data folder: the one named, taken from the current folder when relative, or .interlock
 * in the checkout.
 */
export function dataFolder(named: string | undefined): string {
  if (named === undefined || named === "") return join(checkoutRoot(), ".interlock");
  return resolve(named);
}

/** Reads "SPY,IBM" as two symbols; spaces around them do not count. */
export function symbolList(text: string | undefined): readonly string[] | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  return text.split(",").map((symbol) => symbol.trim());
}

/** Reads the venue's endpoints and keys for an environment. */
export function readVenueEnv(
  environment: Environment,
  given: Variables = process.env,
): EnvironmentReading {
  return readAlpacaEnvironment(given, environment);
}

/** Returns this process's variables for a child, with some set and those set to undefined removed. */
export function childVariables(changes: Variables): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}
