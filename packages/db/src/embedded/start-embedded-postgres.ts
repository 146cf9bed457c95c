import { existsSync } from "node:fs";
import { join } from "node:path";
import { causeOf, DatabaseStartError } from "../database-start-error.ts";
import { createCluster } from "./create-cluster.ts";
import { type DataFolder, openDataFolder, readLastPort, writeLastPort } from "./data-folder.ts";
import { freePort } from "./free-port.ts";
import { locateNativeBinaries } from "./native-binaries.ts";
import { disownPostmasterFile, isServerOf, readPostmaster } from "./postmaster-file.ts";
import { answersFor, connectionStringOf } from "./probe-server.ts";
import { chooseRunWay } from "./run-way.ts";
import { rotateLog } from "./server-log.ts";
import { launchServer, stopServer } from "./server-process.ts";
import { withStartLock } from "./start-lock.ts";
import { waitUntil } from "./wait-until.ts";

/** A running embedded server. It is a process of its own and outlives the one that started it. */
export interface EmbeddedPostgres {
  /** Of the maintenance database "postgres". */
  readonly connectionString: string;
  readonly port: number;
  /** True when a server was found running. */
  readonly attached: boolean;
  /** Stops the server for everybody: open transactions are rolled back, then it shuts down cleanly. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Folder of the cluster and its log; made if absent. */
  readonly dataDir: string;
  /** PostgreSQL's programs; by default those of the installed npm package. */
  readonly nativeDir?: string;
  /** Server settings besides ours, e.g. { max_connections: "200" }. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** How long a server found starting or recovering may take until it answers. */
const RECOVERY_MS = 120_000;
/** How long a process that looks like our server may stay silent before it is taken for another one. */
const START_TRIES = 5;

/**
 * Starts PostgreSQL on a folder, or attaches to the server that runs on it. The port is kept from start to start while
 * it is free, so a server that was killed comes back under the same connection string. Safe to call from several
 * processes at once. Throws DatabaseStartError with one sentence.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const folder = openDataFolder(options.dataDir);
  const running = await attach(folder);
  if (running !== null) return running;
  try {
    return await withStartLock(
      folder.lock,
      async () => (await attach(folder)) ?? (await start(folder, options)),
    );
  } catch (error) {
    if (error instanceof DatabaseStartError) throw error;
    throw new DatabaseStartError(`Cannot start the database in ${folder.root}: ${causeOf(error)}.`);
  }
}

/** Whether a cluster was ever made in a folder. */
export function hasCluster(dataDir: string): boolean {
  return existsSync(join(dataDir, "cluster"));
}

/** Stops the server that runs on a folder, if one does. */
export async function stopEmbeddedPostgres(dataDir: string): Promise<void> {
  const { cluster } = openDataFolder(dataDir);
  const postmaster = readPostmaster(cluster);
  if (postmaster !== null && isServerOf(cluster, postmaster))
    await stopServer(cluster, postmaster.pid);
}

/** Returns the server that runs on the folder once it answers; null when none does. */
async function attach(folder: DataFolder): Promise<EmbeddedPostgres | null> {
  const found = await waitUntil(
    async () => {
      const postmaster = readPostmaster(folder.cluster);
      if (postmaster === null || !isServerOf(folder.cluster, postmaster)) return "none" as const;
      if (postmaster.port === null || !postmaster.ready) return null;
      return (await answersFor(folder.cluster, postmaster.port)) ? postmaster.port : null;
    },
    { withinMs: RECOVERY_MS, everyMs: 25 },
  );
  if (found === null) {
    throw new DatabaseStartError(
      `A server runs on ${folder.cluster} but has not answered for two minutes: see ${folder.serverLog}.`,
    );
  }
  return found === "none" ? null : describe(folder, found, true);
}

async function start(
  folder: DataFolder,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const nativeDir = options.nativeDir ?? locateNativeBinaries();
  if (!existsSync(folder.cluster)) await createCluster(folder, nativeDir);
  const way = chooseRunWay({ nativeDir, copyDir: folder.binaries, clusterDir: folder.cluster });
  disownForeignPid(folder.cluster);
  rotateLog(folder.serverLog);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(attempt === 1 ? readLastPort(folder) : null);
    const outcome = await launchServer(folder, { way, port, settings: options.settings ?? {} });
    if (outcome.kind === "ready") {
      writeLastPort(folder, port);
      return describe(folder, port, false);
    }
    if (!outcome.retry || attempt === START_TRIES) {
      throw new DatabaseStartError(
        `PostgreSQL did not start: ${outcome.fault} See ${folder.serverLog}.`,
      );
    }
  }
}

function disownForeignPid(cluster: string): void {
  const postmaster = readPostmaster(cluster);
  if (postmaster !== null && !isServerOf(cluster, postmaster)) disownPostmasterFile(cluster);
}

function describe(folder: DataFolder, port: number, attached: boolean): EmbeddedPostgres {
  return {
    connectionString: connectionStringOf(folder.cluster, port, "postgres"),
    port,
    attached,
    stop: () => stopEmbeddedPostgres(folder.root),
  };
}
