import type { WebSocket } from "ws";
import type { Actor } from "@interlock/api/engine-port";
import type { DatabasePool } from "@interlock/db/create-pool";
import { SESSION_IDLE_MS, SESSION_LIFE_MS } from "./session-rules.ts";
import type { SessionEnd, SessionEnds } from "./session-ends.ts";

/** How often the database is asked about the sessions of open sockets: what it says is in force within five seconds. */
const SOCKET_LOOK_MS = 2_000;

/** Why a socket is closed, as the console reads it: the session is over, or its role is another. */
const SOCKET_CLOSE = { signedOut: 4401, roleChanged: 4403 } as const;

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
    const roles = await this.#rolesOf([...new Set(asked.map(({ actor }) => actor.session.id))]);
    if (roles === null) return;
    for (const entry of asked) {
      const role = roles.get(entry.actor.session.id);
      if (role === undefined) this.#close(entry, SOCKET_CLOSE.signedOut);
      else if (role !== entry.actor.role) this.#close(entry, SOCKET_CLOSE.roleChanged);
    }
  }

  async #rolesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string> | null> {
    try {
      const { rows } = await this.#pool.query<{ id: string; role: string }>(
        `select s.id, u.role from session s join "user" u on u.id = s."userId"
         where s.id = any($1) and s."expiresAt" > now() and u."suspendedAt" is null
           and s."createdAt" > now() - make_interval(secs => $2)
           and s."lastSeenAt" > now() - make_interval(secs => $3)`,
        [ids, SESSION_LIFE_MS / 1_000, SESSION_IDLE_MS / 1_000],
      );
      return new Map(rows.map(({ id, role }) => [id, role]));
    } catch {
      return null;
    }
  }

  #ended(end: SessionEnd): void {
    for (const entry of this.#open) {
      const { session, userId } = entry.actor;
      if (end.kind === "sessions" && end.ids.includes(session.id))
        this.#close(entry, SOCKET_CLOSE.signedOut);
      if (end.kind === "person" && end.userId === userId)
        this.#close(entry, SOCKET_CLOSE.roleChanged);
    }
  }

  #close(entry: OpenSocket, code: number): void {
    this.#open.delete(entry);
    const reason = code === SOCKET_CLOSE.signedOut ? "the session has ended" : "the role changed";
    entry.socket.close(code, reason);
  }
}
