import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { codeOf, DatabaseStartError } from "../database-start-error.ts";
import { isAlive } from "./process-state.ts";
import { waitUntil } from "./wait-until.ts";

const BEAT_MS = 1_000;
/** A holder that has not touched its lock for this long is dead even if its process id lives: ids are reused. */
const STALE_MS = 15_000;
const PATIENCE_MS = 120_000;

/** Runs `work` while no other process does so under the same lock file. A holder killed midway is waited out. */
export async function withStartLock<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  const taken = await waitUntil(() => takeLock(lockFile), { withinMs: PATIENCE_MS, everyMs: 50 });
  if (taken === null)
    throw new DatabaseStartError(
      `Another process has held ${lockFile} for two minutes: is it stuck?`,
    );
  const heartbeat = setInterval(() => touch(lockFile), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(lockFile, { force: true });
  }
}

function takeLock(lockFile: string): true | null {
  try {
    writeFileSync(lockFile, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    if (isStale(lockFile)) rmSync(lockFile, { force: true });
    return null;
  }
}

function isStale(lockFile: string): boolean {
  try {
    const ageMs = Date.now() - statSync(lockFile).mtimeMs;
    const holder = Number(readFileSync(lockFile, "utf8"));
    return ageMs > STALE_MS || (holder > 0 && !isAlive(holder));
  } catch {
    return false;
  }
}

function touch(lockFile: string): void {
  const now = new Date();
  try {
    utimesSync(lockFile, now, now);
  } catch {
    // The folder was removed under us: the work in hand will say so itself.
  }
}
