import { createHash, randomBytes } from "node:crypto";

/** Letters and digits that nobody takes for another one. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

/** A random text for a link: 256 bits. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a random text: who reads the table cannot use it. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** A random code that a person can type, e.g. "k7fm2-q9xwr": 49 bits. */
export function newRecoveryCode(): string {
  const letters = Array.from({ length: 10 }, randomLetter).join("");
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

/** What is kept of such a code, however it was typed. */
export function hashRecoveryCode(code: string): string {
  return hashToken(code.toLowerCase().replaceAll(/[^a-z0-9]/g, ""));
}

function randomLetter(): string {
  // Values past the last whole round of the alphabet would make its first letters likelier.
  const fair = 256 - (256 % ALPHABET.length);
  for (;;) {
    const [byte = 255] = randomBytes(1);
    if (byte < fair) return ALPHABET[byte % ALPHABET.length] ?? "";
  }
}
