import type { ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { DatabaseStartError } from "../database-start-error.ts";
import type { DataFolder } from "./data-folder.ts";
import { readPostmaster } from "./postmaster-file.ts";
import { isAlive } from "./process-state.ts";
import { type RunWay, spawnInWay } from "./run-way.ts";
import { faultInLog, logSince, logSize } from "./server-log.ts";
import { waitUntil } from "./wait-until.ts";

const READY_MS = 120_000;
const STOP_MS = 60_000;

/** Durability is never a default to rely on: what the ledger needs is said on the command line. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  timezone: "UTC",
  log_timezone: "UTC",
  log_line_prefix: "%m [%p] ",
  jit: "off",
};

export type Launch =
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly fault: string; readonly retry: boolean };

/** Starts a server and waits until it accepts connections or has ended. */
export async function launchServer(
  folder: DataFolder,
  {
    way,
    port,
    settings,
  }: { way: RunWay; port: number; settings: Readonly<Record<string, string>> },
): Promise<Launch> {
  const logStart = logSize(folder.serverLog);
  const logFd = openSync(folder.serverLog, "a", 0o600);
  const named = Object.entries({ ...SETTINGS, ...settings });
  const args = [
    "-D",
    folder.cluster,
    "-p",
    String(port),
    ...named.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
  const child = spawnInWay(way, { program: "postgres", args, logFd });
  closeSync(logFd);
  child.unref();
  const outcome = await readiness(child, folder.cluster);
  if (outcome === "ready") return { kind: "ready" };
  if (outcome === null)
    throw new DatabaseStartError(
      `PostgreSQL is not ready after two minutes: see ${folder.serverLog}.`,
    );
  const retry = await isPassing(logSince(folder.serverLog, logStart));
  return { kind: "failed", fault: faultInLog(folder.serverLog, logStart), retry };
}

function readiness(child: ChildProcess, cluster: string): Promise<"ready" | "ended" | null> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  child.once("exit", end);
  child.once("error", end);
  return waitUntil(
    () => {
      if (ended) return "ended";
      const postmaster = readPostmaster(cluster);
      return postmaster?.pid === child.pid && postmaster?.ready === true ? "ready" : null;
    },
    { withinMs: READY_MS },
  );
}

/** Tells whether a failed start may pass by itself: a port lost to another program, or workers of a killed server. */
async function isPassing(log: string): Promise<boolean> {
  if (log.includes("could not bind") || log.includes("could not create any TCP/IP sockets"))
    return true;
  if (!log.includes("pre-existing shared memory block")) return false;
  await waitUntil(() => null, { withinMs: 500 });
  return true;
}

/** Asks a server to shut down (SIGINT: no new connections, roll back, checkpoint) and waits until it is gone. */
export async function stopServer(cluster: string, pid: number): Promise<void> {
  process.kill(pid, "SIGINT");
  const gone = await waitUntil(
    () => (!isAlive(pid) || readPostmaster(cluster)?.pid !== pid ? true : null),
    { withinMs: STOP_MS },
  );
  if (gone === null)
    throw new DatabaseStartError(`PostgreSQL (process ${pid}) has not stopped within a minute.`);
}
