import type { DatabaseClient } from "@interlock/db/in-transaction";
import { canonicalJson } from "@interlock/core/canonical-json";
import { type AuthorityAct, authorityAct } from "./authority-act.ts";

/** Something that was agreed and whose secret is fetched now. */
export interface Collected {
  readonly approvalId: string;
  readonly fourEyes: boolean;
}

/** What was agreed and is still to be fetched: by whoever asked, until then, by making the same call again. */
export interface Uncollected<K extends AuthorityAct["act"]> {
  readonly approvalId: string;
  readonly act: Extract<AuthorityAct, { readonly act: K }>;
  readonly fetchBy: Date;
}

const OPEN = `"requestedBy" = $1 and done and "collectedAt" is null and "collectBy" > now()`;

/** Returns what somebody may fetch now, of one kind of act, what ends first in front. */
export async function uncollected<K extends AuthorityAct["act"]>(
  client: Pick<DatabaseClient, "query">,
  kind: K,
  requesterId: string,
): Promise<readonly Uncollected<K>[]> {
  const { rows } = await client.query<{ approvalId: string; content: unknown; collectBy: Date }>(
    `select "approvalId", content, "collectBy" from authority_act
     where ${OPEN} and content->>'act' = $2 order by "collectBy", "approvalId"`,
    [requesterId, kind],
  );
  return rows.flatMap(({ approvalId, content, collectBy: fetchBy }) => {
    const act = authorityAct.parse(content);
    return isOf(act, kind) ? [{ approvalId, act, fetchBy }] : [];
  });
}

function isOf<K extends AuthorityAct["act"]>(
  act: AuthorityAct,
  kind: K,
): act is Extract<AuthorityAct, { readonly act: K }> {
  return act.act === kind;
}

/**
 * Uses up the agreement to exactly this act by whoever asked for it, in the caller's transaction; null where there is
 * none, or its time is over. A secret is shown to the one who asked, once.
 */
export async function collect(
  client: DatabaseClient,
  act: AuthorityAct,
  requesterId: string,
): Promise<Collected | null> {
  const { rows } = await client.query<Collected & { content: unknown }>(
    `select "approvalId", "fourEyes", content from authority_act
     where ${OPEN} order by "createdAt" for update`,
    [requesterId],
  );
  const found = rows.find(({ content }) => canonicalJson(content) === canonicalJson(act));
  if (found === undefined) return null;
  await client.query(`update authority_act set "collectedAt" = now() where "approvalId" = $1`, [
    found.approvalId,
  ]);
  return { approvalId: found.approvalId, fourEyes: found.fourEyes };
}
