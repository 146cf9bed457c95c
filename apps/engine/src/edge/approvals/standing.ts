import type { Standing } from "@interlock/core/approval/quorum";
import type { DatabasePool } from "@interlock/db/create-pool";

/** Reads the roles that people have at this moment. */
export type ReadStanding = (userIds: readonly string[]) => Promise<Standing>;

/**
 * Makes the reader of people's present roles. Who is suspended or gone is missing in the answer and counts for nothing.
 * Rejects while the database is silent: then nothing that needed others is carried out.
 */
export function makeReadStanding(people: DatabasePool): ReadStanding {
  return async (userIds) => {
    if (userIds.length === 0) return {};
    const { rows } = await people.query<{ id: string; role: string }>(
      'select id, role from identity."user" where id = any($1) and "suspendedAt" is null',
      [[...userIds]],
    );
    return Object.fromEntries(rows.map(({ id, role }) => [id, role]));
  };
}
