import { randomBytes, randomUUID } from "node:crypto";
import type { DatabasePool } from "@interlock/db/create-pool";
import { hashRecoveryCode, newRecoveryCode } from "../secret/one-time-text.ts";
import type { Seal } from "../secret/sealed-bytes.ts";
import { base32, stepOfCode, totpUri } from "../secret/totp-code.ts";

const CODES = 10;

/** The client of a transaction, in which what is done is also noted. */
type Queries = Pick<DatabasePool, "query">;

/** Codes of a generator, and the recovery codes that stand in for it. */
export class SecondFactor {
  readonly #pool: DatabasePool;
  readonly #seal: Seal;
  readonly #now: () => number;

  constructor(pool: DatabasePool, seal: Seal, now: () => number = Date.now) {
    this.#pool = pool;
    this.#seal = seal;
    this.#now = now;
  }

  /** Makes a secret that counts once a code of it was shown. One in force goes on until then. */
  async begin(userId: string, email: string): Promise<{ secret: string; uri: string }> {
    const bytes = randomBytes(20);
    await this.#pool.query(
      `insert into totp ("userId", secret) values ($1, $2)
       on conflict ("userId") do update set secret = excluded.secret, "lastStep" = 0
       where totp."confirmedAt" is null`,
      [userId, this.#seal.close(bytes, userId)],
    );
    return { secret: base32(bytes), uri: totpUri(bytes, email) };
  }

  /** Tells whether it is a code of the secret that was begun, and if so has it count. */
  async confirm(client: Queries, userId: string, code: string): Promise<boolean> {
    const step = await this.#stepOf(userId, code);
    if (step === null) return false;
    const { rowCount } = await client.query(
      `update totp set "confirmedAt" = now(), "lastStep" = $2
       where "userId" = $1 and "confirmedAt" is null`,
      [userId, step],
    );
    return rowCount === 1;
  }

  /** Takes a code of the generator or a recovery code, each once. Returns which it was; null when it is neither. */
  async take(userId: string, code: string): Promise<"code" | "recovery_code" | null> {
    const step = await this.#stepOf(userId, code);
    if (step !== null && (await this.#useStep(userId, step))) return "code";
    const { rowCount } = await this.#pool.query(
      `update recovery_code set "usedAt" = now()
       where "userId" = $1 and hash = $2 and "usedAt" is null`,
      [userId, hashRecoveryCode(code)],
    );
    return rowCount === 1 ? "recovery_code" : null;
  }

  /** Makes recovery codes in place of all earlier ones. */
  async makeRecoveryCodes(client: Queries, userId: string): Promise<readonly string[]> {
    const codes = Array.from({ length: CODES }, newRecoveryCode);
    await client.query(`delete from recovery_code where "userId" = $1`, [userId]);
    for (const code of codes) {
      await client.query(`insert into recovery_code (id, "userId", hash) values ($1, $2, $3)`, [
        randomUUID(),
        userId,
        hashRecoveryCode(code),
      ]);
    }
    return codes;
  }

  /** Recovery codes that were not used yet. */
  async codesLeft(userId: string): Promise<number> {
    const { rows } = await this.#pool.query<{ left: number }>(
      `select count(*)::int as left from recovery_code where "userId" = $1 and "usedAt" is null`,
      [userId],
    );
    return rows[0]?.left ?? 0;
  }

  /** No code is asked for any more. */
  async remove(client: Queries, userId: string): Promise<void> {
    await client.query(`delete from totp where "userId" = $1`, [userId]);
    await client.query(`delete from recovery_code where "userId" = $1`, [userId]);
  }

  async #stepOf(userId: string, code: string): Promise<number | null> {
    const { rows } = await this.#pool.query<{ secret: string }>(
      `select secret from totp where "userId" = $1`,
      [userId],
    );
    const [row] = rows;
    return row === undefined
      ? null
      : stepOfCode(this.#seal.open(row.secret, userId), code, this.#now());
  }

  async #useStep(userId: string, step: number): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      `update totp set "lastStep" = $2
       where "userId" = $1 and "lastStep" < $2 and "confirmedAt" is not null`,
      [userId, step],
    );
    return rowCount === 1;
  }
}
