import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/**
 * A process number is used again by the system, so alone it names nobody. Together with the moment at which the
 * process was started it does: nothing is signaled unless both still fit.
 */
export const processIdentity = z.object({
  pid: z.number().int().positive(),
  startedAs: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentity>;

/** Returns when a living process started, in the system's own words; null when there is no such process. */
function startMark(pid: number): string | null {
  if (existsSync("/proc/self/stat")) return linuxStartMark(pid);
  try {
    const text = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
    return text.trim() === "" ? null : text.trim();
  } catch {
    // ps exits with 1 when the process does not exist.
    return null;
  }
}

function linuxStartMark(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name is in parentheses and may hold anything; the fields after it are plain.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A zombie is dead: only its parent has not looked yet.
    if (fields[0] === "Z") return null;
    return fields[19] ?? null;
  } catch {
    return null;
  }
}

/** Returns the identity of a living process, or null when there is none of that number. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const startedAs = startMark(pid);
  return startedAs === null ? null : { pid, startedAs };
}

/** Tells whether exactly this process still lives. */
export function isAlive(identity: ProcessIdentity): boolean {
  return startMark(identity.pid) === identity.startedAs;
}

/** Sends a signal to exactly this process. Returns false when it is gone already, or belongs to somebody else. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch {
    // It ended between the two calls, or is not ours to signal.
    return false;
  }
}

/** Waits until a process is gone, at most `timeoutMs`. Returns whether it is. */
export async function waitUntilGone(
  identity: ProcessIdentity,
  timeoutMs: number,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isAlive(identity)) {
    if (performance.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
