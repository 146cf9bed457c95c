import type { UnixMs } from "@interlock/core/time";

/**
 * Places outside the database have taken a signed head of this journal: the entries up to `seq` can no longer be
 * changed unseen. It is an input and, as it came, a record.
 */
export interface HeadAnchored {
  readonly kind: "head_anchored";
  readonly seq: number;
  /** Hash of that entry, in hexadecimal. */
  readonly hash: string;
  /** When the head was signed, by the clock of the host. */
  readonly signedAt: UnixMs;
  /** Name of the key that signed it. */
  readonly key: string;
  /** Places that have it. */
  readonly places: readonly string[];
}

/** What is journaled of the audit trail itself. */
export type AuditRecord = HeadAnchored;
