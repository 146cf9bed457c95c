import { randomUUID } from "node:crypto";
import { fail, ok, type Result } from "@interlock/core/result";
import type { DatabasePool } from "@interlock/db/create-pool";
import type { ActOrigin } from "../../../records/person-record.ts";
import type { ChangePeople } from "../authority/person-outbox.ts";
import { hashToken } from "../secret/one-time-text.ts";
import { passwordFault } from "../secret/password-rules.ts";
import { Invitations } from "./invitations.ts";
import { keepPassword } from "./set-password.ts";

/** What whoever follows an invitation's link chooses. */
export interface Joining {
  readonly token: string;
  readonly name: string;
  readonly password: string;
}

/** Who joined, and as what. */
export interface Joined {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly invitedBy: string;
}

/** Makes a person of an invitation, which is used up with it, or says why not. Both or neither. */
export async function takeUpInvitation(
  { pool, change }: { readonly pool: DatabasePool; readonly change: ChangePeople },
  { token, name, password, from }: Joining & { readonly from: ActOrigin },
): Promise<Result<Joined>> {
  const invitation = await new Invitations(pool).find(token);
  if (invitation === null) return fail(SPENT);
  const { email, role, invitedBy } = invitation;
  const fault = passwordFault(password, { name, email });
  if (fault !== null) return fail(fault);
  const userId = randomUUID();
  const joined = await change(async (client, note) => {
    const { rows } = await client.query<{ aloneBy: string | null }>(
      `update invitation set "endedAt" = now(), "userId" = $2
       where "tokenHash" = $1 and "endedAt" is null and "expiresAt" > now()
       returning "invitedAloneBy" as "aloneBy"`,
      [hashToken(token), userId],
    );
    if (rows[0] === undefined) return false;
    await client.query(
      `insert into "user" (id, name, email, "emailVerified", role, "raisedAloneBy", "raisedAloneAt")
       values ($1, $2, $3, true, $4, $5, case when $5::text is null then null else now() end)`,
      [userId, name, email, role, rows[0].aloneBy],
    );
    await keepPassword(client, userId, password);
    const detail = `invited by ${invitedBy}`;
    note({ event: "joined", by: name, byId: userId, role, about: null, from, detail });
    return true;
  });
  return joined ? ok({ userId, name, role, invitedBy }) : fail(SPENT);
}

/** What is said of a link that works no more. */
export const SPENT =
  "This invitation was used or taken back, or its 3 days are over. Ask the person who sent it for another.";
