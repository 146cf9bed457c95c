import { mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { causeOf, codeOf, DatabaseStartError } from "../database-start-error.ts";

/** What lies in the folder of an embedded Postgres. */
export interface DataFolder {
  readonly root: string;
  /** The cluster, complete: it gets this name only after initdb has finished. */
  readonly cluster: string;
  /** A cluster being made. */
  readonly clusterInProgress: string;
  readonly serverLog: string;
  /** The port of the last start, so that a restart keeps the connection string. */
  readonly portFile: string;
  readonly lock: string;
  /** Copy of PostgreSQL's programs, made only where the installed ones cannot be used. */
  readonly binaries: string;
}

/** Makes the folder if absent and names its parts. Throws DatabaseStartError when it cannot be written. */
export function openDataFolder(given: string): DataFolder {
  const root = makeFolder(resolve(given));
  return {
    root,
    cluster: join(root, "cluster"),
    clusterInProgress: join(root, "cluster.new"),
    serverLog: join(root, "server.log"),
    portFile: join(root, "port.json"),
    lock: join(root, "start.lock"),
    binaries: join(root, "binaries"),
  };
}

/** Returns the folder's real path, by which a server on it is recognized whatever link led here. */
function makeFolder(root: string): string {
  try {
    mkdirSync(root, { recursive: true });
    return realpathSync(root);
  } catch (error) {
    throw new DatabaseStartError(
      `Cannot make the database folder ${root}: ${causeOf(error)}. Choose a writable one.`,
    );
  }
}

/** The superuser's password lies inside the cluster, so that it comes and goes with it. */
export function passwordFile(cluster: string): string {
  return join(cluster, "interlock.password");
}

/** Returns the superuser's password of a complete cluster. */
export function readPassword(cluster: string): string {
  try {
    return readFileSync(passwordFile(cluster), "utf8").trim();
  } catch (error) {
    throw new DatabaseStartError(
      `Cannot read the database's password in ${cluster}: ${causeOf(error)}.`,
    );
  }
}

const portRecord = z.object({ port: z.number().int().min(1).max(65_535) });

/** Returns the port of the last start; null when there was none or its record is unreadable: it is only a wish. */
export function readLastPort(folder: DataFolder): number | null {
  try {
    return portRecord.parse(JSON.parse(readFileSync(folder.portFile, "utf8"))).port;
  } catch {
    return null;
  }
}

/** Remembers the port of this start. */
export function writeLastPort(folder: DataFolder, port: number): void {
  writeFileSync(folder.portFile, `${JSON.stringify({ port })}\n`);
}

/** Reads a small text file; null when it does not exist. */
export function readIfPresent(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}
