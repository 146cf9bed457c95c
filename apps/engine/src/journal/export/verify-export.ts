import { createPublicKey, type KeyObject } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type CollectedHeads, collectHeads } from "../heads/collect-heads.ts";
import { type AnchorVerdict, hashKey, judgeHeads, sortHeads } from "../heads/judge-heads.ts";
import { decodeEntry } from "../journal-entry.ts";
import { type ExportLine, hashOfLine, parseExportLine } from "./export-line.ts";
import {
  decodeManifest,
  ENTRIES_FILE,
  type ExportManifest,
  MANIFEST_FILE,
  type ReadManifest,
} from "./export-manifest.ts";

/** What is wrong with an export, and at which entry. */
export interface ExportFault {
  readonly seq: number;
  readonly sentence: string;
}

/** What a check of an export found; each part is null where nothing is wrong. */
export interface ExportVerification {
  readonly ok: boolean;
  readonly links: ExportFault | null;
  readonly content: ExportFault | null;
  /** The manifest is what was signed, and the entries are those that it names. */
  readonly manifest: ExportFault | null;
  readonly anchor: AnchorVerdict;
  readonly firstFault: ExportFault | null;
  readonly entries: number;
  readonly from: number;
  readonly to: number;
  readonly lastHash: string;
}

/** What an export is held against. */
export interface ExportEvidence {
  /** Places that hold published heads. */
  readonly sources: readonly string[];
  /** The public key; null to take the one in the manifest, which is said. */
  readonly key: KeyObject | null;
}

/**
 * Checks an export in its folder, far from the journal and its database: every entry by its hash, the chain from the
 * first to the last, the manifest by its signature, and the entries against published heads. Throws Error with a
 * sentence when the folder holds no export in the form that can be verified.
 */
export async function verifyExport(
  folder: string,
  { sources, key }: ExportEvidence,
): Promise<ExportVerification> {
  const read = decodeManifest(readFileSync(join(folder, MANIFEST_FILE), "utf8"));
  if (!read.ok) throw new Error(`${folder}: ${read.error}.`);
  const { manifest } = read.value;
  if (!manifest.files.some(({ name }) => name === ENTRIES_FILE))
    throw new Error(
      `${folder} holds records for a spreadsheet: export the range as jsonl to verify it.`,
    );
  const heads = withOwn(await collectHeads(sources), manifest);
  const used = key ?? createPublicKey(manifest.publicKey);
  const good = sortHeads(heads, used);
  const chain = new ExportChain(manifest, new Set(good.good.map(({ head }) => hashKey(head))));
  const lines = createReadStream(join(folder, ENTRIES_FILE));
  for await (const line of createInterface({ input: lines })) chain.take(line);
  const inRange = good.good.filter(({ head }) => head.seq >= manifest.from);
  const anchor = judgeHeads(
    { journal: manifest.journal, lastSeq: chain.last.seq, ...NOTHING, confirmed: chain.confirmed },
    { ...good, good: inRange.filter(({ head }) => head.seq <= manifest.to) },
  );
  const unpinned = "The key was taken from the export itself: name the published one with --key.";
  return chain.result(faultOfManifest(read.value, chain, used), {
    ...anchor,
    notes: [...anchor.notes, ...(key === null ? [unpinned] : [])],
  });
}

const NOTHING = { claimed: null, names: [] };

/** The heads that came with the export stand beside those of the places. */
function withOwn(heads: CollectedHeads, { head, published }: ExportManifest): CollectedHeads {
  const own = [head, ...(published === null ? [] : [published])];
  return {
    ...heads,
    heads: [...heads.heads, ...own.map((one) => ({ head: one, place: "the manifest" }))],
  };
}

function faultOfManifest(
  { manifest, isSignedBy }: ReadManifest,
  { last }: ExportChain,
  key: KeyObject,
): ExportFault | null {
  const { from, to, lastHash } = manifest;
  if (!isSignedBy(key)) {
    const sentence =
      "The manifest is not what the owner of the key has signed: it was changed or made up.";
    return { seq: from, sentence };
  }
  if (last.seq < to) {
    const sentence = `The export ends with entry ${last.seq}, but its manifest names entries up to ${to}: its end was cut off.`;
    return { seq: last.seq + 1, sentence };
  }
  if (last.seq === to && last.hash === lastHash) return null;
  return { seq: to, sentence: `Entry ${to} is not the one that the manifest names as the last.` };
}

/** Follows the lines of an export, and keeps the first fault of each part. */
class ExportChain {
  readonly #manifest: ExportManifest;
  readonly #known: ReadonlySet<string>;
  readonly confirmed = new Set<string>();
  #links: ExportFault | null = null;
  #content: ExportFault | null = null;
  #entries = 0;
  #last: { readonly seq: number; readonly hash: string };

  constructor(manifest: ExportManifest, known: ReadonlySet<string>) {
    this.#manifest = manifest;
    this.#known = known;
    this.#last = { seq: manifest.from - 1, hash: manifest.previousHash };
  }

  get last(): { readonly seq: number; readonly hash: string } {
    return this.#last;
  }

  take(text: string): void {
    const due = this.#last.seq + 1;
    const line = parseExportLine(text);
    if (!line.ok) {
      this.#content ??= {
        seq: due,
        sentence: `The line of entry ${due} is damaged: ${line.error}.`,
      };
      // Its successor cannot be judged by it, and must not be blamed for it.
      this.#last = { seq: due, hash: "" };
      return;
    }
    const { seq, hash } = line.value;
    this.#links ??= this.#linkFault(line.value);
    const content = contentFault(line.value);
    this.#content ??= content;
    const key = hashKey({ seq, hash });
    if (content === null && this.#known.has(key)) this.confirmed.add(key);
    this.#entries += 1;
    this.#last = { seq, hash };
  }

  #linkFault({ seq, previous }: ExportLine): ExportFault | null {
    const due = this.#last.seq + 1;
    if (seq !== due) return { seq: Math.min(due, seq), sentence: misplaced(due, seq) };
    if (this.#last.hash === "" || previous === this.#last.hash) return null;
    return { seq, sentence: `Entry ${seq} does not follow from entry ${seq - 1}.` };
  }

  result(manifest: ExportFault | null, anchor: AnchorVerdict): ExportVerification {
    const faults = [this.#content, this.#links, manifest].filter((fault) => fault !== null);
    const firstFault = faults.sort((a, b) => a.seq - b.seq)[0] ?? null;
    const { from } = this.#manifest;
    return {
      ok: firstFault === null && anchor.ok,
      links: this.#links,
      content: this.#content,
      manifest,
      anchor,
      firstFault,
      entries: this.#entries,
      from,
      to: this.#last.seq,
      lastHash: this.#last.hash,
    };
  }
}

function contentFault(line: ExportLine): ExportFault | null {
  const { seq, hash, entry } = line;
  if (hashOfLine(line) !== hash)
    return { seq, sentence: `The content of entry ${seq} is not what its hash says.` };
  const decoded = decodeEntry(entry, seq);
  return decoded.ok ? null : { seq, sentence: `Entry ${seq} is damaged: ${decoded.error}.` };
}

function misplaced(due: number, found: number): string {
  return found > due
    ? `Entries ${due} to ${found - 1} are missing: entry ${found} stands in their place.`
    : `Entry ${found} stands where entry ${due} must follow.`;
}
