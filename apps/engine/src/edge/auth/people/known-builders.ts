import type { DatabasePool } from "@interlock/db/create-pool";
import { buildersIn } from "../../../golive/attestation.ts";
import type { BuilderNames } from "../../../operator/golive/golive-command.ts";

/** Looks up who of the builders that a statement names is, or was, a person of the desk. */
export type ReadBuilders = (statement: string) => Promise<BuilderNames>;

/**
 * Makes the reader of the names of builders. Who was deactivated since they built it is known still; an id that nobody
 * has is missing in the answer. Rejects while the database is silent.
 */
export function makeReadBuilders(people: DatabasePool): ReadBuilders {
  return async (statement) => {
    const ids = buildersIn(statement);
    if (ids.length === 0) return {};
    const { rows } = await people.query<{ id: string; name: string }>(
      'select id, name from identity."user" where id = any($1)',
      [[...ids]],
    );
    return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
  };
}
