import { z } from "zod";
import { unixMs } from "./scalars.ts";

/** What one line of a change was and is; null where there was, or is, nothing. */
const auditChange = z.object({
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

/**
 * How a row of the database compares with the journal: the same, another, made by no entry, or not compared, because
 * the journal's entry could not be read in time.
 */
const rowProof = z.enum(["same", "changed", "stray", "unchecked"]);

/** One record of the audit trail. */
const auditEntry = z.object({
  seq: z.number().int(),
  /** Place among the records of its entry, from 0. */
  index: z.number().int(),
  at: unixMs,
  actor: z.string(),
  role: z.string().nullable(),
  action: z.string(),
  kind: z.string(),
  /** Symbol, order, limit or person that it is about; empty where it is about nothing of the kind. */
  subject: z.string(),
  environment: z.string(),
  reason: z.string(),
  sentence: z.string(),
  changes: z.array(auditChange),
  requestId: z.string().nullable(),
  /** Where it came from; null where nobody knows, and for those who may not see it. */
  ip: z.string().nullable(),
  device: z.string().nullable(),
  session: z.string().nullable(),
  previousHash: z.string(),
  hash: z.string(),
  proof: rowProof,
  /** What is wrong with the row; empty when nothing is. */
  why: z.string(),
});

/** One record with all that it holds. */
const auditDetail = auditEntry.extend({
  /** The record as the database has it, as JSON. */
  stored: z.string(),
  /** The record as the journal has it; null where that is the same, or cannot be read. */
  journaled: z.string().nullable(),
  /** Whether secrets and whereabouts were taken out of what is shown; hashes are always of the whole. */
  redacted: z.boolean(),
});

const verdict = z.object({ ok: z.boolean(), sentence: z.string() });

/** The last verification that was asked for here, or the one under way. */
const verificationView = z.object({
  state: z.enum(["none", "running", "sound", "faulty"]),
  by: z.string(),
  startedAt: unixMs.nullable(),
  endedAt: unixMs.nullable(),
  from: z.number().int().nullable(),
  to: z.number().int().nullable(),
  /** Entries checked so far, and how many there are. */
  checked: z.number().int(),
  total: z.number().int(),
  links: verdict.nullable(),
  content: verdict.nullable(),
  anchored: verdict.nullable(),
  firstBadSeq: z.number().int().nullable(),
  lastSeq: z.number().int().nullable(),
  lastHash: z.string(),
  notes: z.array(z.string()),
});

/** How the trail stands all the time: anchors, and the rows of the database beside the journal. */
const auditState = z.object({
  lastSeq: z.number().int(),
  /** Newest entry that at least two places outside the database can prove; null before there is one. */
  anchoredSeq: z.number().int().nullable(),
  anchoredAt: unixMs.nullable(),
  places: z.array(
    z.object({
      name: z.string(),
      seq: z.number().int().nullable(),
      at: unixMs.nullable(),
      error: z.string(),
    }),
  ),
  /** What is wrong with rows of the database; empty while nothing is known to be. */
  rowsFault: z.string(),
  rowsCompared: z.string(),
});

const auditFile = z.object({ name: z.string(), text: z.string() });

/** An export: its files, and a sentence that says what is in them. */
const auditExport = z.object({ files: z.array(auditFile), sentence: z.string() });

const orderFileStep = z.object({
  seq: z.number().int(),
  index: z.number().int(),
  at: unixMs,
  kind: z.string(),
  by: z.string(),
  sentence: z.string(),
  reason: z.string(),
  /** The version of the limits in force; null before there was one. */
  limitVersion: z.number().int().nullable(),
  /** Shares held in the symbol after a fill; null for what changes no position. */
  heldAfter: z.string().nullable(),
  hash: z.string(),
  previousHash: z.string(),
  /** The whole record, as JSON. */
  record: z.string(),
});

/** Everything that the journal holds about one order. It is read from the first entry on, which may take a while. */
const orderFileView = z.object({
  /** Busy: too many others wait; the sentence says when to ask again. */
  state: z.enum(["gathering", "ready", "failed", "busy"]),
  /** Entries read so far, of how many. */
  entries: z.number().int(),
  total: z.number().int(),
  /** The last entry that was read; null until it is ready. What came later is not in it. */
  upTo: z.number().int().nullable(),
  /** Why it could not be gathered, or not yet; empty where it could. */
  sentence: z.string(),
  /** Oldest first; none where the journal knows no such order. */
  steps: z.array(orderFileStep),
  proof: z
    .object({
      chainIsSound: z.boolean(),
      /** Whether a signed head covers every step. */
      covered: z.boolean(),
      anchoredSeq: z.number().int().nullable(),
      sentence: z.string(),
    })
    .nullable(),
  /** Whether secrets and whereabouts were taken out of what is shown; hashes are always of the whole. */
  redacted: z.boolean(),
});

export type OrderFileView = z.infer<typeof orderFileView>;
export type AuditChange = z.infer<typeof auditChange>;
export type RowProof = z.infer<typeof rowProof>;
export type AuditEntry = z.infer<typeof auditEntry>;
export type AuditDetail = z.infer<typeof auditDetail>;
export type VerificationView = z.infer<typeof verificationView>;
export type AuditState = z.infer<typeof auditState>;
export type AuditExport = z.infer<typeof auditExport>;
