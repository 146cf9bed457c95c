import { createHmac, timingSafeEqual } from "node:crypto";

/** Codes of RFC 6238 as every generator makes them: HMAC-SHA-1, six digits, thirty seconds. */
const STEP_MS = 30_000;
const DIGITS = 6;
/** A phone's clock may be this many steps off. */
const DRIFT_STEPS = 1;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The secret as generators take it, in base 32. */
export function base32(bytes: Buffer): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, "0"), 2)]).join("");
}

/** The text that a generator reads from a QR code. */
export function totpUri(secret: Buffer, account: string): string {
  const label = encodeURIComponent(`Interlock:${account}`);
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=Interlock&algorithm=SHA1&digits=${DIGITS}&period=30`;
}

/** The code of a step: of the thirty seconds counted from 1970. */
export function totpCode(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  const number = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
}

/** Returns the step whose code it is, at a time in Unix milliseconds; null when it is none of now. */
export function stepOfCode(secret: Buffer, code: string, at: number): number | null {
  const given = Buffer.from(code.replaceAll(/\s/g, ""));
  const now = Math.floor(at / STEP_MS);
  for (let step = now - DRIFT_STEPS; step <= now + DRIFT_STEPS; step += 1) {
    const right = Buffer.from(totpCode(secret, step));
    if (given.length === right.length && timingSafeEqual(given, right)) return step;
  }
  return null;
}
