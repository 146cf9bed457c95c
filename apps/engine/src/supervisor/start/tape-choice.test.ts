import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkoutRoot } from "../../config/checkout-root.ts";
import { type LoadedConfig, loadConfig } from "../../config/load-config.ts";
import { chooseTape, type TapeFlags, type TapePlan, writeTapeChoice } from "./tape-choice.ts";

let folder: string;
let checkout: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tape-"));
  checkout = join(folder, "checkout");
  mkdirSync(join(folder, "data/venue"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function config(symbols?: string[]): LoadedConfig {
  const reading = loadConfig({ environment: "sim", root: checkoutRoot(), symbols });
  if (!reading.ok) throw new Error("the configuration is not sound");
  return reading.config;
}

function choose(flags: TapeFlags, marketData: string | null = null) {
  const symbols = flags.symbols === undefined ? undefined : [...flags.symbols];
  return chooseTape(flags, {
    config: config(symbols),
    checkout,
    dataDir: join(folder, "data"),
    marketData,
  });
}

function plan(flags: TapeFlags, marketData: string | null = null): TapePlan {
  const chosen = choose(flags, marketData);
  if (!chosen.ok) throw new Error(chosen.error);
  return chosen.value;
}

function refusal(flags: TapeFlags, marketData: string | null = null): string {
  const chosen = choose(flags, marketData);
  return chosen.ok ? "accepted" : chosen.error;
}

/** Puts recorded data beside the checkout, with ticks of these symbols. */
function record(...symbols: string[]): string {
  const day = join(folder, "shared/market-data/2013-10-08");
  mkdirSync(day, { recursive: true });
  for (const symbol of symbols) {
    for (const kind of ["quotes", "trades"])
      writeFileSync(join(day, `${symbol}.${kind}.csv.gz`), "");
  }
  return join(folder, "shared/market-data");
}

test("the configuration says how lively a generated market is, and the data folder keeps it", () => {
  const sound = config();
  const { system } = sound;
  const quiet = { ...sound, system: { ...system, replay: { ...system.replay, activity: 0.25 } } };
  const context = { config: quiet, checkout, dataDir: join(folder, "data"), marketData: null };
  const chosen = chooseTape({ generate: true }, context);
  if (!chosen.ok) throw new Error(chosen.error);
  expect(chosen.value.args.join(" ")).toContain("--speed 10 --activity 0.25");
  writeTapeChoice(context.dataDir, chosen.value.choice);
  const again = chooseTape({}, { ...context, config: sound });
  expect(again.ok && again.value.args.join(" ")).toContain("--activity 0.25");
});

describe("without a word about it", () => {
  test("a generated day is played from the open, ten times faster than real time", () => {
    const { args, sentence } = plan({});
    expect(args.join(" ")).toBe(
      "--generate --from 09:30 --symbols SPY,IBM,BAC,AIG --seed 1 --speed 10",
    );
    expect(sentence).toBe(
      "a generated day (seed 1), SPY, IBM, BAC, AIG from 09:30 New York, 10 times faster than real time",
    );
  });

  test("recorded data beside the checkout are played where they have all symbols", () => {
    const path = record("SPY", "IBM", "BAC", "AIG");
    expect(plan({}).args.slice(0, 2)).toEqual(["--data", path]);
  });

  test("recorded data that lack a symbol are left alone", () => {
    record("SPY", "IBM");
    expect(plan({}).args[0]).toBe("--generate");
    expect(plan({ symbols: ["SPY", "IBM"] }).args[0]).toBe("--data");
  });

  test("recorded data that the environment names are taken", () => {
    expect(plan({}, folder).args.slice(0, 2)).toEqual(["--data", folder]);
  });

  test("what the data folder holds already is gone on with, at any speed", () => {
    writeTapeChoice(
      join(folder, "data"),
      plan({ generate: true, seed: "9", from: "11:00" }).choice,
    );
    record("SPY", "IBM", "BAC", "AIG");
    expect(plan({ speed: "1" })).toMatchObject({
      speed: 1,
      choice: { seed: "9", from: "11:00", replay: null },
    });
  });
});

test("at full speed the whole day is played", () => {
  const { args, sentence } = plan({ generate: true, speed: "max" });
  expect(args).not.toContain("--from");
  expect(sentence).toMatch(/as fast as the engine consumes$/);
});

test("a date, a seed and symbols are passed on", () => {
  const { args } = plan({
    replay: folder,
    date: "2013-10-08",
    seed: "3",
    symbols: ["IBM"],
    speed: "2.5",
  });
  expect(args).toEqual([
    "--data",
    folder,
    "--date",
    "2013-10-08",
    "--from",
    "09:30",
    "--symbols",
    "IBM",
    "--seed",
    "3",
    "--speed",
    "2.5",
  ]);
});

describe("refused is", () => {
  test("another day than the one the data folder holds", () => {
    writeTapeChoice(join(folder, "data"), plan({ generate: true, seed: "7" }).choice);
    expect(refusal({ generate: true, seed: "7" })).toBe("accepted");
    const said = refusal({ generate: true, seed: "8" });
    expect(said).toMatch(/data holds a simulation of a generated day \(seed 7\), /);
    expect(said).toMatch(/To play a generated day \(seed 8\), /);
    expect(said).toMatch(/add --fresh \(what is there is kept in archive\/\)/);
  });

  test.each<[TapeFlags, string]>([
    [
      { replay: "/no/such/folder" },
      "--replay /no/such/folder does not exist; it must be a folder of recorded market data.",
    ],
    [{ replay: "/tmp", generate: true }, "Choose either --replay DIR or --generate, not both."],
    [
      { speed: "fast" },
      '--speed is "fast"; it must be a number above 0 and at most 10000, or "max".',
    ],
    [{ speed: "0" }, '--speed is "0"; it must be a number above 0 and at most 10000, or "max".'],
    [
      { speed: "10001" },
      '--speed is "10001"; it must be a number above 0 and at most 10000, or "max".',
    ],
    [
      { from: "25:00" },
      '--from is "25:00"; it must be a time in New York from 04:00 to 19:59, such as 09:30.',
    ],
    [
      { from: "9:30" },
      '--from is "9:30"; it must be a time in New York from 04:00 to 19:59, such as 09:30.',
    ],
  ])("%j", (flags, sentence) => {
    expect(refusal(flags)).toBe(sentence);
  });

  test("a folder that the environment names and that does not exist", () => {
    expect(refusal({}, "/no/such")).toBe(
      "INTERLOCK_MARKET_DATA is /no/such, which does not exist; it must be a folder of recorded market data.",
    );
  });
});
