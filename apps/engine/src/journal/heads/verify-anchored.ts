import type { KeyObject } from "node:crypto";
import { type JournalVerification, verifyJournal, type VerifyOptions } from "../verify-journal.ts";
import { collectHeads } from "./collect-heads.ts";
import { type AnchorVerdict, hashKey, judgeHeads, sortHeads } from "./judge-heads.ts";
import { journalName } from "./journal-name.ts";

/** What a journal is held against. */
export interface AnchoredOptions extends Pick<VerifyOptions, "range" | "onProgress"> {
  /** Files, folders, repositories and addresses that hold heads. */
  readonly sources: readonly string[];
  /** The public key of the heads; null when there is none: then signatures are not checked, which is said. */
  readonly key: KeyObject | null;
}

/** A journal checked by itself and against what was published of it. */
export interface AnchoredVerification {
  readonly journal: JournalVerification;
  readonly anchor: AnchorVerdict;
}

/**
 * Checks a journal and holds it against the signed heads that places keep. Never throws. The heads are read first: an
 * engine may be writing, and the journal only grows.
 */
export async function verifyAnchored(
  dir: string,
  { sources, key, ...options }: AnchoredOptions,
): Promise<AnchoredVerification> {
  const heads = sortHeads(await collectHeads(sources), key);
  const known = heads.good.map(({ head: { seq, hash } }) => ({ seq, hash }));
  const journal = await verifyJournal(dir, { ...options, known });
  const log = {
    journal: nameOf(dir),
    lastSeq: journal.lastSeq,
    confirmed: new Set(journal.confirmed.map(hashKey)),
    claimed: journal.claimed,
    names: journal.names,
  };
  return { journal, anchor: judgeHeads(log, within(heads, options.range)) };
}

/** Of a range only the heads of its entries can be judged. */
function within<H extends ReturnType<typeof sortHeads>>(
  heads: H,
  range: VerifyOptions["range"],
): H {
  if (range === undefined) return heads;
  const { from, to } = range;
  return { ...heads, good: heads.good.filter(({ head }) => head.seq >= from && head.seq <= to) };
}

function nameOf(dir: string): string | null {
  try {
    return journalName(dir);
  } catch {
    return null;
  }
}
