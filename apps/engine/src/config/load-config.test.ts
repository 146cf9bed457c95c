import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatMoney } from "@interlock/core/number/money";
import { formatQuantity } from "@interlock/core/number/quantity";
import { type ConfigFault, formatFault } from "./config-fault.ts";
import { type LoadedConfig, loadConfig } from "./load-config.ts";
import { ENVIRONMENTS, type Environment } from "./system-config.ts";

const CHECKOUT = join(import.meta.dirname, "../../../..");
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "config-"));
  mkdirSync(join(root, "config"));
  const files = ["system.json", "system.staging.json", "system.production.json"];
  for (const file of [...files, "risk_limits.toml", "universe.json"]) {
    cpSync(join(CHECKOUT, "config", file), join(root, "config", file));
  }
});

afterEach(() => rmSync(root, { recursive: true }));

type Json = { [key: string]: unknown };

/** Rewrites config/system.json. */
function editSystem(edit: (system: Json) => void): void {
  const path = join(root, "config/system.json");
  const system = JSON.parse(readFileSync(path, "utf8")) as Json;
  edit(system);
  writeFileSync(path, JSON.stringify(system));
}

/** Replaces the first line of risk_limits.toml that begins so. */
function editLimits(line: string, by: string): void {
  const path = join(root, "config/risk_limits.toml");
  writeFileSync(path, readFileSync(path, "utf8").replace(line, by));
}

/** Names the live account, as every live configuration has to. */
function pinLiveAccount(): void {
  const path = join(root, "config/system.production.json");
  const system = JSON.parse(readFileSync(path, "utf8")) as Json;
  writeFileSync(path, JSON.stringify({ ...system, accountId: LIVE_ACCOUNT }, null, 2));
}

const LIVE_ACCOUNT = "0b8f2a3e-6f0d-4c58-9d53-0a6f1f1c2d3e";

function faults(environment: Environment = "sim", symbols?: string[]): readonly ConfigFault[] {
  const reading = loadConfig({ environment, root, symbols });
  return reading.ok ? [] : reading.faults;
}

function sentences(): string[] {
  return faults().map(formatFault);
}

function load(environment: Environment, symbols?: string[]): LoadedConfig {
  const reading = loadConfig({ environment, root, symbols });
  if (!reading.ok) throw new Error(reading.faults.map(formatFault).join("\n"));
  return reading.config;
}

function first(system: Json): Json {
  const [strategy] = system.strategies as Json[];
  if (strategy === undefined) throw new Error("the file has no strategy");
  return strategy;
}

describe("the configuration in the checkout", () => {
  test.each(ENVIRONMENTS)("is sound for %s, once the live account is named", (environment) => {
    pinLiveAccount();
    expect(faults(environment)).toEqual([]);
  });

  test("knows that a paper account is charged no fees", () => {
    pinLiveAccount();
    const fees = ENVIRONMENTS.map((environment) => load(environment).settings.fees);
    expect(fees).toEqual(["regulatory", "none", "regulatory"]);
  });

  test("names no live account, and live trades none that is not named", () => {
    expect(faults("live").map(formatFault)).toEqual([
      "config/system.production.json: accountId is null; it must be the id of the live account (a UUID): live trades no account that is not named here.",
    ]);
  });

  test("starts development with its first limits and production with tighter ones", () => {
    pinLiveAccount();
    const values = (environment: Environment) => {
      const { limitDefaults: limits } = load(environment).settings;
      return [
        formatQuantity(limits.maxPositionQuantity),
        formatMoney(limits.maxDailyLoss),
        formatMoney(limits.maxGrossExposure),
        limits.stopLossBps,
      ];
    };
    expect(values("sim")).toEqual(["1000", "5000.00", "50000.00", 200]);
    expect(values("live")).toEqual(["100", "1000.00", "10000.00", 200]);
  });
});

