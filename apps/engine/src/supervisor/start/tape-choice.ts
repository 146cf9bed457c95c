import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { fail, ok, type Result } from "@interlock/core/result";
import type { LoadedConfig } from "../../config/load-config.ts";
import { writeDurably } from "../write-durably.ts";

/** What `start` was told about the simulated day. All as typed; undefined where nothing was. */
export interface TapeFlags {
  readonly replay?: string | undefined;
  readonly generate?: boolean | undefined;
  readonly date?: string | undefined;
  readonly from?: string | undefined;
  readonly speed?: string | undefined;
  readonly seed?: string | undefined;
  readonly symbols?: readonly string[] | undefined;
}

/** Which market a simulation trades. It belongs to the data folder: journal and venue are one story. */
const tapeChoice = z.object({
  /** Absolute path of recorded data; null for a generated day. */
  replay: z.string().nullable(),
  date: z.string().nullable(),
  from: z.string().nullable(),
  seed: z.string(),
  symbols: z.array(z.string()),
  /** Factor on the events of a generated tape; absent: 1. */
  activity: z.number().optional(),
});
export type TapeChoice = z.infer<typeof tapeChoice>;

/** A chosen simulation. */
export interface TapePlan {
  readonly choice: TapeChoice;
  /** Arguments of the simulated venue. */
  readonly args: readonly string[];
  readonly speed: number | "max";
  /** What is played, for people. */
  readonly sentence: string;
}

/** What the choice depends on besides the flags. */
export interface TapeContext {
  readonly config: LoadedConfig;
  readonly checkout: string;
  readonly dataDir: string;
  /** INTERLOCK_MARKET_DATA; null to look beside the checkout. */
  readonly marketData: string | null;
}

/** Where the choice of a data folder is kept. */
function tapeChoicePath(dataDir: string): string {
  return join(dataDir, "venue", "choice.json");
}

/** Returns the simulation that a data folder holds, or null when it holds none yet. */
function readTapeChoice(dataDir: string): TapeChoice | null {
  try {
    return tapeChoice.parse(JSON.parse(readFileSync(tapeChoicePath(dataDir), "utf8")));
  } catch {
    // A folder that nothing was simulated in yet.
    return null;
  }
}

/** Keeps the choice with the data that come of it. */
export function writeTapeChoice(dataDir: string, choice: TapeChoice): void {
  writeDurably(tapeChoicePath(dataDir), JSON.stringify(choice, null, 2));
}

/**
 * Chooses what the simulated venue plays: what the flags say, else what the data folder already holds, else recorded
 * data where there are any, else a generated day. Other data than the folder holds are refused with what to do.
 */
export function chooseTape(flags: TapeFlags, context: TapeContext): Result<TapePlan> {
  const speed = readSpeed(flags.speed, context.config.system.replay.speed);
  if (!speed.ok) return speed;
  if (flags.replay !== undefined && flags.generate === true) {
    return fail("Choose either --replay DIR or --generate, not both.");
  }
  const held = readTapeChoice(context.dataDir);
  const choice =
    held !== null && !choosesTape(flags)
      ? ok(held)
      : freshChoice(flags, { ...context, speed: speed.value });
  if (!choice.ok) return choice;
  if (held !== null && JSON.stringify(held) !== JSON.stringify(choice.value)) {
    return fail(
      `${context.dataDir} holds a simulation of ${describeChoice(held)}. To play ${describeChoice(choice.value)}, ` +
        "add --fresh (what is there is kept in archive/) or choose another --data-dir.",
    );
  }
  return ok(planOf(choice.value, speed.value));
}

function choosesTape({ replay, generate, date, from, seed, symbols }: TapeFlags): boolean {
  return [replay, generate, date, from, seed, symbols].some((flag) => flag !== undefined);
}

function readSpeed(text: string | undefined, usual: number): Result<number | "max"> {
  if (text === undefined) return ok(usual);
  if (text === "max") return ok("max");
  const speed = /^\d{1,5}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (speed > 0 && speed <= 10_000) return ok(speed);
  return fail(`--speed is "${text}"; it must be a number above 0 and at most 10000, or "max".`);
}

