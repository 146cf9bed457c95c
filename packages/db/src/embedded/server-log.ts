import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from "node:fs";

const LOG_BYTES_MAX = 10_000_000;

/** Returns the present length of the server's log. */
export function logSize(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

/** Puts an over-long log aside; the one put aside before is dropped. */
export function rotateLog(file: string): void {
  if (logSize(file) > LOG_BYTES_MAX) renameSync(file, `${file}.1`);
}

/** Returns what the log gained since `fromByte`, at most the last 64 kB. */
export function logSince(file: string, fromByte: number): string {
  const size = logSize(file);
  const start = Math.max(fromByte, size - 65_536, 0);
  const buffer = Buffer.alloc(Math.max(0, size - start));
  const fd = openSync(file, "r");
  try {
    const read = readSync(fd, buffer, 0, buffer.length, start);
    return buffer.toString("utf8", 0, read);
  } finally {
    closeSync(fd);
  }
}

/** Returns the last fault that the log names since `fromByte`, as a sentence. */
export function faultInLog(file: string, fromByte: number): string {
  const lines = logSince(file, fromByte).trim().split("\n");
  const fault =
    lines.findLast((line) => /FATAL|PANIC|error:|ERROR|cannot/.test(line)) ?? lines.at(-1) ?? "";
  return `${fault.replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, "").replace(/\.$/, "") || "no reason was logged"}.`;
}
