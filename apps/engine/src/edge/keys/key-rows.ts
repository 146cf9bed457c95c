import type { KeyView } from "@interlock/api/keys/key-port";
import { keyScope, type KeyScope } from "@interlock/api/permissions";
import { environment } from "@interlock/api/view/scalars";
import type { DatabasePool } from "@interlock/db/create-pool";

/** A key as it is kept, with its maker as they are now. */
export interface KeyRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly environment: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly maker: string;
  readonly email: string;
  readonly role: string;
  readonly suspendedAt: Date | null;
}

const KEY = `select k.id, k."userId", k.name, k.prefix, k.scopes, k.environment, k."createdAt", k."expiresAt",
    k."revokedAt", k."lastUsedAt", u.name as maker, u.email, u.role, u."suspendedAt"
  from api_key k join "user" u on u.id = k."userId"`;

/** The key of a hash, good or not; null when there is none. */
export async function keyByHash(pool: DatabasePool, hash: string): Promise<KeyRow | null> {
  const { rows } = await pool.query<KeyRow>(`${KEY} where k.hash = $1`, [hash]);
  return rows[0] ?? null;
}

/** The key of an id; null when there is none. */
export async function keyById(pool: DatabasePool, id: string): Promise<KeyRow | null> {
  const { rows } = await pool.query<KeyRow>(`${KEY} where k.id = $1`, [id]);
  return rows[0] ?? null;
}

/** All keys, or those that one person made, newest first. */
export async function listKeys(pool: DatabasePool, userId: string | null): Promise<KeyRow[]> {
  const { rows } = await pool.query<KeyRow>(
    `${KEY} where $1::text is null or k."userId" = $1 order by k."createdAt" desc, k.id limit 500`,
    [userId],
  );
  return rows;
}

/** Whether a key is good at a moment, or what ended it. */
export function stateOfKey(row: KeyRow, now: number): KeyView["state"] {
  if (row.revokedAt !== null) return "revoked";
  if (row.expiresAt.getTime() <= now) return "expired";
  return row.suspendedAt === null ? "good" : "suspended";
}

/** What a key is for; a word that this build does not know counts for nothing. */
export function scopesOf({ scopes }: KeyRow): KeyScope[] {
  return scopes.flatMap((text) => {
    const known = keyScope.safeParse(text);
    return known.success ? [known.data] : [];
  });
}

/** The key as people see it. */
export function keyView(row: KeyRow, { userId, now }: { userId: string; now: number }): KeyView {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: scopesOf(row),
    environment: environment.parse(row.environment),
    maker: row.maker,
    own: row.userId === userId,
    createdAt: row.createdAt.getTime(),
    expiresAt: row.expiresAt.getTime(),
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
    state: stateOfKey(row, now),
  };
}
