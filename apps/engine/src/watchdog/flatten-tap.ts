import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/**
 * The proof that a person without a session has used a passkey to flatten. The edge checks the passkey and signs; the
 * watchdog needs the key alone. Halting and canceling never ask for it.
 * Form: base64url(JSON payload) "." base64url(HMAC-SHA256 of "flatten." and the first part).
 */

/** Header in which a request to flatten brings it. */
export const FLATTEN_TAP_HEADER = "x-interlock-tap";
/** How long after the tap a flatten may still begin. */
export const FLATTEN_TAP_LIFE_MS = 60_000;

const tapClaims = z.strictObject({ userId: z.string().min(1).max(128), exp: z.number().int() });
export type TapClaims = z.infer<typeof tapClaims>;

/** Signs a tap. `key` is the content of keys/kill.key; `exp` is wall-clock milliseconds. */
export function signFlattenTap(claims: TapClaims, key: Buffer): string {
  const body = Buffer.from(JSON.stringify(claims)).toString("base64url");
  return `${body}.${signature(body, key).toString("base64url")}`;
}

/** Tells whether a text is a tap of this person that still counts. */
export function isFlattenTap(
  text: string | undefined,
  { userId, key, now }: { readonly userId: string; readonly key: Buffer; readonly now: number },
): boolean {
  const [body = "", signed = ""] = (text ?? "").slice(0, 1_024).split(".");
  const given = Buffer.from(signed, "base64url");
  const expected = signature(body, key);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  const claims = tapClaims.safeParse(parsed(body));
  return claims.success && claims.data.userId === userId && claims.data.exp > now;
}

function signature(body: string, key: Buffer): Buffer {
  return createHmac("sha256", key).update(`flatten.${body}`).digest();
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
