import { createHash, type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import { fail, ok, type Result } from "@interlock/core/result";

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/** The shape of a signed head. */
export const headShape = z.strictObject({
  v: z.literal(1),
  /** Which journal: the hash of its first entry, which no other journal has. */
  journal: hex,
  /** The name under which the engine traded then; a restored journal goes on under a new one. */
  instance: z.string().max(64),
  /** The last durable entry, which is also how many there are, and its hash. */
  seq: z.number().int().positive(),
  hash: hex,
  /** When it was signed, in Unix milliseconds by the clock of the host. */
  at: z.number().int().positive(),
  /** The key that signed: the first 16 hexadecimal digits of the SHA-256 of its DER. */
  key: z.string().regex(/^[0-9a-f]{16}$/),
  signature: z.string().regex(/^[\w-]{86}$/),
});

/** The end of a journal at one instant, signed, to be kept where who can change the journal cannot reach. */
export type SignedHead = z.infer<typeof headShape>;

/** A head before it is signed. */
export type HeadToSign = Omit<SignedHead, "v" | "key" | "signature">;

/** Signs a head with an Ed25519 key. */
export function signHead(
  head: HeadToSign,
  privateKey: KeyObject,
  publicKey: KeyObject,
): SignedHead {
  const key = keyName(publicKey);
  const signature = sign(null, signedBytes({ ...head, key }), privateKey).toString("base64url");
  return { v: 1, ...head, key, signature };
}

/** Tells whether a head is, word for word, what the owner of the key has signed. */
export function isSignedBy(head: SignedHead, publicKey: KeyObject): boolean {
  if (head.key !== keyName(publicKey)) return false;
  return verify(null, signedBytes(head), publicKey, Buffer.from(head.signature, "base64url"));
}

/** Returns the name of a public key, short enough to be read aloud. */
export function keyName(publicKey: KeyObject): string {
  const der = publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest("hex").slice(0, 16);
}

/** Reads a head from a line of JSON. Fails with what is wrong with it. */
export function parseHead(line: string): Result<SignedHead> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return fail("it is not JSON");
  }
  const read = headShape.safeParse(value);
  return read.success ? ok(read.data) : fail("it is not a signed head");
}

/** What is signed: the fields in this order, behind a line that no other signature of ours begins with. */
function signedBytes({
  journal,
  instance,
  seq,
  hash,
  at,
  key,
}: Omit<SignedHead, "v" | "signature">) {
  return Buffer.from(
    `interlock-head-1\n${JSON.stringify([journal, instance, seq, hash, at, key])}`,
  );
}
