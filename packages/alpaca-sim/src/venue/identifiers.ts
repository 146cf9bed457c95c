import { hashText } from "./random.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Tells whether a text has the form of a UUID, of any version. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Returns the UUID that belongs to a name. The same name always gives the same UUID. */
export function uuidOf(name: string): string {
  const [a, b, c, d] = hashText(name);
  const hex = [a, b, c, d].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  const variant = "89ab".charAt((c >>> 28) & 3);
  const third = `4${hex.slice(13, 16)}`;
  const fourth = `${variant}${hex.slice(17, 20)}`;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${third}-${fourth}-${hex.slice(20)}`;
}

/** Returns an account number as live accounts have them: nine digits, and no letter before them. */
export function liveAccountNumber(name: string): string {
  const [word] = hashText(`live account number of ${name}`);
  return String(100_000_000 + ((word >>> 0) % 900_000_000));
}

/** Returns an account number as paper accounts have them: "PA" and ten capitals or digits. */
export function paperAccountNumber(name: string): string {
  const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  const words = hashText(`account number of ${name}`);
  let digits = "";
  for (let i = 0; i < 10; i++) {
    const word = words[i % 4] ?? 0;
    digits += alphabet.charAt((word >>> (5 * Math.floor(i / 4))) & 31);
  }
  return `PA${digits}`;
}
