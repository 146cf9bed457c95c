import { role, type Role } from "@interlock/api/view/scalars";
import type { PasskeyView, SessionView, SignInWay } from "@interlock/api/people/people-view";
import type { DatabasePool } from "@interlock/db/create-pool";

/** A person as the database keeps them. */
export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly createdAt: Date;
  readonly suspendedAt: Date | null;
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  readonly passkeys: number;
  /** From when on their approval counts, if they hold a passkey; null: others had agreed to their role. */
  readonly settlesAt: Date | null;
}

interface SessionRow {
  readonly id: string;
  readonly userId: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly way: SignInWay;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

/** For how long somebody whom one person alone gave their role is nobody's other person, in hours. */
const SETTLES_HOURS = 24;

/** When that is over, of a row of "user" by the database's clock; null where others had agreed. */
export const SETTLES_AT = `case when "raisedAloneBy" is null then null
  else coalesce("raisedAloneAt", now()) + make_interval(hours => ${SETTLES_HOURS}) end`;

const PERSON = `select u.id, u.name, u.email, u.role, u."createdAt", u."suspendedAt",
    exists (select from account a where a."userId" = u.id and a.password is not null) as "hasPassword",
    exists (select from totp t where t."userId" = u.id and t."confirmedAt" is not null) as "hasTotp",
    (select count(*)::int from passkey p where p."userId" = u.id) as passkeys,
    ${SETTLES_AT} as "settlesAt"
  from "user" u`;

/** Everybody, in the order in which they came. */
export async function allPeople(pool: DatabasePool): Promise<PersonRow[]> {
  const { rows } = await pool.query<PersonRow>(`${PERSON} order by u."createdAt", u.id`);
  return rows;
}

/** One person; null when there is none of that id. */
export async function personById(
  pool: Pick<DatabasePool, "query">,
  id: string,
): Promise<PersonRow | null> {
  const { rows } = await pool.query<PersonRow>(`${PERSON} where u.id = $1`, [id]);
  return rows[0] ?? null;
}

/** A role as it is written; what is not one may only look. */
export function roleOf(text: string): Role {
  const known = role.safeParse(text);
  return known.success ? known.data : "viewer";
}

/** From when on somebody is another person for approvals, in wall-clock milliseconds; null: now, or never asked. */
export function countsFromOf(
  { role: named, settlesAt, passkeys }: PersonRow,
  isFullLadder: boolean,
): number | null {
  if (!isFullLadder || settlesAt === null || roleOf(named) === "viewer") return null;
  const at = settlesAt.getTime();
  return at > Date.now() || passkeys === 0 ? at : null;
}

/** Sessions that still hold, by person, the one last seen first; `current` is the one that asks. */
export async function openSessions(
  pool: DatabasePool,
  current: string,
): Promise<ReadonlyMap<string, readonly SessionView[]>> {
  const { rows } = await pool.query<SessionRow>(
    `select id, "userId", "ipAddress", "userAgent", way, "createdAt", "lastSeenAt" from session
     where "expiresAt" > now() order by "lastSeenAt" desc, id`,
  );
  const byPerson = new Map<string, SessionView[]>();
  for (const row of rows) {
    const views = byPerson.get(row.userId) ?? [];
    byPerson.set(row.userId, [...views, sessionView(row, current)]);
  }
  return byPerson;
}

function sessionView(row: SessionRow, current: string): SessionView {
  return {
    id: row.id,
    ip: row.ipAddress === "" ? null : row.ipAddress,
    device: row.userAgent === "" ? null : row.userAgent,
    way: row.way,
    signedInAt: row.createdAt.getTime(),
    lastSeenAt: row.lastSeenAt.getTime(),
    current: row.id === current,
  };
}

/** A person's passkeys, the oldest first. */
export async function passkeysOf(pool: DatabasePool, userId: string): Promise<PasskeyView[]> {
  const { rows } = await pool.query<{
    id: string;
    name: string;
    createdAt: Date;
    lastUsedAt: Date | null;
    backedUp: boolean;
  }>(
    `select id, name, "createdAt", "lastUsedAt", "backedUp" from passkey where "userId" = $1
     order by "createdAt", id`,
    [userId],
  );
  return rows.map(({ createdAt, lastUsedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.getTime(),
    lastUsedAt: lastUsedAt?.getTime() ?? null,
  }));
}
