import { z } from "zod";
import { SUBJECT_KINDS, type SubjectKind } from "@interlock/core/approval/approval";
import { EXPIRY_MS_MAX } from "@interlock/core/approval/approval-policy";
import { strategyId } from "@interlock/core/ids";
import { headsConfig } from "./heads-config.ts";
import { MINUTE_MS } from "@interlock/core/time";
import { choice, decimal, flag, section, tickers, whole } from "./field-schema.ts";

/** Environments of the product and the file of each. */
export const CONFIG_FILES = {
  sim: "config/system.json",
  paper: "config/system.staging.json",
  live: "config/system.production.json",
} as const;

/** Where orders go: the simulated venue, Alpaca's paper account, or Alpaca's live account. */
export type Environment = keyof typeof CONFIG_FILES;

/** The environments, mildest first. */
export const ENVIRONMENTS = ["sim", "paper", "live"] as const;

const ID_ERROR = "must be 1 to 32 lower-case letters, digits and dashes, beginning with a letter";
const KEY_ERROR = "must be an Ed25519 public key as base64 of its SPKI form, 60 characters";
const ACCOUNT_ERROR =
  "must be the account's id (a UUID), or, except in live, null to accept the first one seen";

const strategy = {
  /** Name in orders, journal and console; never reused for another strategy. */
  id: z
    .string({ error: ID_ERROR })
    .regex(/^[a-z][a-z0-9-]{0,31}$/, { error: ID_ERROR })
    .transform(strategyId),
  kind: z.string({ error: "must be the name of a built-in strategy" }),
  /** "all" stands for every symbol of the system. */
  symbols: z.union([z.literal("all"), tickers()], {
    error: 'must be "all" or a list of tickers such as ["SPY", "IBM"]',
  }),
  params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]), {
    error: "must be an object of numbers, texts and true or false",
  }),
  /** Dollars that a full target (1 or -1) stands for, per symbol. */
  allocation: decimal(1, 100_000_000),
};

const port = whole(0, 65_535);

/** One number for each kind of request. */
function perKind(field: (kind: SubjectKind) => z.ZodNumber) {
  return section({
    limits: field("limits"),
    resume: field("resume"),
    override: field("override"),
    go_live: field("go_live"),
    role: field("role"),
    key: field("key"),
    policy: field("policy"),
  });
}

const sections = {
  environment: choice(ENVIRONMENTS),
  accountId: z.uuid({ error: ACCOUNT_ERROR }).nullable(),
  symbols: tickers(),
  feed: choice(["iex", "sip", "test"]),
  strategies: z
    .array(section(strategy), { error: "must be a list of strategies" })
    .max(50, { error: "must be a list of at most 50 strategies" }),
  execution: section({
    /** A marketable limit order is priced this far through the far side of the quote. */
    orderOffsetBps: decimal(0, 1_000),
    /** An approved order that has not left by then is dropped instead of sent. */
    orderMaxAgeMs: whole(100, 60_000),
    /** An order of a strategy that has rested this long is canceled. */
    orderRestMs: whole(1_000, 86_400_000),
    /** How far from the average entry a stop waits at the broker for each position, in bps; 0: none is placed. */
    brokerStopBps: decimal(0, 5_000),
  }),
  marks: section({
    /** A quote with more between bid and ask, in bps of its midpoint, values no position and trips no guard. */
    spreadMaxBps: decimal(1, 2_000),
  }),
  reconciliation: section({
    /** Time between two comparisons of everything with the venue; one comes besides at every start and reconnect. */
    everyMs: whole(1_000, 3_600_000),
    /** Time between two looks at the open orders while there are any: one request each. */
    openOrdersEveryMs: whole(1_000, 60_000),
  }),
  journal: section({
    segmentBytesMax: whole(65_536, 1_073_741_824),
    /** Journal entries between two snapshots: what a start has to apply again at most. */
    snapshotEveryEntries: whole(100, 10_000_000),
  }),
  /** Where the ends of the journal are published, signed, so that a cut tail shows. */
  heads: headsConfig,
  tape: section({ retentionDays: whole(1, 3_650) }),
  /** How long rows stay in Postgres before `db retain` may archive them, by the month. The journal itself stays. */
  ledger: section({ retentionYears: whole(1, 100) }),
  watchdog: section({
    /** Silence of the decision loop after which the watchdog acts; longer than a restart takes. */
    heartbeatTimeoutMs: whole(3_000, 300_000),
    /** Whether it then cancels protective stops too. Removing them raises risk. */
    cancelsStops: flag(),
  }),
  kill: section({
    /** Whether those who only watch may halt; cancel and flatten they never may. */
    viewersHalt: flag(),
  }),
  /** Who must agree to what. Live never asks for less than the whole ladder. */
  approvals: section({
    ladder: choice(["inline", "full"]),
    /** Other people who must approve. */
    quorum: perKind(() => whole(1, 5)),
    /** Minutes of venue time for which a request stands. */
    expiryMinutes: perKind((kind) => whole(1, EXPIRY_MS_MAX[kind] / MINUTE_MS)),
    /** Minutes after which somebody who is alone may approve their own request; null: never. */
    soloCoolingOffMinutes: whole(1, 1_440).nullable(),
  }),
  golive: section({
    /** Keys whose signed evidence counts for going live, each for its own kind. */
    attestors: z
      .array(
        section({
          id: z.string({ error: ID_ERROR }).regex(/^[a-z][a-z0-9-]{0,31}$/, { error: ID_ERROR }),
          /** Ed25519, as base64 of its SPKI form. */
          publicKey: z
            .string({ error: KEY_ERROR })
            .regex(/^[A-Za-z0-9+/]{59}=$/, { error: KEY_ERROR }),
          may: choice(["ci", "paper"]),
        }),
        { error: "must be a list of keys, each with id, publicKey and may" },
      )
      .max(20, { error: "must be a list of at most 20 keys" }),
  }),
  /** How the engine takes the market-data stream; only a simulated venue can be held back. */
  pacing: section({
    /** Pings of the stream are answered at once; otherwise when what came before them is decided. */
    autoPong: flag(),
    /** The venue holds its tape while a request or a report is outstanding. */
    hold: flag(),
  }),
  /** How a simulated day runs unless `start` is told otherwise. */
  replay: section({
    from: z
      .string({ error: "must be a time of day in New York such as 09:30" })
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, {
        error: "must be a time of day in New York such as 09:30",
      }),
    speed: whole(1, 10_000),
    seed: whole(0, 4_294_967_295),
    /** How lively a generated market is: 1, where it is not said, is about two quotes a second and symbol. */
    activity: decimal(0.01, 1_000).optional(),
  }),
  ports: section({ console: port, engine: port, venue: port, watchdog: port }),
};

/** The schema of config/system*.json. */
export const systemConfig = section(sections);
export type SystemConfig = z.infer<typeof systemConfig>;

const SECTION_KEYS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(sections).map(([name, schema]) => [
    name,
    "shape" in schema ? Object.keys(schema.shape) : Object.keys(strategy),
  ]),
);

/** Returns the names that may stand in an object of the file, by its path. */
export function systemKeys(path: readonly PropertyKey[]): readonly string[] {
  const [name, member] = path;
  if (name === "approvals" && (member === "quorum" || member === "expiryMinutes"))
    return SUBJECT_KINDS;
  return typeof name === "string" ? (SECTION_KEYS[name] ?? []) : Object.keys(sections);
}
