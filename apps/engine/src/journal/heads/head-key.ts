import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { secretKey } from "../../supervisor/secret-key.ts";
import { writeDurably } from "../../supervisor/write-durably.ts";

/** The key that signs heads, with its public half. */
export interface HeadKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** The public half as a PEM file holds it. */
  readonly publicPem: string;
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * Opens the key of a data folder, keys/head.key, and makes it at the first start: 32 random bytes that only this user
 * can read. Its public half is written beside it, as keys/head.pub.
 */
export function openHeadKey(dataDir: string): HeadKey {
  const der = Buffer.concat([PKCS8_PREFIX, secretKey(dataDir, "head")]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey);
  const publicPem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const path = publicKeyPath(dataDir);
  if (!existsSync(path) || readFileSync(path, "utf8") !== publicPem) writeDurably(path, publicPem);
  return { privateKey, publicKey, publicPem };
}

/** Where a data folder keeps the public half. */
export function publicKeyPath(dataDir: string): string {
  return join(dataDir, "keys", "head.pub");
}

/** Reads a public key from a PEM file; null when there is none that could be one. */
export function readPublicKey(path: string): KeyObject | null {
  try {
    const key = createPublicKey(readFileSync(path, "utf8"));
    return key.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null;
  }
}
