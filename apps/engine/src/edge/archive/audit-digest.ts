import { createHash } from "node:crypto";
import { canonicalJson } from "@interlock/core/canonical-json";
import type { AuditEntryRow } from "@interlock/db/projection/rows";
import { storableJson, storableText } from "@interlock/db/projection/storable-text";

/** A hash over audit rows in the journal's order, each in a form that does not depend on how the database keeps it. */
export class AuditDigest {
  readonly #hash = createHash("sha256");

  take(row: AuditEntryRow): void {
    const { journalSeq, recordIndex, at, kind, actor, payload, entryHash, previousHash } = row;
    const stored: unknown = JSON.parse(storableJson(payload) ?? "null");
    const place = [journalSeq, recordIndex, at, kind, storableText(actor), entryHash, previousHash];
    this.#hash.update(`${JSON.stringify(place)}\n${canonicalJson(stored)}\n`);
  }

  /** Returns the hash in hexadecimal, once. */
  end(): string {
    return this.#hash.digest("hex");
  }
}
