import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../src/config/load-config.ts";
import { CONFIG_FILES } from "../../src/config/system-config.ts";
import type { EngineSettings } from "../../src/settings.ts";
import { CI, PAPER } from "../golive-rig.ts";
import { ConfigCopy } from "../processes/config-copy.ts";

/** The account that the venue plays, and that the configuration pins. */
export const LIVE_ACCOUNT = "5a1c3f0e-7a52-4b0e-9a0c-1d2e3f405162";

/** What the venue plays: enough symbols that each minute somebody wants to enter, and somebody to leave. */
export const LIVE_SYMBOLS = ["SPY", "IBM", "BAC", "AIG", "XOM", "JPM", "AAPL", "MSFT"];

/** A strategy that changes its mind with nearly every bar: there is always an order to be refused. */
const RESTLESS = {
  id: "reversion",
  kind: "mean-reversion",
  symbols: "all",
  params: { lookbackBars: 2, entryZ: 0.5, exitZ: 0.1, allowShort: false },
  // A tenth of it on the first canary day: a few shares of each.
  allocation: 3_000,
};

const PRODUCTION = {
  accountId: LIVE_ACCOUNT,
  symbols: LIVE_SYMBOLS,
  strategies: [RESTLESS],
  golive: { attestors: [CI.attestor, PAPER.attestor] },
  heads: {
    everyMs: 60_000,
    places: [
      { kind: "folder", path: "heads" },
      { kind: "objects", path: "heads-second" },
    ],
  },
};

/** The checkout's configuration of `live`, for the account of the venue. */
export class LiveConfig extends ConfigCopy {
  /** Writes it; a test may have fields otherwise. */
  static write(change: object = {}): LiveConfig {
    const config = new LiveConfig();
    config.edit({ ...PRODUCTION, ...change });
    // A start waits half a minute before its first order: here nobody watches for so long.
    config.editLimits(/^warmUpMs = \d+$/gm, "warmUpMs = 1");
    return config;
  }

  /** Changes fields of the system's file. */
  edit(change: object): void {
    const file = join(this.root, CONFIG_FILES.live);
    const before = JSON.parse(readFileSync(file, "utf8")) as object;
    writeFileSync(file, JSON.stringify({ ...before, ...change }));
  }

  /** What an engine reads of it. */
  settings(): EngineSettings {
    const loaded = loadConfig({ environment: "live", root: this.root });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
    return loaded.config.settings;
  }
}

/** The same strategy with another parameter. */
export const OTHER_STRATEGY = { ...RESTLESS, params: { ...RESTLESS.params, exitZ: 0.2 } };
