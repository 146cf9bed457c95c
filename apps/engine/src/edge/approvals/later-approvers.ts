import type { Approval } from "@interlock/core/approval/approval";
import { laterWords } from "@interlock/core/approval/decide-approval";
import { includesRole } from "@interlock/core/approval/quorum";
import type { DatabasePool } from "@interlock/db/create-pool";
import { allPeople, countsFromOf, type PersonRow } from "../auth/people/people-rows.ts";

/** Reads everybody who is nobody's other person yet; null while the database is silent. */
export type ReadLater = () => Promise<readonly PersonRow[] | null>;

/** Makes the reader of those who have their role by one person's word alone, where the whole ladder holds. */
export function makeReadLater(people: DatabasePool): ReadLater {
  return () =>
    allPeople(people)
      .then((rows) =>
        rows.filter((row) => row.suspendedAt === null && countsFromOf(row, true) !== null),
      )
      .catch(() => null);
}

const UNKNOWN =
  "Who of those with the role does not count yet cannot be said: the database of people does not answer.";

/** Says who has the role for a request but does not count yet, and from when on each does; `now` is real time. */
export function laterApprovers(
  { state, required, requester }: Approval,
  later: readonly PersonRow[] | null,
  now: number,
): string[] {
  if (state !== "waiting") return [];
  if (later === null) return [UNKNOWN];
  return later.flatMap(({ id, name, role, settlesAt, passkeys }) =>
    id === requester.userId ||
    settlesAt === null ||
    !required.some(({ anyOf }) => includesRole(anyOf, role))
      ? []
      : [
          laterWords(
            { name, role },
            { settlesAt: settlesAt.getTime(), holdsPasskey: passkeys > 0 },
            now,
          ),
        ],
  );
}
