import type { DatabaseClient } from "@interlock/db/in-transaction";
import { canonicalJson } from "@interlock/core/canonical-json";
import type { AuthorityAct } from "./authority-act.ts";

/** Something that was agreed and whose secret is fetched now. */
export interface Collected {
  readonly approvalId: string;
  readonly fourEyes: boolean;
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
     where "requestedBy" = $1 and done and "collectedAt" is null and "collectBy" > now()
     order by "createdAt" for update`,
    [requesterId],
  );
  const found = rows.find(({ content }) => canonicalJson(content) === canonicalJson(act));
  if (found === undefined) return null;
  await client.query(`update authority_act set "collectedAt" = now() where "approvalId" = $1`, [
    found.approvalId,
  ]);
  return { approvalId: found.approvalId, fourEyes: found.fourEyes };
}