describe("a fault in the configuration", () => {
  test.each<[string, (system: Json) => unknown, string | RegExp]>([
    [
      "a missing value",
      (system) => delete system.feed,
      'config/system.json: feed is missing; it must be one of "iex", "sip", "test".',
    ],
    [
      "an unknown key near a known one",
      (system) => (system.symbol = ["SPY"]),
      'config/system.json: symbol is ["SPY"]; it is not a known name: did you mean "symbols".',
    ],
    [
      "an unknown key in a section",
      (system) => ((system.ports as Json).consle = 3000),
      'config/system.json: ports.consle is 3000; it is not a known name: did you mean "console".',
    ],
    [
      "an unknown key like no other",
      (system) => ((system.tape as Json).xylophone = 1),
      "config/system.json: tape.xylophone is 1; it is not a known name: known are retentionDays.",
    ],
    [
      "a negative number",
      (system) => (first(system).allocation = -5),
      "config/system.json: strategies[0].allocation is -5; it must be a number from 1 to 100000000.",
    ],
    [
      "a string for a number",
      (system) => ((system.ports as Json).engine = "8001"),
      'config/system.json: ports.engine is "8001"; it must be a whole number from 0 to 65535.',
    ],
    [
      "a fraction where a whole number belongs",
      (system) => ((system.tape as Json).retentionDays = 1.5),
      "config/system.json: tape.retentionDays is 1.5; it must be a whole number from 1 to 3650.",
    ],
    [
      "a text that is no ticker",
      (system) => (system.symbols = ["spy"]),
      'config/system.json: symbols[0] is "spy"; it must be a ticker such as "SPY" or "BRK.B".',
    ],
    [
      "a section of the wrong shape",
      (system) => (system.journal = 7),
      "config/system.json: journal is 7; it must hold segmentBytesMax, snapshotEveryEntries.",
    ],
    [
      "another environment's name",
      (system) => (system.environment = "live"),
      'config/system.json: environment is "live"; it must be "sim" in this file.',
    ],
    [
      "a symbol outside the universe",
      (system) => (system.symbols = ["SPY", "IBM", "BAC", "AIG", "ZZZ"]),
      /symbols\[4\] is "ZZZ"; it must be listed in config\/universe\.json, which holds SPY, /,
    ],
    [
      "a strategy's symbol outside the system's",
      (system) => (first(system).symbols = ["AAPL"]),
      'config/system.json: strategies[0].symbols[0] is "AAPL"; it must be one of the system\'s symbols, SPY, IBM, BAC, AIG.',
    ],
    [
      "two strategies of one id",
      (system) => (first(system).id = "reversion"),
      'config/system.json: strategies[1].id is "reversion"; it must differ from the ids of the strategies before it.',
    ],
    [
      "an unknown kind of strategy",
      (system) => (first(system).kind = "astrology"),
      'config/system.json: strategies[0].kind is "astrology"; it must be one of moving-average-crossover, mean-reversion.',
    ],
    [
      "a parameter that contradicts another",
      (system) => ((first(system).params as Json).fastBars = 99),
      /strategies\[0\]\.params is \{.*; it must fit the strategy: "fastBars" is 99: must be below "slowBars", 15\./,
    ],
    [
      "an allocation above the position's ceiling",
      (system) => (first(system).allocation = 300_000),
      "config/system.json: strategies[0].allocation is 300000; it must be at most the ceiling of maxPositionNotional in config/risk_limits.toml, 200000.",
    ],
    [
      "an order offset beyond the collar",
      (system) => ((system.execution as Json).orderOffsetBps = 60),
      "config/system.json: execution.orderOffsetBps is 60; it must be below priceCollarBps in config/risk_limits.toml, 50: every order would be denied.",
    ],
    [
      "a look at open orders that is rarer than the comparison of everything",
      (system) => ((system.reconciliation as Json).openOrdersEveryMs = 40_000),
      "config/system.json: reconciliation.openOrdersEveryMs is 40000; it must be at most reconciliation.everyMs, 30000.",
    ],
    [
      "a request that outlives what it was asked under",
      (system) => (((system.approvals as Json).expiryMinutes as Json).resume = 16),
      "config/system.json: approvals.expiryMinutes.resume is 16; it must be a whole number from 1 to 15.",
    ],
    [
      "a request that nobody has to approve",
      (system) => (((system.approvals as Json).quorum as Json).limits = 0),
      "config/system.json: approvals.quorum.limits is 0; it must be a whole number from 1 to 5.",
    ],
    [
      "one port for two listeners",
      (system) => ((system.ports as Json).watchdog = 3000),
      "config/system.json: ports.watchdog is 3000; it must differ from ports.console.",
    ],
    [
      "an account that is no id",
      (system) => (system.accountId = "mine"),
      'config/system.json: accountId is "mine"; it must be the account\'s id (a UUID), or, except in live, null to accept the first one seen.',
    ],
  ])("names %s with file, key, value and what is allowed", (_name, edit, expected) => {
    editSystem(edit);
    expect(sentences()).toEqual([
      typeof expected === "string" ? expected : expect.stringMatching(expected),
    ]);
  });

  test.each([
    ["NaN", "maxDailyLoss = nan", "NaN"],
    ["infinity", "maxDailyLoss = inf", "Infinity"],
    ["a negative one", "maxDailyLoss = -1", "-1"],
    ["zero", "maxDailyLoss = 0", "0"],
    ["minus zero", "maxDailyLoss = -0.0", "-0"],
    ["a string", 'maxDailyLoss = "5000"', '"5000"'],
    ["a missing one", "", "missing"],
  ])("names a limit that is %s", (_name, line, value) => {
    editLimits("maxDailyLoss = 5000", line);
    const allowed = "must be a decimal from 1 to 1000000000 usd";
    expect(faults()).toEqual([
      { file: "config/risk_limits.toml", key: "sim.defaults.maxDailyLoss", value, allowed },
    ]);
  });

  test("names a limit above its ceiling", () => {
    editLimits("maxDailyLoss = 5000", "maxDailyLoss = 30000");
    expect(sentences()).toEqual([
      "config/risk_limits.toml: sim.defaults.maxDailyLoss is 30000; it must be within its ceiling, 25000.00.",
    ]);
  });

  test("names a limit that nobody knows, in any environment", () => {
    editLimits("[live.defaults]", "[live.defaults]\nmaxDailyLos = 1");
    expect(sentences()).toEqual([
      'config/risk_limits.toml: live.defaults.maxDailyLos is 1; it is not a known name: did you mean "maxDailyLoss".',
    ]);
  });

  test("names every fault of the file at once: a line that cannot be read hides no other, at no level", () => {
    editLimits("maxOrderNotional = 15000", "maxOrderNotionl = 15000");
    editLimits("[sim.defaults]", "[sim.symbols.SPY]\nmaxOrderQuantty = 5\n\n[sim.defaults]");
    editLimits("[sim.ceilings]", "[sim.ceilings]\nmaxFun = 1");
    expect(sentences()).toEqual([
      'config/risk_limits.toml: sim.defaults.maxOrderNotionl is 15000; it is not a known name: did you mean "maxOrderNotional".',
      expect.stringMatching(/: sim\.ceilings\.maxFun is 1; it is not a known name: known are /),
      expect.stringMatching(/: sim\.defaults\.maxOrderNotional is missing; it must be /),
      'config/risk_limits.toml: sim.symbols.SPY.maxOrderQuantty is 5; it is not a known name: did you mean "maxOrderQuantity".',
    ]);
  });

  test("names limits that contradict each other", () => {
    editLimits("maxOrderNotional = 15000", "maxOrderNotional = 26000");
    expect(sentences()).toEqual([
      "config/risk_limits.toml: sim.defaults.maxOrderNotional is 26000; it must be at most maxPositionNotional, which is 25000.00.",
    ]);
  });

  test("names sessions that do not exist", () => {
    editLimits('sessions = ["regular"]', 'sessions = ["lunch"]');
    expect(sentences()).toEqual([
      'config/risk_limits.toml: sim.defaults.sessions is ["lunch"]; it must be one or more of overnight, pre, regular, post, joined by commas.',
    ]);
  });

  test("names a missing group of limits", () => {
    editLimits("[sim.ceilings]", "[sim.ceiling]");
    expect(sentences()[0]).toMatch(
      /sim\.ceiling is .*; it is not a known name: did you mean "ceilings"\./,
    );
    expect(sentences()[1]).toMatch(
      /sim\.ceilings is missing; it must be a table with maxOrderQuantity, /,
    );
  });

  test("names a file that is missing or no longer what its name says", () => {
    rmSync(join(root, "config/universe.json"));
    writeFileSync(join(root, "config/system.json"), '{"environment": NaN}');
    writeFileSync(join(root, "config/risk_limits.toml"), "# limits\n[sim");
    expect(sentences()).toEqual([
      expect.stringMatching(/^config\/system\.json is not JSON; it must be valid JSON \(/),
      "config/universe.json is missing; it must exist.",
      expect.stringMatching(
        /^config\/risk_limits\.toml is not TOML; it must be valid TOML \(line 2, column \d+, at .+: /,
      ),
    ]);
  });

  test("names the line of a file that stops being JSON", () => {
    writeFileSync(
      join(root, "config/system.json"),
      '{\n  "environment": "sim"\n  "feed": "sip"\n}',
    );
    expect(sentences()[0]).toMatch(
      /^config\/system\.json is not JSON; .* \(line 3, column 3, at "feed": "sip": /,
    );
  });

  test("does not hide another: all are named at once", () => {
    editSystem((system) => {
      delete system.feed;
      (system.ports as Json).engine = -1;
    });
    editLimits("maxDailyLoss = 5000", "maxDailyLoss = nan");
    expect(faults().map((fault) => fault.key)).toEqual([
      "feed",
      "ports.engine",
      "sim.defaults.maxDailyLoss",
    ]);
  });

  test("a real venue cannot be told to hold its tape or to wait for pongs", () => {
    pinLiveAccount();
    const path = join(root, "config/system.production.json");
    const text = readFileSync(path, "utf8");
    writeFileSync(
      path,
      text
        .replace('"autoPong": true', '"autoPong": false')
        .replace('"hold": false', '"hold": true'),
    );
    expect(faults("live").map((fault) => fault.key)).toEqual(["pacing.hold", "pacing.autoPong"]);
  });

  test("live cannot be told to ask for less than the whole ladder, or for a shorter cooling-off", () => {
    pinLiveAccount();
    const path = join(root, "config/system.production.json");
    const text = readFileSync(path, "utf8");
    const milder = text
      .replace('"ladder": "full"', '"ladder": "inline"')
      .replace('"soloCoolingOffMinutes": null', '"soloCoolingOffMinutes": 29');
    writeFileSync(path, milder);
    expect(faults("live").map((fault) => fault.key)).toEqual([
      "approvals.ladder",
      "approvals.soloCoolingOffMinutes",
    ]);
  });
});

describe("symbols from the command line", () => {
  test("narrow the system and its strategies", () => {
    editSystem((system) => (first(system).symbols = ["SPY", "BAC"]));
    const { settings } = load("sim", ["BAC", "IBM"]);
    expect(settings.symbols).toEqual(["BAC", "IBM"]);
    expect(settings.strategies.map((strategy) => strategy.symbols)).toEqual([
      ["BAC"],
      ["BAC", "IBM"],
    ]);
  });

  test("outside the universe are refused", () => {
    expect(faults("sim", ["SPY", "ZZZ", "spy"]).map(formatFault)).toEqual([
      expect.stringMatching(/^command line: --symbols is "ZZZ"; it must be one of SPY, /),
      expect.stringMatching(/^command line: --symbols is "spy"; it must be one of SPY, /),
    ]);
  });
});

describe("the hash of the configuration", () => {
  test("ignores order and spaces and changes with any value", () => {
    const before = load("sim").hash;
    editSystem((system) => {
      const { environment, ...rest } = system;
      for (const key of Object.keys(system)) delete system[key];
      Object.assign(system, rest, { environment });
    });
    expect(load("sim").hash).toBe(before);
    editLimits("maxDailyLoss = 5000", "maxDailyLoss = 4999.99");
    expect(load("sim").hash).not.toBe(before);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
  });
});
