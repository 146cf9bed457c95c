import { isTicker } from "@interlock/core/ids";
import { newYorkDate, nextMarketDay } from "@interlock/core/market/calendar";
import { type IsoDate, parseIsoDate } from "@interlock/core/market/civil-date";
import { parseMoney } from "@interlock/core/number/money";
import { fail, ok, type Result } from "@interlock/core/result";
import { z } from "zod";
import {
  DEFAULT_OPTIONS,
  FEED_NAMES,
  type TapeChoice,
  type VenueServerOptions,
} from "./venue-server-options.ts";

/** Flags with a value. Each may also come from the environment, as ALPACA_SIM_NAME. */
const VALUE_FLAGS = [
  "host",
  "port",
  "data",
  "date",
  "symbols",
  "speed",
  "seed",
  "from",
  "days",
  "activity",
  "window-ms",
  "cash",
  "account-id",
  "account-class",
  "key-id",
  "secret-key",
  "oauth-token",
  "state-dir",
  "acknowledge-as",
  "partial-fills",
  "pending-updates",
  "legacy-figures",
  "updates",
  "feeds",
  "symbol-limit",
  "trading-limit",
  "data-limit",
  "gap-minutes",
  "pong-timeout-s",
  "after-limit",
  "tls-cert",
  "tls-key",
] as const;

const HOLD = "hold-for-client";
const KNOWN_FLAGS = `--generate, --${HOLD}, --no-${HOLD}, --${VALUE_FLAGS.join(" VALUE, --")} VALUE`;

type Flags = Readonly<Record<string, string | undefined>>;

/** Symbols of a generated tape unless others are named. */
const USUAL_SYMBOLS = "SPY,AAPL,MSFT,IBM";

