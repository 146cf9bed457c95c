import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "@interlock/db/test-database";
import { prepareDataFolder } from "../../apps/engine/src/supervisor/data-folder.ts";
import { EngineProcess } from "../../apps/engine/test/processes/engine-process.ts";
import { VenueProcess } from "../../apps/engine/test/processes/venue-process.ts";
import { bundlePrograms, type ProgramBundles } from "./program-bundles.ts";

/** What the venue plays, and for which symbols. */
export interface ProcessOptions {
  readonly symbols: readonly string[];
  readonly venueArgs: readonly string[];
}

/** A database, a venue and a data folder for an engine, each part a process as in the product. */
export class ProductProcesses {
  readonly dataDir: string;
  readonly venue: VenueProcess;
  readonly #databaseUrl: string;
  readonly #bundles: ProgramBundles;
  readonly #symbols: readonly string[];
  readonly #cleanups: (() => Promise<void> | void)[];

  private constructor(
    parts: Pick<ProductProcesses, "dataDir" | "venue"> & {
      readonly databaseUrl: string;
      readonly bundles: ProgramBundles;
    },
    symbols: readonly string[],
    cleanups: (() => Promise<void> | void)[],
  ) {
    this.dataDir = parts.dataDir;
    this.venue = parts.venue;
    this.#databaseUrl = parts.databaseUrl;
    this.#bundles = parts.bundles;
    this.#symbols = symbols;
    this.#cleanups = cleanups;
  }

  /** Makes folder and database and starts the venue. */
  static async open({ symbols, venueArgs }: ProcessOptions): Promise<ProductProcesses> {
    const bundles = bundlePrograms();
    const dataDir = mkdtempSync(join(tmpdir(), "il-"));
    chmodSync(dataDir, 0o755);
    const prepared = prepareDataFolder(dataDir);
    if (!prepared.ok) throw new Error(prepared.error);
    const database = await createTestDatabase();
    const venue = await VenueProcess.start(bundles.venue, [
      "--symbols",
      symbols.join(","),
      ...venueArgs,
    ]);
    const cleanups = [
      () => venue.stop(),
      () => database.drop(),
      () => rmSync(dataDir, { recursive: true, force: true }),
    ];
    const parts = { dataDir, venue, databaseUrl: database.connectionString, bundles };
    return new ProductProcesses(parts, symbols, cleanups);
  }

  /** Starts an engine on the data folder, without waiting until it is ready. */
  launchEngine(): EngineProcess {
    const host = `127.0.0.1:${this.venue.port}`;
    return EngineProcess.launch({
      bundle: this.#bundles.engine,
      dataDir: this.dataDir,
      env: {
        INTERLOCK_ENV: "sim",
        INTERLOCK_SYMBOLS: this.#symbols.join(","),
        DATABASE_URL: this.#databaseUrl,
        ALPACA_BASE_URL: `http://${host}`,
        ALPACA_DATA_URL: `http://${host}`,
        ALPACA_STREAM_URL: `ws://${host}/stream`,
        ALPACA_DATA_STREAM_URL: `ws://${host}`,
      },
    });
  }

  /** Ends the venue and removes everything; engines must have ended. */
  async close(): Promise<void> {
    for (const cleanup of this.#cleanups) await cleanup();
  }
}
