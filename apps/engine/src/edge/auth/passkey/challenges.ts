import { randomUUID } from "node:crypto";
import type { DatabasePool } from "@interlock/db/create-pool";

/** What a signature is asked for. */
export type ChallengePurpose = "add" | "sign_in" | "step_up" | "flatten";

/** What a device is to sign, for whom, and for which action. */
export interface Challenge {
  readonly purpose: ChallengePurpose;
  readonly challenge: string;
  readonly userId: string | null;
  readonly actionHash: string | null;
}

const LIFE_S = 5 * 60;

/** Challenges that were given out. Each is taken once, by whichever answer comes first, also by a wrong one. */
export class Challenges {
  readonly #pool: DatabasePool;

  constructor(pool: DatabasePool) {
    this.#pool = pool;
  }

  /** Keeps a challenge for five minutes; returns the name by which its answer comes back. */
  async keep({ purpose, challenge, userId, actionHash }: Challenge): Promise<string> {
    const id = randomUUID();
    await this.#pool.query(`delete from webauthn_challenge where "expiresAt" < now()`);
    await this.#pool.query(
      `insert into webauthn_challenge (id, purpose, challenge, "userId", "actionHash", "expiresAt")
       values ($1, $2, $3, $4, $5, now() + make_interval(secs => ${LIFE_S}))`,
      [id, purpose, challenge, userId, actionHash],
    );
    return id;
  }

  /** Takes a challenge out; null when there is none of that name and purpose, or its time is over. */
  async take(id: string, purpose: ChallengePurpose): Promise<Challenge | null> {
    const { rows } = await this.#pool.query<Challenge>(
      `delete from webauthn_challenge where id = $1 and purpose = $2 and "expiresAt" > now()
       returning purpose, challenge, "userId", "actionHash"`,
      [id, purpose],
    );
    return rows[0] ?? null;
  }
}
