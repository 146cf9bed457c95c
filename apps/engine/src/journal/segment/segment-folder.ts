import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** One segment file as its name describes it. */
export interface SegmentFile {
  readonly path: string;
  /** Name without folder, for messages. */
  readonly name: string;
  /** Sequence number of its first entry, by the name. */
  readonly firstSeq: number;
}

/** A segment being created carries this ending until its header is on disk. */
export const UNFINISHED_ENDING = ".unfinished";

export function segmentFileName(logName: string, firstSeq: number): string {
  return `${logName}-${String(firstSeq).padStart(16, "0")}.segment`;
}

/**
 * Lists a log's segments by sequence number. Other files are none of ours and are passed over; no
 * folder, no segments.
 */
export function listSegments(folder: string, logName: string): SegmentFile[] {
  return namesIn(folder)
    .filter((name) => /^\d{16}$/.test(name.slice(logName.length + 1, -".segment".length)))
    .map((name) => ({
      path: join(folder, name),
      name,
      firstSeq: Number(name.slice(logName.length + 1, -".segment".length)),
    }))
    .filter((file) => file.name === segmentFileName(logName, file.firstSeq))
    .sort((a, b) => a.firstSeq - b.firstSeq);
}

/** Removes segments whose creation did not complete: they never held an entry. */
export function removeUnfinished(folder: string): void {
  for (const name of namesIn(folder)) {
    if (name.endsWith(UNFINISHED_ENDING)) rmSync(join(folder, name), { force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error: unknown) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
