import { createHash, randomBytes } from "node:crypto";

/** Bytes of chance in a key: 256 bits. */
const SECRET_BYTES = 32;
const FORM = /^ilk_(sim|paper|live)_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/;

/** A new key, with what is kept of it. */
export interface MadeKey {
  /** The whole key, for whoever made it, once. */
  readonly text: string;
  /** Its beginning, by which people know it; it opens nothing. */
  readonly prefix: string;
  readonly hash: string;
}

/** Makes a key, e.g. ilk_paper_1f2e3d4c_…: whoever finds it in a file knows what it is. */
export function makeKey(environment: string): MadeKey {
  const prefix = `ilk_${environment}_${randomBytes(4).toString("hex")}`;
  const text = `${prefix}_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  return { text, prefix, hash: hashOfKey(text) };
}

/** Returns the SHA-256 of a key in hex: it has chance enough that nothing slower is needed. */
export function hashOfKey(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Whether a text has the form of a key; nothing else is looked up. */
export function isKey(text: string): boolean {
  return FORM.test(text);
}
