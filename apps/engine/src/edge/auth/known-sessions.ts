import type { IncomingMessage } from "node:http";
import type { Actor } from "@interlock/api/actor";
import type { SessionEnd, SessionEnds } from "./session-ends.ts";

/** Finds out who asks; null without a valid session. Throws when that cannot be found out. */
export type Identify = (request: IncomingMessage) => Promise<Actor | null>;

/** While the database is silent a session that it confirmed goes on for this long. */
const KNOWN_MS = 15 * 60_000;
const SESSIONS_MAX = 1_000;

interface Known {
  readonly actor: Actor;
  readonly at: number;
}

/**
 * Who is signed in, remembered for the time in which the database cannot say: a page that is loaded again then still
 * shows the engine, and still stops it. What this process has ended, or whose role it changed, is forgotten at once.
 */
export class KnownSessions {
  readonly #identify: Identify;
  readonly #ends: SessionEnds;
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();
  /** Rises with every end: an answer of the database from before it is not remembered. */
  #ended = 0;

  constructor(identify: Identify, ends: SessionEnds, now: () => number = Date.now) {
    this.#identify = identify;
    this.#ends = ends;
    this.#now = now;
    ends.onEnd((end) => this.#forgetEnded(end));
  }

  /** Returns who asks; null without a valid session. Throws when nobody can say. */
  async identify(request: IncomingMessage): Promise<Actor | null> {
    const token = sessionToken(request);
    const before = this.#ended;
    try {
      const actor = this.#unlessEnded(await this.#identify(request));
      if (token !== null && before === this.#ended) this.#note(token, actor);
      return actor;
    } catch (error: unknown) {
      const known = token === null ? undefined : this.#known.get(token);
      if (known === undefined || this.#now() - known.at > KNOWN_MS) throw error;
      return known.actor;
    }
  }

  /** Forgets the session of whoever signs out. */
  forget(request: IncomingMessage): void {
    const token = sessionToken(request);
    if (token !== null) this.#known.delete(token);
  }

  #unlessEnded(actor: Actor | null): Actor | null {
    return actor === null || this.#ends.has(actor.session.id) ? null : actor;
  }

  #forgetEnded(end: SessionEnd): void {
    this.#ended += 1;
    for (const [token, { actor }] of this.#known) {
      const isEnded =
        end.kind === "sessions" ? end.ids.includes(actor.session.id) : end.userId === actor.userId;
      if (isEnded) this.#known.delete(token);
    }
  }

  #note(token: string, actor: Actor | null): void {
    this.#known.delete(token);
    if (actor === null) return;
    this.#known.set(token, { actor, at: this.#now() });
    const [oldest] = this.#known.keys();
    if (this.#known.size > SESSIONS_MAX && oldest !== undefined) this.#known.delete(oldest);
  }
}

const SESSION_TOKEN = /(?:^|;\s*)(?:__Host-)?interlock\.session_token=([^;]+)/;

function sessionToken(request: IncomingMessage): string | null {
  return SESSION_TOKEN.exec(request.headers.cookie ?? "")?.[1] ?? null;
}
