import { type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import { fail, ok, type Result } from "@interlock/core/result";
import type { HeadKey } from "../heads/head-key.ts";
import { headShape } from "../heads/signed-head.ts";

/** The file that says what an export is. */
export const MANIFEST_FILE = "manifest.json";
/** The entries, one a line, in the form that can be verified. */
export const ENTRIES_FILE = "entries.jsonl";
/** The records, one a line, for a spreadsheet. */
export const RECORDS_FILE = "records.csv";

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const seq = z.number().int().positive();

const manifest = z.strictObject({
  format: z.literal("interlock-audit-export"),
  version: z.literal(1),
  /** Which journal: the hash of its first entry. */
  journal: hex,
  from: seq,
  to: seq,
  entries: z.number().int().nonnegative(),
  /** Hash of the entry before the first one, zeros before the journal's first, and of the last one. */
  previousHash: hex,
  lastHash: hex,
  exportedAt: z.iso.datetime(),
  exportedBy: z.string(),
  tool: z.strictObject({ build: z.string(), node: z.string(), journalFormat: z.number().int() }),
  files: z.array(
    z.strictObject({ name: z.string(), bytes: z.number().int().nonnegative(), sha256: hex }),
  ),
  /** The last entry, signed when it was exported. */
  head: headShape,
  /** Of the heads that were published the newest one in the range; null when none is. */
  published: headShape.nullable(),
  /** The public key, for convenience: pin it elsewhere. */
  publicKey: z.string(),
});

/** What an export is: its range, its files with their hashes, and the signed head that covers it. */
export type ExportManifest = z.infer<typeof manifest>;

const sealed = z.strictObject({ manifest, seal: z.string().regex(/^[\w-]{86}$/) });

/** Returns the manifest as its file holds it, signed as a whole: a changed letter shows. */
export function encodeManifest(content: ExportManifest, { privateKey }: HeadKey): string {
  const seal = sign(null, sealedBytes(content), privateKey).toString("base64url");
  return `${JSON.stringify({ manifest: content, seal }, null, 2)}\n`;
}

/** A manifest as it was read, and whether it is what the owner of a key has signed. */
export interface ReadManifest {
  readonly manifest: ExportManifest;
  readonly isSignedBy: (key: KeyObject) => boolean;
}

/** Reads a manifest's file. Fails with a sentence when it is none. */
export function decodeManifest(text: string): Result<ReadManifest> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail(`${MANIFEST_FILE} is not JSON`);
  }
  const read = sealed.safeParse(value);
  if (!read.success) return fail(`${MANIFEST_FILE} is not the manifest of an export`);
  const { manifest: content, seal } = read.data;
  const signature = Buffer.from(seal, "base64url");
  return ok({
    manifest: content,
    isSignedBy: (key) => verify(null, sealedBytes(content), key, signature),
  });
}

function sealedBytes(content: ExportManifest): Buffer {
  return Buffer.from(`interlock-export-1\n${JSON.stringify(content)}`);
}
