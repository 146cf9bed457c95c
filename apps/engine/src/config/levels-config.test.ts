import { strategyId, ticker } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import { quantity } from "@interlock/core/number/quantity";
import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { settings } from "../../test/rig.ts";
import { type ConfigFault, formatFault } from "./config-fault.ts";
import { crossChecks } from "./cross-checks.ts";
import { loadConfig } from "./load-config.ts";
import { checkoutRoot } from "./checkout-root.ts";
import { readLevelsConfig } from "./levels-config.ts";

const account = { ...settings().limitDefaults, maxOrderNotional: money("15000") };

function read(toml: string) {
  const faults: ConfigFault[] = [];
  const levels = readLevelsConfig({ environment: "sim", tables: parse(toml), account }, faults);
  return { levels, sentences: faults.map(formatFault) };
}

describe("limits below the account's in the configuration", () => {
  test("are read by strategy, symbol and session", () => {
    const { levels, sentences } = read(`
      [strategies.trend]
      maxDailyLoss = 500
      restricted = ["IBM", "BRK.B"]
      allowed = []
      [symbols."BRK.B"]
      maxOrderNotional = 5000.50
      [sessions.pre]
      maxOrderQuantity = 10
      priceCollarBps = 12.5
    `);
    expect(sentences).toEqual([]);
    expect(levels).toEqual({
      strategies: {
        [strategyId("trend")]: {
          maxDailyLoss: money("500"),
          restricted: [ticker("BRK.B"), ticker("IBM")],
        },
      },
      symbols: { [ticker("BRK.B")]: { maxOrderNotional: money("5000.50") } },
      sessions: { pre: { maxOrderQuantity: quantity("10"), priceCollarBps: 12.5 } },
    });
  });

  test("are none where no table is", () => {
    expect(read("")).toEqual({
      levels: { strategies: {}, symbols: {}, sessions: {} },
      sentences: [],
    });
  });

  test.each<[string, string, string]>([
    ["NaN", "maxOrderNotional = nan", "is NaN; it must be a decimal from 1 to 1000000000 usd."],
    ["infinity", "maxOrderNotional = inf", "is Infinity; it must be a decimal from 1 to"],
    ["a negative number", "maxOrderNotional = -5", "is -5; it must be a decimal from 1 to"],
    ["zero", "maxOrderNotional = 0", "is 0; it must be a decimal from 1 to"],
    ["a string", 'maxOrderNotional = "5000"', 'is "5000"; it must be a decimal from 1 to'],
    ["a list", "maxOrderNotional = [5000]", "is [5000]; it must be a decimal from 1 to"],
    [
      "more than the account's",
      "maxOrderNotional = 15000.01",
      "is 15000.01; it must be at most the account's, 15000.00.",
    ],
  ])("R05 refuse %s and never take it for unlimited", (_, line, sentence) => {
    const { levels, sentences } = read(`[symbols.IBM]\n${line}`);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain(
      `config/risk_limits.toml: sim.symbols.IBM.maxOrderNotional ${sentence}`,
    );
    expect(levels.symbols).toEqual({});
  });

  test.each<[string, string, RegExp]>([
    [
      "an unknown limit",
      "[symbols.IBM]\nmaxOrderNotionl = 5",
      /sim\.symbols\.IBM\.maxOrderNotionl is 5; .*did you mean "maxOrderNotional"/,
    ],
    [
      "a limit that the level cannot have",
      "[symbols.IBM]\nmaxDailyLoss = 5",
      /sim\.symbols\.IBM\.maxDailyLoss is 5; it is not a known name/,
    ],
    [
      "a name in the place of a list",
      '[strategies.x]\nrestricted = "IBM"',
      /is "IBM"; .*\["SPY"\]/,
    ],
    ["what is no ticker", '[strategies.x]\nallowed = ["ibm"]', /is \["ibm"\]; .*"all", or up to/],
    ["a list of a symbol", '[symbols.IBM]\nallowed = ["IBM"]', /allowed is .*not a known name/],
    ["an empty table", "[symbols.IBM]", /sim\.symbols\.IBM is .*at least one of maxOrderQuantity/],
    ["a name that is no ticker", "[symbols.ibm]\nmaxOrderQuantity = 1", /ibm is .*a ticker such/],
    ["an unknown session", "[sessions.lunch]\nmaxOrderQuantity = 1", /lunch is .*overnight, pre/],
    ["a closed session", "[sessions.closed]\nmaxOrderQuantity = 1", /closed is .*overnight, pre/],
    ["a value in the place of a table", "symbols = 5", /sim\.symbols is 5; .*one table per name/],
    ["a value in the place of a name's", "[symbols]\nIBM = 5", /sim\.symbols\.IBM is 5; .*table/],
  ])("R05 refuse %s with a sentence", (_, toml, sentence) => {
    const { sentences } = read(toml);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(sentence);
  });

  test("R05 refuse on a list what the universe does not hold: another symbol was meant", () => {
    const loaded = loadConfig({ environment: "sim", root: checkoutRoot() });
    if (!loaded.ok) throw new Error("the configuration of the repository is not sound");
    const { limits, ...parts } = loaded.config;
    const { levels } = read('[strategies.trend]\nrestricted = ["ZZZZ"]');
    const defaults = { ...limits.defaults, allowed: [ticker("YYYY")] };
    const found = crossChecks({ ...parts, limits: { ...limits, defaults, levels } }).map(
      formatFault,
    );
    expect(found.filter((one) => one.includes("must be listed"))).toEqual([
      expect.stringMatching(/sim\.defaults\.allowed is "YYYY"; it must be listed in .*universe/),
      expect.stringMatching(/sim\.strategies\.trend\.restricted is "ZZZZ"; it must be listed/),
    ]);
  });

  test("R05 refuse a strategy or symbol that is not there: its limit would protect nothing", () => {
    const loaded = loadConfig({ environment: "sim", root: checkoutRoot() });
    if (!loaded.ok) throw new Error("the configuration of the repository is not sound");
    const { levels } = read(`
      [strategies.nobody]
      maxDailyLoss = 500
      [symbols.ZZZZ]
      maxOrderNotional = 5000
      [sessions.pre]
      maxOrderQuantity = 10
    `);
    const { limits, ...parts } = loaded.config;
    const sentences = crossChecks({ ...parts, limits: { ...limits, levels } }).map(formatFault);
    expect(sentences).toEqual([
      expect.stringMatching(/sim\.strategies is "nobody"; it must be one of /),
      expect.stringMatching(/sim\.symbols is "ZZZZ"; it must be one of .*universe\.json/),
    ]);
  });
});
