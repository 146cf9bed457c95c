import { createHash, randomBytes } from "node:crypto";
import type { Actor } from "@interlock/api/actor";

const LIFE_MS = 30_000;
/** The oldest is forgotten when there are more: whoever had it asks again. */
const TICKETS_MAX = 10_000;
const TICKET_BYTES = 32;

/** The protocol that sockets of ours speak, and the prefix of the ticket that is offered beside it. */
export const SOCKET_PROTOCOL = "interlock";
const TICKET_PREFIX = "ticket.";

interface Issued {
  readonly sessionId: string;
  readonly until: number;
}

/**
 * Tickets for WebSockets: one opens one socket, for the session that asked for it over HTTPS, within 30 seconds. A
 * browser offers it as a subprotocol, so that it is in no address, and so in no log and no history. What is kept here
 * is a hash: a picture of this memory opens nothing.
 */
export class SocketTickets {
  readonly #issued = new Map<string, Issued>();
  readonly #now: () => number;

  /** `now` is in milliseconds and never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Makes a ticket for a session. */
  issue({ session }: Pick<Actor, "session">): string {
    const ticket = randomBytes(TICKET_BYTES).toString("base64url");
    this.#issued.set(hashOf(ticket), { sessionId: session.id, until: this.#now() + LIFE_MS });
    const [oldest] = this.#issued.keys();
    if (this.#issued.size > TICKETS_MAX && oldest !== undefined) this.#issued.delete(oldest);
    return ticket;
  }

  /** Whether the offered subprotocols hold a ticket of this session; it is used up by that. */
  take(offered: string | undefined, { session }: Pick<Actor, "session">): boolean {
    const names = (offered ?? "").split(",").map((name) => name.trim());
    const ticket = names.find((name) => name.startsWith(TICKET_PREFIX));
    if (ticket === undefined || !names.includes(SOCKET_PROTOCOL)) return false;
    const hash = hashOf(ticket.slice(TICKET_PREFIX.length));
    const issued = this.#issued.get(hash);
    this.#issued.delete(hash);
    return issued !== undefined && issued.sessionId === session.id && this.#now() <= issued.until;
  }
}

function hashOf(ticket: string): string {
  return createHash("sha256").update(ticket).digest("base64url");
}
