import type { WebSocket } from "ws";
import type { Actor } from "@interlock/api/actor";
import type { DatabasePool } from "@interlock/db/create-pool";
import { SESSION_IDLE_MS, SESSION_LIFE_MS } from "./session-rules.ts";
import type { SessionEnd, SessionEnds } from "./session-ends.ts";

/** How often the database is asked about the sessions of open sockets: what it says is in force within five seconds. */
const SOCKET_LOOK_MS = 2_000;

/**
 * Why a socket is closed, as the console reads it. A session that was ended takes the page with it; one that ran out
 * leaves the page with its kill switch; after a change of role the page comes back by itself.
 */
const CLOSE = {
  ended: { code: 4401, reason: "the session was ended" },
  roleChanged: { code: 4403, reason: "the role changed" },
  ranOut: { code: 4408, reason: "the session has run out" },
} as const;
type Cause = keyof typeof CLOSE;

/** A socket: what a test can stand in for, and what is needed of it. */
export type ClosableSocket = Pick<WebSocket, "close" | "once">;

interface OpenSocket {
  readonly socket: ClosableSocket;
  readonly actor: Actor;
}

/**
 * Sockets by whose session they were opened. A socket outlives the check of who opened it; here it ends with the
 * session, the person's suspension, or the role in which it was opened, by whichever process these were ended.
 */
export class OpenSockets {
  readonly #open = new Set<OpenSocket>();
  readonly #pool: DatabasePool;

  constructor(pool: DatabasePool, ends: SessionEnds) {
    this.#pool = pool;
    ends.onEnd((end) => this.#ended(end));
  }

  get size(): number {
    return this.#open.size;
  }

  /** Looks from now on; the caller clears the timer. */
  watch(): NodeJS.Timeout {
    return setInterval(() => void this.look(), SOCKET_LOOK_MS);
  }

  add(socket: ClosableSocket, actor: Actor): void {
    const entry = { socket, actor };
    this.#open.add(entry);
    socket.once("close", () => this.#open.delete(entry));
  }

  /** Asks the database once about all of them. While it is silent it has ended nothing. */
  async look(): Promise<void> {
    const asked = [...this.#open].filter(({ actor }) => actor.by === "session");
    if (asked.length === 0) return;
    const known = await this.#ask([...new Set(asked.map(({ actor }) => actor.session.id))]);
    if (known === null) return;
    for (const entry of asked) {
      const cause = causeOf(known.get(entry.actor.session.id), entry.actor);
      if (cause !== null) this.#close(entry, cause);
    }
  }

  async #ask(ids: readonly string[]): Promise<ReadonlyMap<string, SessionRow> | null> {
    try {
      const { rows } = await this.#pool.query<SessionRow>(
        `select s.id, u.role, u."suspendedAt" is not null as "isSuspended",
           s."expiresAt" > now() and s."createdAt" > now() - make_interval(secs => $2)
             and s."lastSeenAt" > now() - make_interval(secs => $3) as "isOpen"
         from session s join "user" u on u.id = s."userId" where s.id = any($1)`,
        [ids, SESSION_LIFE_MS / 1_000, SESSION_IDLE_MS / 1_000],
      );
      return new Map(rows.map((row) => [row.id, row]));
    } catch {
      return null;
    }
  }

  #ended(end: SessionEnd): void {
    for (const entry of this.#open) {
      const { session, userId } = entry.actor;
      if (end.kind === "sessions" && end.ids.includes(session.id)) this.#close(entry, "ended");
      if (end.kind === "person" && end.userId === userId) this.#close(entry, "roleChanged");
    }
  }

  #close(entry: OpenSocket, cause: Cause): void {
    this.#open.delete(entry);
    const { code, reason } = CLOSE[cause];
    entry.socket.close(code, reason);
  }
}

interface SessionRow {
  readonly id: string;
  readonly role: string;
  readonly isSuspended: boolean;
  readonly isOpen: boolean;
}

function causeOf(row: SessionRow | undefined, actor: Actor): Cause | null {
  if (row === undefined || row.isSuspended) return "ended";
  if (!row.isOpen) return "ranOut";
  return row.role === actor.role ? null : "roleChanged";
}
