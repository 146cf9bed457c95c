import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { liveAccountNumber } from "@interlock/alpaca-sim/venue/identifiers";
import { checkoutRoot } from "../../src/config/checkout-root.ts";
import type { Bundles } from "../processes/bundles.ts";
import { Stage } from "../processes/stage.ts";
import type { EngineStarted } from "../../src/input.ts";
import { GoLiveRig } from "../golive-rig.ts";
import { type ApprovedEngine, LiveJournal } from "./approved-journal.ts";
import { LIVE_ACCOUNT, LIVE_SYMBOLS, LiveConfig } from "./live-config.ts";

/** The keys of the account that the venue plays: of the live class by their prefix. */
export const LIVE_KEY = "AKSIMULATEDVENUE0001";
const LIVE_SECRET = "simulated-venue-keeps-no-secrets";

/** How the market runs while a wish is waited for: a minute of bars in a few seconds. */
const HASTE = 60;
/** The venue's own words for what it was asked to do by us. */
const OURS = /^il-/;

/** What a case has otherwise than a live account with its own configuration. */
export interface LiveCase {
  readonly bundles: Bundles;
  /** The venue's day; the approvals of these tests are of 2026-06-24, two minutes before the tape begins. */
  readonly date?: string;
  readonly venueArgs?: readonly string[];
  readonly config?: object;
}

/** The end of a command line. */
export interface Said {
  readonly code: number;
  readonly text: string;
}

/** A live account as three processes: the venue that says it is one, the engine that people start, and Postgres. */
export class LiveStage {
  readonly stage: Stage;
  readonly config: LiveConfig;
  readonly #case: LiveCase;
  readonly #before = new Set<string>();
  #placed = 0;

  private constructor(stage: Stage, config: LiveConfig, given: LiveCase) {
    this.stage = stage;
    this.config = config;
    this.#case = given;
  }

  static async open(given: LiveCase): Promise<LiveStage> {
    const { bundles, date = "2026-06-24", venueArgs = [], config = {} } = given;
    const live = ["--account-class", "live", "--account-id", LIVE_ACCOUNT, "--key-id", LIVE_KEY];
    const tape = ["--generate", "--date", date, "--days", "2", "--from", "10:05"];
    const pace = ["--activity", "0.2", "--speed", "1", "--no-hold-for-client"];
    const args = [...tape, ...pace, ...live, ...venueArgs];
    const stage = await Stage.open({ bundles, venueArgs: args, symbols: LIVE_SYMBOLS });
    return new LiveStage(stage, LiveConfig.write(config), given);
  }

