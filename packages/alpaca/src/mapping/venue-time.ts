import type { UnixMs } from "@interlock/core/time";

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads a time as the venue writes it: RFC 3339, up to nanoseconds, UTC or New York's offset. Returns whole
 * milliseconds, cut off below; null for anything else.
 */
export function readTime(text: string | null | undefined): UnixMs | null {
  if (text === null || text === undefined || !RFC_3339.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