function whole(least: number, most: number): z.ZodType<number> {
  const allowed = `a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, allowed)
    .transform(Number)
    .pipe(z.number().min(least, allowed).max(most, allowed));
}

function parsed<T>(allowed: string, read: (text: string) => T | null): z.ZodType<T> {
  return z.string().transform((text, context) => {
    const value = read(text);
    if (value !== null) return value;
    context.addIssue({ code: "custom", message: allowed });
    return z.NEVER;
  });
}

const date = parsed<IsoDate>("a date as YYYY-MM-DD", (text) => {
  const read = parseIsoDate(text);
  return read.ok ? read.value : null;
});
const symbols = parsed("ticker symbols with commas between, such as SPY,IBM", (text) => {
  const list = text.split(",").map((symbol) => symbol.trim());
  return list.every(isTicker) && new Set(list).size === list.length ? list : null;
});
const speed = parsed<number | "max">('a number above 0 and at most 1000000, or "max"', (text) => {
  if (text === "max") return "max";
  const factor = /^\d{1,7}(\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  return factor > 0 && factor <= 1_000_000 ? factor : null;
});
const minuteOfDay = parsed("a time in New York as HH:MM, from 04:00 to 19:59", (text) => {
  const match = /^(\d{2}):([0-5]\d)$/.exec(text);
  const minute = match === null ? -1 : Number(match[1]) * 60 + Number(match[2]);
  return minute >= 240 && minute < 1_200 ? minute : null;
});
const windowMs = parsed("a number of milliseconds that divides a minute, such as 100", (text) => {
  const ms = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return ms > 0 && 60_000 % ms === 0 ? ms : null;
});
const cash = parsed("dollars above 0, such as 100000", (text) => {
  const amount = parseMoney(text);
  return amount.ok && Number(text) > 0 ? amount.value : null;
});
const feeds = parsed(`feeds among ${FEED_NAMES.join(", ")}, with commas between`, (text) => {
  const names = text.split(",");
  const known = FEED_NAMES.filter((name) => names.includes(name));
  return known.length === names.length ? known : null;
});
const activity = parsed("a factor from 0.01 to 1000", (text) => {
  const factor = /^\d{1,4}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  return factor >= 0.01 && factor <= 1_000 ? factor : null;
});

const share = parsed("a share from 0 to 1, such as 0.1", (text) =>
  /^(0(\.\d{1,4})?|1)$/.test(text) ? Number(text) : null,
);
const word = z.string().min(1, "not empty");
const FLAG_SCHEMA = z.object({
  host: word.optional(),
  port: whole(0, 65_535).optional(),
  data: word.optional(),
  date: date.optional(),
  symbols: symbols.optional(),
  speed: speed.optional(),
  seed: word.optional(),
  from: minuteOfDay.optional(),
  days: whole(1, 10_000).optional(),
  activity: activity.optional(),
  "window-ms": windowMs.optional(),
  "hold-for-client": z.enum(["yes", "no"], "yes or no").optional(),
  cash: cash.optional(),
  "account-id": z.uuid("a UUID").optional(),
  "account-class": z.enum(["paper", "live"], "paper or live").optional(),
  "key-id": word.optional(),
  "secret-key": word.optional(),
  "oauth-token": word.optional(),
  "state-dir": word.optional(),
  "acknowledge-as": z
    .enum(["pending_new", "accepted", "new"], "pending_new, accepted or new")
    .optional(),
  "partial-fills": share.optional(),
  "pending-updates": z.enum(["yes", "no"], "yes or no").optional(),
  "legacy-figures": z.enum(["yes", "no"], "yes or no").optional(),
  updates: z.enum(["json-binary", "json-text"], "json-binary or json-text").optional(),
  feeds: feeds.optional(),
  "symbol-limit": whole(1, 100_000).optional(),
  "trading-limit": whole(1, 1_000_000).optional(),
  "data-limit": whole(1, 1_000_000).optional(),
  "gap-minutes": whole(1, 600).optional(),
  "pong-timeout-s": whole(1, 86_400).optional(),
  "tls-cert": word.optional(),
  "tls-key": word.optional(),
  "after-limit": z.enum(["close", "keep"], "close or keep").optional(),
});
type ReadFlags = z.output<typeof FLAG_SCHEMA>;

/**
 * Reads the options of a venue process from its arguments and environment. The error is one sentence. `now`
 * chooses the day of a generated tape when none is named: the next one on which the market opens.
 */
export function readOptions(
  args: readonly string[],
  environment: Flags,
  now: number,
): Result<VenueServerOptions> {
  const given = readArguments(args);
  if (!given.ok) return given;
  const flags = withEnvironment(given.value.flags, environment);
  const read = FLAG_SCHEMA.safeParse(flags);
  if (!read.success) {
    const fault = read.error.issues[0];
    const name = String(fault?.path[0] ?? "");
    return fail(
      `--${name} is "${flags[name] ?? ""}"; allowed is ${fault?.message ?? "another value"}`,
    );
  }
  if ((read.data["tls-cert"] === undefined) !== (read.data["tls-key"] === undefined)) {
    return fail("--tls-cert and --tls-key belong together: give both or neither");
  }
  const tape = chooseTape(read.data, given.value.generates, now);
  return tape.ok ? ok({ ...optionsOf(read.data), tape: tape.value }) : tape;
}

interface Arguments {
  readonly flags: Flags;
  readonly generates: boolean;
}

/** Flags without a value, and what each stands for. */
const BARE_FLAGS: Flags = { "--generate": "yes", [`--${HOLD}`]: "yes", [`--no-${HOLD}`]: "no" };

function readArguments(args: readonly string[]): Result<Arguments> {
  const flags: Record<string, string> = {};
  let generates = false;
  for (let at = 0; at < args.length; at++) {
    const text = args[at] ?? "";
    const bare = BARE_FLAGS[text];
    if (text === "--generate") generates = true;
    else if (bare !== undefined) flags[HOLD] = bare;
    else {
      const [flag = "", joined] = text.split(/=(.*)/s);
      const name = VALUE_FLAGS.find((known) => `--${known}` === flag);
      if (name === undefined) return fail(`"${text}" is not known; known are ${KNOWN_FLAGS}`);
      const value = joined ?? args[++at];
      if (value === undefined) return fail(`${flag} needs a value`);
      flags[name] = value;
    }
  }
  return ok({ flags, generates });
}

function withEnvironment(flags: Flags, environment: Flags): Flags {
  const named = [...VALUE_FLAGS, HOLD].map((name) => {
    const variable = `ALPACA_SIM_${name.toUpperCase().replaceAll("-", "_")}`;
    return [name, flags[name] ?? environment[variable]] as const;
  });
  return Object.fromEntries(named.filter(([, value]) => value !== undefined));
}

function chooseTape(flags: ReadFlags, generates: boolean, now: number): Result<TapeChoice> {
  if (flags.data !== undefined && generates) return fail("choose either --data DIR or --generate");
  if (flags.data !== undefined) {
    const { data: path, symbols = [], date = null } = flags;
    return ok({ kind: "recorded", path, date, symbols, gapMinutes: flags["gap-minutes"] ?? 15 });
  }
  if (!generates) return fail("say what to play: --data DIR or --generate");
  const today = newYorkDate(now);
  return ok({
    kind: "generated",
    firstDate: flags.date ?? nextMarketDay(today).date,
    symbols: flags.symbols ?? USUAL_SYMBOLS.split(","),
    days: flags.days ?? null,
    activity: flags.activity ?? 1,
  });
}

function optionsOf(flags: ReadFlags): Omit<VenueServerOptions, "tape"> {
  const hold = flags[HOLD];
  const seconds = flags["pong-timeout-s"];
  return {
    ...DEFAULT_OPTIONS,
    ...withoutAbsent({
      host: flags.host,
      port: flags.port,
      keyId: flags["key-id"],
      secretKey: flags["secret-key"],
      oauthToken: flags["oauth-token"],
      seed: flags.seed,
      speed: flags.speed,
      fromMinute: flags.from,
      windowMs: flags["window-ms"],
      holdForClient: hold === undefined ? undefined : hold === "yes",
      cash: flags.cash,
      accountId: flags["account-id"],
      accountClass: flags["account-class"],
      stateDir: flags["state-dir"],
      acknowledgedAs: flags["acknowledge-as"],
      partialFills: flags["partial-fills"],
      updateFormat: flags.updates,
      feeds: flags.feeds,
      symbolLimit: flags["symbol-limit"],
      tlsCert: flags["tls-cert"],
      tlsKey: flags["tls-key"],
      tradingPerMinute: flags["trading-limit"],
      dataPerMinute: flags["data-limit"],
      pongTimeoutMs: seconds === undefined ? undefined : seconds * 1_000,
    }),
    cutsOverLimit: flags["after-limit"] !== "keep",
    tellsPending: flags["pending-updates"] === "yes",
    showsLegacyFigures: flags["legacy-figures"] === "yes",
  };
}

type Absent<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Leaves out what was not given, so that it does not hide what is usual. */
function withoutAbsent(given: Absent<VenueServerOptions>): Partial<VenueServerOptions> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
