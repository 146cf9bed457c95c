import type { DatabasePool } from "@interlock/db/create-pool";
import { revokeKillTokens } from "../../../watchdog/kill-revocations.ts";
import type { SessionEnds } from "../session-ends.ts";

/** Which sessions of a person are meant; absent parts: all of them. */
export interface SessionChoice {
  readonly userId: string;
  readonly only?: string | undefined;
  readonly except?: string | undefined;
}

/**
 * Ends sessions: in the database, in this process's memory, with the sockets that are open for them, and with the
 * person's kill tokens, of which a browser that goes on gets a new one at its next request.
 */
export class SessionBook {
  readonly #pool: DatabasePool;
  readonly #ends: SessionEnds;
  readonly #dataDir: string;

  constructor(pool: DatabasePool, ends: SessionEnds, dataDir: string) {
    this.#pool = pool;
    this.#ends = ends;
    this.#dataDir = dataDir;
  }

  /** Returns how many were ended; `client` is that of a transaction with what else is done. */
  async end(
    { userId, only, except }: SessionChoice,
    client: Pick<DatabasePool, "query"> = this.#pool,
  ): Promise<number> {
    const { rows } = await client.query<{ id: string }>(
      `delete from session where "userId" = $1 and ($2::text is null or id = $2)
         and ($3::text is null or id <> $3) returning id`,
      [userId, only ?? null, except ?? null],
    );
    this.#ends.end(rows.map(({ id }) => id));
    // A kill token outlives its session: where no session is left there may be tokens all the same.
    const all = only === undefined && except === undefined;
    if (all || rows.length > 0) revokeKillTokens(this.#dataDir, userId, Date.now());
    return rows.length;
  }

  /** The person's role is another from now on: no socket goes on in the former one, nor does a kill token. */
  roleChanged(userId: string): void {
    this.#ends.doubt(userId);
    revokeKillTokens(this.#dataDir, userId, Date.now());
  }
}
