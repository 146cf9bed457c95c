import { createHash } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readClaim, releaseClaim, takeClaim } from "../../supervisor/claim-file.ts";
import { runPath } from "../../supervisor/run-files.ts";

/** A folder for one restore drill, and its end. */
export interface DrillFolder {
  readonly path: string;
  /** Deletes the folder with all that is in it, and lets the next drill begin. */
  readonly release: () => void;
}

/** Why no drill begins; `isBusy` while another is under way. */
export interface DrillRefusal {
  readonly isBusy: boolean;
  readonly sentence: string;
}

/** The backup and what is restored from it, side by side. */
const COPIES = 2;
/** What the rest of the machine needs to go on. */
const LEFT_FREE = 64 * 1024 * 1024;

/**
 * Makes the folder of a restore drill of a data folder: of all processes one rehearses at a time, what a drill that was
 * killed has left is deleted first, and the disk must have room for both copies.
 */
export function takeDrillFolder(dataDir: string): DrillFolder | DrillRefusal {
  const claim = runPath(dataDir, "restore-drill.lock");
  mkdirSync(dirname(claim), { recursive: true, mode: 0o700 });
  if (!takeClaim(claim, "restore drill")) return busy(dataDir, readClaim(claim)?.pid);
  try {
    deleteLeftovers(dataDir);
    const sentence = spaceRefusal(dataDir);
    if (sentence === null) {
      const path = mkdtempSync(join(tmpdir(), prefixOf(dataDir)));
      const release = () => {
        rmSync(path, { recursive: true, force: true });
        releaseClaim(claim);
      };
      return { path, release };
    }
    releaseClaim(claim);
    return { isBusy: false, sentence };
  } catch (error) {
    releaseClaim(claim);
    throw error;
  }
}

/** Deletes what drills of a data folder that were killed have left, unless one is under way; none begins meanwhile. */
export function sweepDrills(dataDir: string): void {
  const claim = runPath(dataDir, "restore-drill.lock");
  mkdirSync(dirname(claim), { recursive: true, mode: 0o700 });
  if (!takeClaim(claim, "sweep of restore drills")) return;
  try {
    deleteLeftovers(dataDir);
  } finally {
    releaseClaim(claim);
  }
}

function busy(dataDir: string, pid: number | undefined): DrillRefusal {
  const who = pid === undefined ? "" : ` (process ${pid})`;
  const sentence = `A restore drill of ${dataDir} is under way${who}: wait until it has ended.`;
  return { isBusy: true, sentence };
}

function deleteLeftovers(dataDir: string): void {
  const prefix = prefixOf(dataDir);
  for (const name of readdirSync(tmpdir())) {
    const path = join(tmpdir(), name);
    if (name.startsWith(prefix) && isOurs(path)) rmSync(path, { recursive: true, force: true });
  }
}

/** Somebody else's folder of that name is not ours to delete, and must not keep a drill from beginning. */
function isOurs(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.uid === process.getuid?.();
}

/** Other data folders' drills lie in the same place. */
function prefixOf(dataDir: string): string {
  const name = createHash("sha256").update(realpathSync(dataDir)).digest("hex").slice(0, 16);
  return `interlock-restore-drill-${name}-`;
}

function spaceRefusal(dataDir: string): string | null {
  const { bavail, bsize } = statfsSync(tmpdir());
  const needed = COPIES * bytesToCopy(dataDir) + LEFT_FREE;
  if (bavail * bsize >= needed) return null;
  return `A restore drill needs ${inMegabytes(needed)} in ${tmpdir()}, and ${inMegabytes(bavail * bsize)} are free: free some, or set TMPDIR to a folder on another disk.`;
}

function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024).toLocaleString("en-US")} MB`;
}

/** What a backup takes most of. */
function bytesToCopy(dataDir: string): number {
  return ["journal", "snapshots", "venue"].reduce(
    (sum, part) => sum + bytesIn(join(dataDir, part)),
    0,
  );
}

/** An engine that writes deletes old snapshots meanwhile: what is gone takes no room. */
function bytesIn(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}
