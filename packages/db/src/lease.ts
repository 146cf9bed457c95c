import type pg from "pg";
import { z } from "zod";

/**
 * One account, one writer. A lease is a row in Postgres with a deadline and a fencing token: whoever takes it over gets
 * a higher token than anyone before, for ever. The holder trusts only its own deadline, which begins before the request
 * that grants it was sent, so it stops sending before anybody else can begin, whatever the network does.
 */
export interface Lease {
  readonly accountId: string;
  /** Grows with every acquisition of the account's lease, by anyone. */
  readonly token: number;
  /** Tells, without asking anyone, whether the lease is surely ours now: the check in the send path. */
  isHeld(): boolean;
  /** Milliseconds until the lease lapses unless renewed; zero or less when it has. */
  remainingMs(): number;
  /**
   * Moves the deadline. Returns false when the lease is lost, for good: it lapsed, or somebody took it. Rejects when
   * Postgres does not answer; the lease then holds until its present deadline.
   */
  renew(): Promise<boolean>;
  /** Gives the lease up, so that the next one need not wait for the deadline. */
  release(): Promise<void>;
}

/** Either a lease, or who has it and for how long at most. */
export type LeaseAnswer =
  | { readonly kind: "acquired"; readonly lease: Lease }
  | {
      readonly kind: "held";
      readonly holder: string;
      readonly token: number;
      readonly remainingMs: number;
    };

/** Where durations and the wall clock are read; real ones by default. */
export interface LeaseClocks {
  /** Milliseconds that never go back. */
  monotonicMs(): number;
  /** Milliseconds since the epoch. */
  wallMs(): number;
}

export interface LeaseRequest {
  readonly accountId: string;
  /** Names this process for people: host, process id, start. */
  readonly holder: string;
  readonly ttlMs: number;
  readonly clocks?: LeaseClocks;
}

const SYSTEM_CLOCKS: LeaseClocks = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
};

/** Takes the lease of an account if it is free or has lapsed. Times are compared on the database's clock alone. */
export async function acquireLease(pool: pg.Pool, request: LeaseRequest): Promise<LeaseAnswer> {
  const { accountId, holder, ttlMs, clocks = SYSTEM_CLOCKS } = request;
  const deadline = new Deadline(clocks, ttlMs);
  const taken = await pool.query(
    `insert into identity.writer_leases as l (account_id, fencing_token, holder, acquired_at, expires_at)
     values ($1, 1, $2, clock_timestamp(), clock_timestamp() + $3 * interval '1 ms')
     on conflict (account_id) do update set fencing_token = l.fencing_token + 1, holder = excluded.holder,
       acquired_at = excluded.acquired_at, expires_at = excluded.expires_at
     where l.expires_at <= clock_timestamp()
     returning fencing_token`,
    [accountId, holder, ttlMs],
  );
  const [row] = tokenRows.parse(taken.rows);
  if (row === undefined) return describeHolder(pool, request);
  const lease = new PostgresLease({
    pool,
    accountId,
    ttlMs,
    clocks,
    deadline,
    token: row.fencing_token,
  });
  return { kind: "acquired", lease };
}

const tokenRows = z.array(z.object({ fencing_token: z.coerce.number().int() }));
const holderRows = z.array(
  z.object({
    holder: z.string(),
    fencing_token: z.coerce.number().int(),
    remaining_ms: z.coerce.number(),
  }),
);

async function describeHolder(pool: pg.Pool, { accountId }: LeaseRequest): Promise<LeaseAnswer> {
  const { rows } = await pool.query(
    `select holder, fencing_token, extract(epoch from expires_at - clock_timestamp()) * 1000 as remaining_ms
     from identity.writer_leases where account_id = $1`,
    [accountId],
  );
  const [row] = holderRows.parse(rows);
  if (row === undefined)
    throw new Error(`the lease of account ${accountId} was neither granted nor held`);
  return {
    kind: "held",
    holder: row.holder,
    token: row.fencing_token,
    remainingMs: Math.max(0, row.remaining_ms),
  };
}

/**
 * The end of a lease by our own clocks, counted from before the request was sent. The wall clock only ever shortens it:
 * monotonic time stands still while a virtual machine is suspended, and the lease of a sleeper must not be trusted.
 */
class Deadline {
  readonly #clocks: LeaseClocks;
  readonly #monotonicEnd: number;
  readonly #wallEnd: number;

  constructor(clocks: LeaseClocks, ttlMs: number) {
    this.#clocks = clocks;
    this.#monotonicEnd = clocks.monotonicMs() + ttlMs;
    this.#wallEnd = clocks.wallMs() + ttlMs;
  }

  remainingMs(): number {
    return Math.min(
      this.#monotonicEnd - this.#clocks.monotonicMs(),
      this.#wallEnd - this.#clocks.wallMs(),
    );
  }
}

interface LeaseParts {
  readonly pool: pg.Pool;
  readonly accountId: string;
  readonly ttlMs: number;
  readonly clocks: LeaseClocks;
  readonly deadline: Deadline;
  readonly token: number;
}

class PostgresLease implements Lease {
  readonly accountId: string;
  readonly token: number;
  readonly #parts: LeaseParts;
  #deadline: Deadline;
  #lost = false;

  constructor(parts: LeaseParts) {
    this.accountId = parts.accountId;
    this.token = parts.token;
    this.#parts = parts;
    this.#deadline = parts.deadline;
  }

  isHeld(): boolean {
    return this.remainingMs() > 0;
  }

  remainingMs(): number {
    return this.#lost ? 0 : this.#deadline.remainingMs();
  }

  async renew(): Promise<boolean> {
    if (!this.isHeld()) this.#lost = true;
    if (this.#lost) return false;
    const { pool, ttlMs, clocks } = this.#parts;
    const deadline = new Deadline(clocks, ttlMs);
    const { rowCount } = await pool.query(
      `update identity.writer_leases set expires_at = clock_timestamp() + $3 * interval '1 ms'
       where account_id = $1 and fencing_token = $2 and expires_at > clock_timestamp()`,
      [this.accountId, this.token, ttlMs],
    );
    if (rowCount === 1) this.#deadline = deadline;
    else this.#lost = true;
    return !this.#lost;
  }

  async release(): Promise<void> {
    this.#lost = true;
    await this.#parts.pool.query(
      `update identity.writer_leases set expires_at = clock_timestamp()
       where account_id = $1 and fencing_token = $2 and expires_at > clock_timestamp()`,
      [this.accountId, this.token],
    );
  }
}
