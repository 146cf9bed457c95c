import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { readIfPresent } from "./data-folder.ts";
import { commandLine, isAlive } from "./process-state.ts";

/** What a running server says of itself in postmaster.pid. */
export interface Postmaster {
  readonly pid: number;
  /** Null until the server has opened its port. */
  readonly port: number | null;
  readonly ready: boolean;
}

/** A process id that no system hands out: Linux stops at 2^22, others far earlier. */
const NO_PROCESS = 2_147_483_646;

/** Reads postmaster.pid of a cluster; null when no server runs on it or the file is being written. */
export function readPostmaster(cluster: string): Postmaster | null {
  const lines = readIfPresent(postmasterFile(cluster))?.split("\n") ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  const port = Number(lines[3]);
  return { pid, port: port > 0 ? port : null, ready: lines[7]?.trim() === "ready" };
}

/** Tells whether the process named is a server on this cluster, not one that got its number after a crash. */
export function isServerOf(cluster: string, { pid }: Postmaster): boolean {
  if (!isAlive(pid)) return false;
  const command = commandLine(pid);
  return command === null || command.includes(cluster);
}

/**
 * Makes a stale postmaster.pid harmless when its number now belongs to another process, for which PostgreSQL would
 * refuse to start. Only the number is replaced: the shared-memory line stays, so that PostgreSQL still refuses while
 * workers of the dead server are alive.
 */
export function disownPostmasterFile(cluster: string): void {
  const text = readIfPresent(postmasterFile(cluster));
  if (text === null) return;
  const [, ...rest] = text.split("\n");
  writeFileSync(postmasterFile(cluster), [String(NO_PROCESS), ...rest].join("\n"));
}

function postmasterFile(cluster: string): string {
  return join(cluster, "postmaster.pid");
}