  /** A journal for this engine, in which people bring it to live trading, or somewhere before. */
  async journal(
    write: (journal: LiveJournal) => void,
    change: Partial<EngineStarted> = {},
  ): Promise<void> {
    const { dataDir } = this.stage;
    const journal = await LiveJournal.open(dataDir, { ...this.#identity(), ...change });
    write(journal);
    await journal.close();
  }

  /** The rules of such an engine in memory alone. */
  rig(change: Partial<EngineStarted> = {}): GoLiveRig {
    return new GoLiveRig().live({ ...this.#identity(), ...change });
  }

  #identity(): ApprovedEngine {
    return {
      settings: this.config.settings(),
      build: buildOf(this.#case.bundles.engine),
      accountId: LIVE_ACCOUNT,
      accountNumber: liveAccountNumber(LIVE_ACCOUNT),
    };
  }

  /** A journal whose approval is in force. */
  approved(): Promise<void> {
    return this.journal((journal) => journal.launched());
  }

  /** The variables of an engine on this account. */
  env(change: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
    return {
      INTERLOCK_ENV: "live",
      INTERLOCK_SYMBOLS: "",
      INTERLOCK_CONFIG_ROOT: this.config.root,
      ALPACA_API_KEY: LIVE_KEY,
      ALPACA_SECRET_KEY: LIVE_SECRET,
      ...change,
    };
  }

  async start(change: Readonly<Record<string, string>> = {}): Promise<this> {
    await this.stage.startEngine(this.env(change));
    return this;
  }

  /** Starts an engine that is to refuse; returns what it said at its end. */
  async startRefused(change: Readonly<Record<string, string>> = {}): Promise<Said> {
    const { program } = this.stage.launchEngine(this.env(change));
    const { code } = await program.ended;
    return { code: code ?? -1, text: `${program.lastWords()}\n${program.stdout.join("\n")}` };
  }

  /** From here on only what comes to the venue anew counts. */
  async setAside(): Promise<void> {
    for (const id of await this.riskAtVenue()) this.#before.add(id);
  }

  /** Our orders that the venue ever saw and that add risk: here nobody sells what is not held. */
  async riskAtVenue(): Promise<readonly string[]> {
    const { orders } = await this.stage.venue.truth();
    return orders
      .filter(({ client_order_id: id, ...order }) => OURS.test(id) && order["side"] === "buy")
      .map(({ client_order_id: id }) => id)
      .filter((id) => !this.#before.has(id));
  }

  /** Lets the market run until an order that adds risk has reached the venue. */
  async untilRiskAtVenue(): Promise<void> {
    await this.stage.venue.steer({ speed: HASTE });
    await this.stage.until("an order at the venue", async () => {
      return (await this.riskAtVenue()).length > 0;
    });
    await this.stage.venue.steer({ speed: 1 });
  }

  /** Lets the market run until a strategy wanted more risk once again; the venue has still seen none. */
  async refusesRisk(): Promise<void> {
    const denied = async () =>
      (await this.stage.engine.status()).today.deniedByCode["golive_approval"] ?? 0;
    const before = await denied();
    await this.stage.venue.steer({ speed: HASTE });
    await this.stage.until("a wish that is refused", async () => (await denied()) > before);
    await this.stage.venue.steer({ speed: 1 });
    await this.sawNoRisk();
  }

  async sawNoRisk(): Promise<void> {
    const seen = await this.riskAtVenue();
    if (seen.length > 0) throw new Error(`the venue saw ${seen.join(", ")}`);
  }

  /** Shares, a resting order and a stop come to the account by another hand. */
  async burden(): Promise<void> {
    const side = { symbol: "SPY", qty: "3", time_in_force: "day" };
    await this.#post("/sim/positions", { symbol: "SPY", qty: "3", price: "590.00" });
    await this.#order({ ...side, side: "sell", type: "stop", stop_price: "300.00" });
    await this.#order({ ...side, symbol: "IBM", side: "buy", type: "limit", limit_price: "5" });
  }

  /** What the engine does itself whatever became of an approval: it cancels and keeps the stop; then the rest goes. */
  async exitsPass(): Promise<void> {
    await this.burden();
    const { stage } = this;
    const reason = "the way out is free";
    await stage.engine.command({ kind: "kill", mode: "cancel", reason, includeStops: false });
    await stage.until("nothing but the stop at work", async () => {
      const { open_orders: open, orders } = await stage.venue.truth();
      return (
        open === 1 &&
        orders.some(({ status, ...order }) => order["type"] === "stop" && status === "new")
      );
    });
    await stage.engine.kill();
    await this.flattenHere();
  }

  /** The same where no engine runs. */
  async exitsByCommandLine(): Promise<void> {
    await this.burden();
    await this.flattenHere();
  }

  /** The command line's own hands take everything off that the venue shows. */
  async flattenHere(): Promise<void> {
    const { code, text } = await this.interlock("kill", "--mode", "flatten", "--include-stops");
    if (code !== 0 || !(await this.#isFlat())) throw new Error(`it is not flat: ${text}`);
    await this.sawNoRisk();
  }

  /** The engine itself sells what it holds, and the account is flat. */
  async engineFlattens(): Promise<void> {
    const reason = "the way out is free";
    await this.stage.engine.command({ kind: "kill", mode: "flatten", reason, includeStops: false });
    await this.stage.until("an account that is flat", () => this.#isFlat());
  }

  async #isFlat(): Promise<boolean> {
    const { open_orders: open, positions } = await this.stage.venue.truth();
    return open === 0 && positions.length === 0;
  }

  /** Runs the command line as a person does, on this data folder. */
  interlock(...args: readonly string[]): Promise<Said> {
    const { bundles } = this.#case;
    const all = [bundles.cli, ...args, "--data-dir", this.stage.dataDir];
    const env = { ...process.env, ...this.stage.variables(), ...this.env(), WATCHDOG_PORT: "1" };
    return new Promise((resolve) => {
      execFile(process.execPath, all, { env, cwd: checkoutRoot() }, (error, stdout, stderr) => {
        const code = error === null ? 0 : Number(error.code);
        resolve({ code, text: `${stdout}${stderr}` });
      });
    });
  }

  async close(): Promise<void> {
    await this.stage.close();
    this.config.remove();
  }

  #order(order: object): Promise<void> {
    this.#placed += 1;
    return this.#post("/v2/orders", { ...order, client_order_id: `someone-${this.#placed}` });
  }

  async #post(path: string, body: object): Promise<void> {
    const headers = { "APCA-API-KEY-ID": LIVE_KEY, "APCA-API-SECRET-KEY": LIVE_SECRET };
    const url = `${this.stage.venue.url}${path}`;
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
}

/** The hash by which a bundle of the engine is known. */
export function buildOf(bundle: string): string {
  return createHash("sha256").update(readFileSync(bundle)).digest("hex");
}

/** Loads into a program that its host's clock is wrong by so many milliseconds. */
export function movedClock(byMs: number): Readonly<Record<string, string>> {
  const code = `const now = Date.now; Date.now = () => now() + (${byMs});`;
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}` };
}
