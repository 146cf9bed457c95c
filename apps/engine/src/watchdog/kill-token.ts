import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { role } from "@interlock/api/view/scalars";
import { fail, ok, type Result } from "@interlock/core/result";

/**
 * The kill token: it lets its bearer engage the kill switch and nothing else, for 30 days, even when the session has
 * expired and Postgres, edge and engine are down. The edge signs one at every sign-in and sets it as the cookie
 * `interlock_kill` (HttpOnly, SameSite=Strict, Path=/); the watchdog verifies it with the key alone.
 * Form: base64url(JSON payload) "." base64url(HMAC-SHA256 of the first part).
 */

/** Name of the cookie. */
export const KILL_COOKIE = "interlock_kill";
/** How long the edge makes a token valid for. */
export const KILL_TOKEN_LIFE_MS = 30 * 86_400_000;
/** A longer text is not looked at. */
const TOKEN_LENGTH_MAX = 2_048;

/** Who may kill. `iat` and `exp` are wall-clock milliseconds; a user's revocation voids tokens issued before it. */
const killClaims = z.strictObject({
  userId: z.string().min(1).max(128),
  name: z.string().min(1).max(200),
  role,
  iat: z.number().int(),
  exp: z.number().int(),
  /** Until when the session that it was given in surely held; a flatten after that needs a passkey. */
  sessionUntil: z.number().int().optional(),
});
export type KillClaims = z.infer<typeof killClaims>;

function signature(body: string, key: Buffer): Buffer {
  return createHmac("sha256", key).update(body).digest();
}

/** Signs a kill token. `key` is the content of keys/kill.key. */
export function signKillToken(claims: KillClaims, key: Buffer): string {
  const body = Buffer.from(JSON.stringify(claims)).toString("base64url");
  return `${body}.${signature(body, key).toString("base64url")}`;
}

/** Returns when a user's tokens were last revoked, in wall-clock milliseconds; null when never. */
export type RevokedAt = (userId: string) => number | null;

/** What a token is checked against. */
export interface KillTokenCheck {
  readonly key: Buffer;
  readonly now: number;
  readonly revokedAt: RevokedAt;
}

function parseClaims(body: string): KillClaims | null {
  try {
    return killClaims.parse(JSON.parse(Buffer.from(body, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}

/** Returns the kill token among a request's cookies. */
export function killTokenIn(cookieHeader: string): string | undefined {
  const pairs = cookieHeader.split(";").map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${KILL_COOKIE}=`))?.slice(KILL_COOKIE.length + 1);
}

/** Returns who bears the token, whatever their role may stop, or a sentence saying why it is none of ours or void. */
export function readKillToken(token: string, check: KillTokenCheck): Result<KillClaims> {
  const [body, signed, ...rest] = token.slice(0, TOKEN_LENGTH_MAX).split(".");
  if (body === undefined || signed === undefined || rest.length > 0) {
    return fail("the kill token is malformed: sign in to the console to get a new one");
  }
  const given = Buffer.from(signed, "base64url");
  const expected = signature(body, check.key);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return fail("the kill token was not signed here: sign in to the console to get a new one");
  }
  const claims = parseClaims(body);
  if (claims === null)
    return fail("the kill token is of an older form: sign in to the console to get a new one");
  if (claims.exp <= check.now)
    return fail("the kill token has expired: sign in to the console to get a new one");
  const revokedAt = check.revokedAt(claims.userId);
  if (revokedAt !== null && claims.iat <= revokedAt)
    return fail(
      "the kill token was revoked by a sign-out: sign in to the console to get a new one",
    );
  return ok(claims);
}
