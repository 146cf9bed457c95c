import { setTimeout as pause } from "node:timers/promises";
import {
  isAlive,
  type ProcessIdentity,
  signalProcess,
  waitUntilGone,
} from "../process-identity.ts";
import { readChildrenFile } from "../run-files.ts";

/** Children end by themselves when their supervisor dies; this is how long they are given to. */
const OWN_END_MS = 12_000;
const FORCED_END_MS = 5_000;

/**
 * Ends what a killed supervisor left behind: its children first get the time to end by themselves, then they are ended.
 * Returns how many had to be. To be called only while no supervisor runs.
 */
export async function endLeftovers(dataDir: string, ownEndMs = OWN_END_MS): Promise<number> {
  const left = Object.values(readChildrenFile(dataDir)).filter(isAlive);
  for (const identity of left) signalProcess(identity, "SIGTERM");
  await waitForAll(left, ownEndMs);
  for (const identity of left) signalProcess(identity, "SIGKILL");
  await Promise.all(left.map((identity) => waitUntilGone(identity, FORCED_END_MS)));
  return left.length;
}

async function waitForAll(
  identities: readonly ProcessIdentity[],
  timeoutMs: number,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (identities.some(isAlive) && performance.now() < deadline) await pause(20);
}
