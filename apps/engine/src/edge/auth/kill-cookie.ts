import type { IncomingMessage, ServerResponse } from "node:http";
import type { Actor } from "@interlock/api/actor";
import {
  KILL_COOKIE,
  KILL_TOKEN_LIFE_MS,
  type KillClaims,
  killTokenIn,
  readKillToken,
  signKillToken,
} from "../../watchdog/kill-token.ts";
import { SESSION_IDLE_MS } from "./session-rules.ts";
import { FLATTEN_TAP_LIFE_MS, signFlattenTap } from "../../watchdog/flatten-tap.ts";
import { revokeKillTokens, watchRevocations } from "../../watchdog/kill-revocations.ts";

const RENEW_MS = 10 * 60_000;

/** A request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Gives signed-in people the token that stops trading even when their session cannot be checked any more, and voids it
 * when they sign out. A browser holds the token of the person who is signed in now: one of somebody else, or of a role
 * that was since changed, is replaced at the first request.
 */
export class KillCookie {
  readonly #key: Buffer;
  readonly #dataDir: string;
  readonly #secure: string;
  readonly #revokedAt: (userId: string) => number | null;

  /** Over https the cookie is for https alone, whatever a request says of how it came. */
  constructor(key: Buffer, dataDir: string, consoleUrl: string) {
    this.#key = key;
    this.#dataDir = dataDir;
    this.#secure = consoleUrl.startsWith("https:") ? "; Secure" : "";
    this.#revokedAt = watchRevocations(dataDir);
  }

  /** Gives the person a token unless the browser holds a good one of theirs. */
  give({ request, response }: Exchange, actor: Actor): void {
    if (response.headersSent) return;
    const now = Date.now();
    const held = this.#claimsIn(request, now);
    if (held !== null && isOf(held, actor) && isFresh(held, now)) return;
    // Whoever has copied the token of the former role must not kill with it.
    if (held !== null && held.userId === actor.userId && held.role !== actor.role)
      revokeKillTokens(this.#dataDir, actor.userId, now - 1);
    const { userId, name, role } = actor;
    const sessionUntil = now + SESSION_IDLE_MS;
    const claims = { userId, name, role, iat: now, exp: now + KILL_TOKEN_LIFE_MS, sessionUntil };
    const life = Math.floor(KILL_TOKEN_LIFE_MS / 1000);
    response.appendHeader(
      "set-cookie",
      `${KILL_COOKIE}=${signKillToken(claims, this.#key)}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${life}${this.#secure}`,
    );
  }

  /** Who holds the kill token among these cookies; null where nobody does, or it is void. */
  bearer(cookies: string): KillClaims | null {
    return this.#claimsOf(cookies, Date.now());
  }

  /** Signs that this person has used a passkey to flatten. */
  signTap(userId: string): string {
    return signFlattenTap({ userId, exp: Date.now() + FLATTEN_TAP_LIFE_MS }, this.#key);
  }

  /** Voids every token of whoever signs out: by the session, and by the token that the browser holds. */
  void(request: IncomingMessage, actor: Actor | null): void {
    const now = Date.now();
    const ids = new Set([actor?.userId, this.#claimsIn(request, now)?.userId]);
    for (const id of ids) if (id !== undefined) revokeKillTokens(this.#dataDir, id, now);
  }

  #claimsIn(request: IncomingMessage, now: number): KillClaims | null {
    return this.#claimsOf(request.headers.cookie ?? "", now);
  }

  #claimsOf(cookies: string, now: number): KillClaims | null {
    const token = killTokenIn(cookies);
    if (token === undefined) return null;
    const read = readKillToken(token, { key: this.#key, now, revokedAt: this.#revokedAt });
    return read.ok ? read.value : null;
  }
}

/** Long enough to live, and given in this very session not long ago: an open page asks every quarter of an hour. */
function isFresh({ exp, sessionUntil = 0 }: KillClaims, now: number): boolean {
  return exp - now > KILL_TOKEN_LIFE_MS / 2 && sessionUntil - now > SESSION_IDLE_MS - RENEW_MS;
}

function isOf(claims: KillClaims, actor: Actor): boolean {
  return claims.userId === actor.userId && claims.role === actor.role && claims.name === actor.name;
}
