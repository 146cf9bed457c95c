import { rmSync } from "node:fs";
import type { UnixMs } from "@interlock/core/time";
import { listSegments } from "../segment/segment-folder.ts";
import { SegmentReader } from "../segment/segment-reader.ts";
import { TAPE_FORMAT } from "./tape-codec.ts";

/**
 * Deletes whole tape segments that hold nothing from `before` or later, and returns their names. The
 * last segment stays. A segment's end is the beginning of the next; where that cannot be read nothing
 * is deleted.
 */
export function deleteOldTape(folder: string, before: UnixMs): string[] {
  const segments = listSegments(folder, TAPE_FORMAT.name);
  const deleted: string[] = [];
  for (const [i, segment] of segments.entries()) {
    const next = segments[i + 1];
    const endedAt = next === undefined ? null : beginningOf(next.path);
    if (endedAt === null || endedAt > before) break;
    rmSync(segment.path);
    deleted.push(segment.name);
  }
  return deleted;
}

function beginningOf(path: string): UnixMs | null {
  const reader = new SegmentReader(path);
  try {
    const header = reader.header();
    return header.ok ? header.value.createdAt : null;
  } finally {
    reader.close();
  }
}