function freshChoice(
  flags: TapeFlags,
  context: TapeContext & { readonly speed: number | "max" },
): Result<TapeChoice> {
  const { system } = context.config;
  const from = readFrom(flags.from, context.speed, system.replay.from);
  if (!from.ok) return from;
  const folder = flags.generate === true ? ok(null) : recordedFolder(flags.replay, context);
  if (!folder.ok) return folder;
  return ok({
    replay: folder.value,
    date: flags.date ?? null,
    from: from.value,
    seed: flags.seed ?? String(system.replay.seed),
    symbols: [...system.symbols],
    ...livelinessOf(folder.value, system.replay.activity),
  });
}

/** Recorded data are as lively as they were. */
function livelinessOf(replay: string | null, activity: number | undefined) {
  return replay !== null || activity === undefined ? {} : { activity };
}

/** At full speed a day is played whole; for a person it begins when something happens. */
function readFrom(
  text: string | undefined,
  speed: number | "max",
  usual: string,
): Result<string | null> {
  if (text === undefined) return ok(speed === "max" ? null : usual);
  if (/^(0[4-9]|1\d):[0-5]\d$/.test(text)) return ok(text);
  return fail(
    `--from is "${text}"; it must be a time in New York from 04:00 to 19:59, such as 09:30.`,
  );
}

function recordedFolder(replay: string | undefined, context: TapeContext): Result<string | null> {
  if (replay !== undefined) {
    const folder = resolve(replay);
    return existsSync(folder)
      ? ok(folder)
      : fail(`--replay ${replay} does not exist; it must be a folder of recorded market data.`);
  }
  if (context.marketData !== null) {
    const folder = resolve(context.marketData);
    return existsSync(folder)
      ? ok(folder)
      : fail(
          `INTERLOCK_MARKET_DATA is ${context.marketData}, which does not exist; it must be a folder of recorded market data.`,
        );
  }
  const usual = resolve(context.checkout, "..", "shared", "market-data");
  return ok(hasTicks(usual, context.config.system.symbols) ? usual : null);
}

/** Tells whether a folder of days has one with ticks of all symbols. */
function hasTicks(folder: string, symbols: readonly string[]): boolean {
  if (!existsSync(folder)) return false;
  const days = readdirSync(folder).filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name));
  return days.some((day) => {
    const files = new Set(readdirSync(join(folder, day)));
    return symbols.every(
      (symbol) => files.has(`${symbol}.quotes.csv.gz`) && files.has(`${symbol}.trades.csv.gz`),
    );
  });
}

function planOf(choice: TapeChoice, speed: number | "max"): TapePlan {
  const args = [
    ...(choice.replay === null ? ["--generate"] : ["--data", choice.replay]),
    ...(choice.date === null ? [] : ["--date", choice.date]),
    ...(choice.from === null ? [] : ["--from", choice.from]),
    "--symbols",
    choice.symbols.join(","),
    "--seed",
    choice.seed,
    "--speed",
    String(speed),
    ...(choice.activity === undefined ? [] : ["--activity", String(choice.activity)]),
  ];
  return { choice, args, speed, sentence: `${describeChoice(choice)}, ${describeSpeed(speed)}` };
}

/** Says what a simulation plays, e.g. "recorded data of /data, SPY and IBM, from 09:30". */
function describeChoice({ replay, date, from, seed, symbols }: TapeChoice): string {
  const what = replay === null ? `a generated day (seed ${seed})` : `recorded data in ${replay}`;
  const day = date === null ? "" : ` of ${date}`;
  const start = from === null ? "" : ` from ${from} New York`;
  return `${what}${day}, ${symbols.join(", ")}${start}`;
}

function describeSpeed(speed: number | "max"): string {
  if (speed === "max") return "as fast as the engine consumes";
  return speed === 1 ? "in real time" : `${speed} times faster than real time`;
}
