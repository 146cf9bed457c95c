import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { waitUntil } from "@interlock/db/embedded/wait-until";
import { createTestDatabase } from "@interlock/db/test-database";
import { type DaySummary, runDaySummary } from "../../src/replay/day-summary.ts";
import { prepareDataFolder } from "../../src/supervisor/data-folder.ts";
import type { Bundles } from "./bundles.ts";
import { EngineProcess } from "./engine-process.ts";
import { VenueProcess } from "./venue-process.ts";

/** A market of a few minutes, and the database that a test brings along; a new one by default. */
export interface StageOptions {
  readonly bundles: Bundles;
  /** Arguments of the venue: what it plays and how fast. */
  readonly venueArgs: readonly string[];
  readonly symbols: readonly string[];
  readonly databaseUrl?: string;
}

/** How long a condition may take: machines that test are busy, and a whole day takes minutes. */
const PATIENCE_MS = 300_000;
const LOOK_MS = 50;

/**
 * Everything that an engine trades with, each a process: a venue on a free port, a database, and a data folder. The
 * engine itself is started, killed and started again by the test.
 */
export class Stage {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly venue: VenueProcess;
  readonly #options: StageOptions;
  readonly #cleanups: (() => Promise<void>)[];
  #engine: EngineProcess | null = null;
  /** How many engines this stage has seen. */
  starts = 0;

  private constructor(
    options: StageOptions,
    parts: Pick<Stage, "dataDir" | "databaseUrl" | "venue">,
    cleanups: (() => Promise<void>)[],
  ) {
    this.#options = options;
    this.dataDir = parts.dataDir;
    this.databaseUrl = parts.databaseUrl;
    this.venue = parts.venue;
    this.#cleanups = cleanups;
  }

  /** Makes the folder, the database and the venue. */
  static async open(options: StageOptions): Promise<Stage> {
    const dataDir = mkdtempSync(join(tmpdir(), "il-"));
    chmodSync(dataDir, 0o755);
    prepareDataFolder(dataDir);
    const cleanups = [async () => rmSync(dataDir, { recursive: true, force: true })];
    let databaseUrl = options.databaseUrl;
    if (databaseUrl === undefined) {
      const database = await createTestDatabase();
      cleanups.push(() => database.drop());
      databaseUrl = database.connectionString;
    }
    const args = ["--symbols", options.symbols.join(","), ...options.venueArgs];
    const venue = await VenueProcess.start(options.bundles.venue, args);
    cleanups.push(() => venue.stop());
    return new Stage(options, { dataDir, databaseUrl, venue }, cleanups);
  }

  get engine(): EngineProcess {
    if (this.#engine === null) throw new Error("no engine was started on this stage");
    return this.#engine;
  }

  /** The variables by which a program finds this venue and this database. */
  variables(): Readonly<Record<string, string>> {
    const host = `127.0.0.1:${this.venue.port}`;
    return {
      INTERLOCK_ENV: "sim",
      INTERLOCK_SYMBOLS: this.#options.symbols.join(","),
      DATABASE_URL: this.databaseUrl,
      ALPACA_BASE_URL: `http://${host}`,
      ALPACA_DATA_URL: `http://${host}`,
      ALPACA_STREAM_URL: `ws://${host}/stream`,
      ALPACA_DATA_STREAM_URL: `ws://${host}`,
    };
  }

  /** Starts the engine without waiting until it is ready. */
  launchEngine(env: Readonly<Record<string, string>> = {}): EngineProcess {
    const { bundles } = this.#options;
    this.starts += 1;
    this.#engine = EngineProcess.launch({
      bundle: bundles.engine,
      dataDir: this.dataDir,
      env: { ...this.variables(), ...env },
    });
    return this.#engine;
  }

  /** Starts the engine and waits until it may trade. */
  async startEngine(env: Readonly<Record<string, string>> = {}): Promise<EngineProcess> {
    const engine = this.launchEngine(env);
    await engine.ready();
    return engine;
  }

  /** Waits until something is so. */
  async until<T>(what: string, look: () => Promise<T | null | false>): Promise<T> {
    const { program } = this.#engine ?? {};
    const seen = async () => {
      if (program?.isRunning === false)
        throw new Error(`the engine ended before ${what}: ${program.lastWords()}`);
      return (await look()) || null;
    };
    const found = await waitUntil(seen, { withinMs: PATIENCE_MS, everyMs: LOOK_MS });
    if (found === null) throw new Error(`waited in vain for ${what}`);
    return found;
  }

  /** Waits until the tape is at its end and the engine has dealt with all of it. */
  async untilDayIsOver(): Promise<void> {
    await this.until("the end of the tape", async () => (await this.venue.tape()).finished);
    let seq = -1;
    await this.until("an engine that has nothing in hand", async () => {
      const { settled, journalSeq } = await this.engine.status();
      const rests = settled && journalSeq === seq;
      seq = journalSeq;
      return rests;
    });
  }

  /** Sums the day up as the product does at its end. */
  summary(): Promise<DaySummary> {
    return runDaySummary({
      dataDir: this.dataDir,
      venueUrl: this.venue.url,
      databaseUrl: this.databaseUrl,
      engineSocket: join(this.dataDir, "run", "engine.sock"),
    });
  }

  /** Ends every process and removes what they left. */
  async close(): Promise<void> {
    await this.#engine?.kill();
    for (const cleanup of this.#cleanups.reverse()) await cleanup();
  }
}
