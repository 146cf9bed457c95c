import { randomUUID } from "node:crypto";
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fail, ok, type Result } from "@interlock/core/result";

/**
 * Keeps a folder to one process. Node has no file locks, so this is a protocol on names:
 *
 *   1. Lock files are numbered; the highest says who holds the folder, or that nobody does.
 *   2. A process that finds the highest released, or its holder dead, links its own under the
 *      next number. Linking fails when the number is taken, so of several contenders one wins.
 *   3. The winner looks again: if a higher number appeared meanwhile it steps back. Then it
 *      deletes the lower ones. The highest is never deleted, so a number is never used twice.
 *
 * Guarantee: among processes of one machine that see each other's process ids, on a local file
 * system, at most one holds the folder; a holder that died by any means blocks nobody. A holder
 * is known by its process id with its start time and the machine's boot, so an id used again is
 * not mistaken for it. Where start times cannot be read (no /proc) a used id blocks until the
 * file is deleted by hand, and so does a lock of another container: the safe side.
 */
export interface DirectoryLock {
  release(): void;
}

interface LockContent {
  readonly token: string;
  readonly pid: number;
  /** Start of the process in clock ticks since the machine's boot; empty where unknown. */
  readonly startedAt: string;
  readonly boot: string;
  readonly pidNamespace: string;
  readonly released: boolean;
}

const ATTEMPTS = 20;

/** Takes the lock in `folder`, or returns one sentence that says who holds it. */
export function lockDirectory(folder: string): Result<DirectoryLock> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = describeOwnProcess();
  const candidate = join(folder, `candidate-${own.token}`);
  writeFileSync(candidate, JSON.stringify(own), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const highest = lockNumbers(folder).at(-1) ?? 0;
      const refusal = highest === 0 ? null : heldBy(join(folder, lockName(highest)));
      if (refusal !== null) return fail(refusal);
      if (!tryLink(candidate, join(folder, lockName(highest + 1)))) continue;
      const after = lockNumbers(folder);
      if (after.at(-1) === highest + 1) return ok(take(folder, after, own));
      rmSync(join(folder, lockName(highest + 1)), { force: true });
    }
    return fail(`${folder} is being locked by several processes at once; try again.`);
  } finally {
    rmSync(candidate, { force: true });
  }
}

function take(folder: string, numbers: readonly number[], own: LockContent): DirectoryLock {
  const number = numbers.at(-1) ?? 1;
  for (const lower of numbers.slice(0, -1)) rmSync(join(folder, lockName(lower)), { force: true });
  const path = join(folder, lockName(number));
  return {
    release() {
      const released = join(folder, `released-${own.token}`);
      writeFileSync(released, JSON.stringify({ ...own, released: true }), { mode: 0o600 });
      renameSync(released, path);
    },
  };
}

/** Returns who holds a lock file, as a sentence, or null when nobody does any more. */
function heldBy(path: string): string | null {
  const content = readLock(path);
  // A lock is linked when it is whole, so a holder's is readable: this one is gone, or was torn by a loss of power.
  if (content === undefined) return null;
  if (!isLockContent(content))
    return `${path} was written by another version; delete it if no engine runs here.`;
  if (content.released || (content.boot !== "" && content.boot !== currentBoot())) return null;
  if (content.pidNamespace !== currentPidNamespace())
    return `process ${content.pid} of another container holds ${path}; delete it if that container is gone.`;
  if (!isRunning(content)) return null;
  return `process ${content.pid} has this folder open (${path}).`;
}

function isRunning({ pid, startedAt }: LockContent): boolean {
  const started = startOf(pid);
  if (started !== "") return started === startedAt || startedAt === "";
  if (startOf(process.pid) !== "") return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error: unknown) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function readLock(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function isLockContent(value: unknown): value is LockContent {
  if (typeof value !== "object" || value === null) return false;
  const texts = ["token", "startedAt", "boot", "pidNamespace"];
  const fields: Record<string, unknown> = { ...value };
  return (
    texts.every((name) => typeof fields[name] === "string") &&
    Number.isInteger(fields["pid"]) &&
    typeof fields["released"] === "boolean"
  );
}

function describeOwnProcess(): LockContent {
  return {
    token: randomUUID(),
    pid: process.pid,
    startedAt: startOf(process.pid),
    boot: currentBoot(),
    pidNamespace: currentPidNamespace(),
    released: false,
  };
}

function lockName(number: number): string {
  return `lock-${String(number).padStart(9, "0")}`;
}

function lockNumbers(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => /^lock-\d{9,}$/.test(name))
    .map((name) => Number(name.slice("lock-".length)))
    .sort((a, b) => a - b);
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error: unknown) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Start of a process in clock ticks since boot: the 22nd field of its stat line, the 20th after the
 * name in brackets.
 */
function startOf(pid: number): string {
  const stat = readOr(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // A process that ended and was not yet collected by its parent holds nothing.
  return fields[0] === "Z" || fields[0] === "X" ? "" : (fields[19] ?? "");
}

function currentBoot(): string {
  return readOr("/proc/sys/kernel/random/boot_id").trim();
}

function currentPidNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

function readOr(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
