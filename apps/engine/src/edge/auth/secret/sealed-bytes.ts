import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/**
 * Secrets that must be read again are kept encrypted (AES-256-GCM) with a key that is not in the database: whoever has
 * a copy of the tables alone can sign in as nobody.
 */
export class Seal {
  readonly #key: Buffer;

  /** `secret` is the content of keys/auth.key, `purpose` keeps keys for different things apart. */
  constructor(secret: string, purpose: string) {
    this.#key = Buffer.from(hkdfSync("sha256", secret, "interlock", purpose, 32));
  }

  /** Encrypts; `owner` must be named again to read it, so that nobody can move a secret to another row. */
  close(bytes: Buffer, owner: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.#key, iv).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
  }

  /** Decrypts. Throws for what was altered, sealed for another owner, or with another key. */
  open(text: string, owner: string): Buffer {
    const all = Buffer.from(text, "base64url");
    const decipher = createDecipheriv("aes-256-gcm", this.#key, all.subarray(0, 12), {
      authTagLength: 16,
    });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(all.subarray(12, 28));
    return Buffer.concat([decipher.update(all.subarray(28)), decipher.final()]);
  }
}
