import { hash } from "node:crypto";
import { z } from "zod";
import { fail, ok, type Result } from "@interlock/core/result";
import { putUint64 } from "../segment/byte-writer.ts";

const exportLine = z.strictObject({
  seq: z.number().int().positive(),
  previous: z.string().regex(/^[0-9a-f]{64}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** The entry's payload, letter for letter: it is what was hashed. */
  entry: z.string(),
});

/** An entry of the journal as a line of an export. */
export type ExportLine = z.infer<typeof exportLine>;

/** Reads a line of an export. Fails with what is wrong with it. */
export function parseExportLine(line: string): Result<ExportLine> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return fail("it is not JSON");
  }
  const read = exportLine.safeParse(value);
  return read.success ? ok(read.data) : fail("it is no entry of an export");
}

/** Returns the hash that a line's entry must have: SHA-256 of (hash before ‖ sequence number as u64 ‖ payload). */
export function hashOfLine({ seq, previous, entry }: ExportLine): string {
  const number = new DataView(new ArrayBuffer(8));
  putUint64(number, 0, seq);
  const parts = [Buffer.from(previous, "hex"), Buffer.from(number.buffer), Buffer.from(entry)];
  return hash("sha256", Buffer.concat(parts), "hex");
}
