import { type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import { fail, ok, type Result } from "@interlock/core/result";
import { isMonth, MONTHLY_TABLES } from "@interlock/db/retention/month";
import type { HeadKey } from "../../journal/heads/head-key.ts";

/** The file that says what an archived month is. */
export const ARCHIVE_MANIFEST = "manifest.json";

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

const manifest = z.strictObject({
  format: z.literal("interlock-ledger-archive"),
  version: z.literal(1),
  /** Which journal: the hash of its first entry. */
  journal: hex,
  month: z.string().refine(isMonth),
  tables: z
    .array(
      z.strictObject({ table: z.enum(MONTHLY_TABLES), file: z.string(), rows: count, sha256: hex }),
    )
    .length(MONTHLY_TABLES.length),
  /** Over the audit rows, each in the form in which it is compared with the journal. */
  audit: hex,
  /** The last entry of the journal that made a row of the month, and the newest one that a signed head vouches for. */
  lastSeq: count,
  anchoredSeq: count,
  archivedAt: z.iso.datetime(),
  archivedBy: z.string(),
});

/** What an archived month holds: its files with their hashes. */
export type ArchiveManifest = z.infer<typeof manifest>;

const sealed = z.strictObject({ manifest, seal: z.string().regex(/^[\w-]{86}$/) });

/** Returns the manifest as its file holds it, signed as a whole with the key of the journal's heads. */
export function encodeArchiveManifest(content: ArchiveManifest, { privateKey }: HeadKey): string {
  const seal = sign(null, sealedBytes(content), privateKey).toString("base64url");
  return `${JSON.stringify({ manifest: content, seal }, null, 2)}\n`;
}

/** Reads a manifest that the owner of `key` has signed. Fails with a phrase for any other. */
export function decodeArchiveManifest(text: string, key: KeyObject): Result<ArchiveManifest> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail("its manifest is not JSON");
  }
  const read = sealed.safeParse(value);
  if (!read.success) return fail("its manifest is not that of an archived month");
  const { manifest: content, seal } = read.data;
  const isSigned = verify(null, sealedBytes(content), key, Buffer.from(seal, "base64url"));
  return isSigned ? ok(content) : fail("its manifest was changed or made up");
}

function sealedBytes(content: ArchiveManifest): Buffer {
  return Buffer.from(`interlock-archive-1\n${JSON.stringify(content)}`);
}
