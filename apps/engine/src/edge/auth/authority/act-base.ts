import { DEFAULT_POLICY, requirementsOf } from "@interlock/core/approval/approval-policy";
import type { DatabasePool } from "@interlock/db/create-pool";
import type { EngineApproval } from "../../../operator/approval/approval-command.ts";
import { type AuthorityAct, authorityAct, subjectOf } from "./authority-act.ts";

type Queries = Pick<DatabasePool, "query">;

/** What an act about people or keys rests on: a request that was made on something else is not carried out. */
export async function baseOfAct(client: Queries, act: AuthorityAct): Promise<string> {
  if (act.act === "invite") {
    const { rows } = await client.query(`select 1 from "user" where email = $1`, [act.email]);
    return rows.length === 0 ? "not here yet" : "here already";
  }
  const { rows } = await client.query<{ role: string; suspended: boolean }>(
    `select role, "suspendedAt" is not null as suspended from "user" where id = $1`,
    [act.userId],
  );
  const [person] = rows;
  if (person === undefined) return "gone";
  return `${person.role}, ${person.suspended ? "suspended" : "active"}`;
}

/**
 * Tells whether nobody but the one who asks could approve an act: then they may themself, after a cooling-off. Nobody
 * is alone because they have just suspended or demoted who could: those count for a week.
 */
async function isAloneWith(
  client: Queries,
  act: AuthorityAct,
  requesterId: string,
): Promise<boolean> {
  const roles = requirementsOf(DEFAULT_POLICY, subjectOf(act)).flatMap(({ anyOf }) => anyOf);
  const { rows } = await client.query(
    `select 1 from "user" where id <> $2 and (
       (role = any($1) and "suspendedAt" is null) or
       ("lostRole" = any($1) and "lostRoleAt" > now() - interval '7 days')) limit 1`,
    [roles, requesterId],
  );
  return rows.length === 0;
}

/**
 * The columns that keep which role somebody loses now: an owner's is not forgotten while it counts, whatever they lose
 * after it. For an `update` of "user" that still sees the role of before.
 */
export const NOTE_LOST_ROLE = `"lostRoleAt" = now(), "lostRole" = case
  when "lostRole" = 'owner' and "lostRoleAt" > now() - interval '7 days' then 'owner' else role end`;

/** The base as a request names it; whoever asks alone says so, and is not alone once somebody has come. */
export async function baseOfRequest(
  client: Queries,
  act: AuthorityAct,
  requesterId: string,
): Promise<{ readonly base: string; readonly alone: boolean }> {
  const alone = await isAloneWith(client, act, requesterId);
  return { base: `${await baseOfAct(client, act)}${alone ? ", nobody else" : ""}`, alone };
}

/** What a request about people or keys would be made on now; undefined for one that the engine itself compares. */
export async function baseNow(
  client: Queries,
  { subject, requester }: EngineApproval,
): Promise<string | undefined> {
  if (!("content" in subject.act)) return undefined;
  const act = authorityAct.parse(subject.act.content);
  return (await baseOfRequest(client, act, requester.userId)).base;
}
