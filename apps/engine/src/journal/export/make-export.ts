import { createHash } from "node:crypto";
import { collectHeads } from "../heads/collect-heads.ts";
import type { HeadKey } from "../heads/head-key.ts";
import { journalName } from "../heads/journal-name.ts";
import { isSignedBy, type SignedHead, signHead } from "../heads/signed-head.ts";
import { JOURNAL_FORMAT } from "../journal-entry.ts";
import { readFrames } from "../read-journal.ts";
import { frameHash } from "../segment/frame.ts";
import { CSV_HEAD, csvLines } from "./export-csv.ts";
import type { ExportLine } from "./export-line.ts";
import { ENTRIES_FILE, type ExportManifest, RECORDS_FILE } from "./export-manifest.ts";

/** What is exported, by whom, and what proves it. */
export interface ExportPlan {
  readonly dataDir: string;
  readonly from: number;
  /** The journal may end before it. */
  readonly to: number;
  readonly format: "jsonl" | "csv";
  readonly by: string;
  readonly build: string;
  readonly key: HeadKey;
  /** Places that hold published heads. */
  readonly sources: readonly string[];
}

/** Takes the export's text piece by piece. */
export type WriteText = (text: string) => void | Promise<void>;

const PIECE_CHARACTERS = 1024 * 1024;

/**
 * Exports a range of the journal: gives its text piece by piece to `write`, and returns the manifest. Nothing is left
 * out or masked: what was hashed is what is exported. Throws JournalFaultError when the journal is damaged on the way,
 * and Error when it holds nothing of the range.
 */
export async function makeExport(plan: ExportPlan, write: WriteText): Promise<ExportManifest> {
  const journal = journalName(plan.dataDir);
  const digest = createHash("sha256");
  let bytes = 0;
  let piece = plan.format === "csv" ? CSV_HEAD : "";
  const flush = async () => {
    digest.update(piece);
    bytes += Buffer.byteLength(piece);
    await write(piece);
    piece = "";
  };
  const ends: ExportLine[] = [];
  for (const line of exportLines(plan)) {
    ends[0] ??= line;
    ends[1] = line;
    piece += plan.format === "csv" ? csvLines(line) : `${JSON.stringify(line)}\n`;
    if (piece.length > PIECE_CHARACTERS) await flush();
  }
  await flush();
  const [first, last] = ends;
  if (first === undefined || last === undefined || journal === null)
    throw new Error(`The journal holds no entry from ${plan.from} to ${plan.to}.`);
  const name = plan.format === "csv" ? RECORDS_FILE : ENTRIES_FILE;
  const range = { from: first.seq, to: last.seq };
  return {
    format: "interlock-audit-export",
    version: 1,
    journal,
    ...range,
    entries: last.seq - first.seq + 1,
    previousHash: first.previous,
    lastHash: last.hash,
    exportedAt: new Date().toISOString(),
    exportedBy: plan.by,
    tool: { build: plan.build, node: process.version, journalFormat: JOURNAL_FORMAT.version },
    files: [{ name, bytes, sha256: digest.digest("hex") }],
    head: signLast(plan.key, journal, last),
    published: await newestPublished(plan, { ...range, journal }),
    publicKey: plan.key.publicPem,
  };
}

/** The entries of the range, each with the hash of the one before it. */
function* exportLines({ dataDir, from, to }: ExportPlan): Generator<ExportLine> {
  let previous = "0".repeat(64);
  for (const frame of readFrames(dataDir, Math.max(1, from - 1))) {
    const hash = frameHash(frame).toString("hex");
    const { seq } = frame;
    if (seq > to) return;
    if (seq >= from) yield { seq, previous, hash, entry: frame.text() };
    previous = hash;
  }
}

function signLast(key: HeadKey, journal: string, { seq, hash }: ExportLine): SignedHead {
  const head = { journal, instance: "export", seq, hash, at: Date.now() };
  return signHead(head, key.privateKey, key.publicKey);
}

async function newestPublished(
  { sources, key }: ExportPlan,
  range: { readonly from: number; readonly to: number; readonly journal: string },
): Promise<SignedHead | null> {
  const { heads } = await collectHeads(sources);
  const inside = heads
    .map(({ head }) => head)
    .filter(({ journal, seq }) => journal === range.journal && seq >= range.from && seq <= range.to)
    .filter((head) => isSignedBy(head, key.publicKey))
    .sort((a, b) => b.seq - a.seq);
  return inside[0] ?? null;
}
