import { randomUUID } from "node:crypto";
import { fail, ok, type Result } from "@interlock/core/result";
import type { DatabasePool } from "@interlock/db/create-pool";
import { inTransaction } from "@interlock/db/in-transaction";
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
  pool: DatabasePool,
  { token, name, password }: Joining,
): Promise<Result<Joined>> {
  const invitation = await new Invitations(pool).find(token);
  if (invitation === null) return fail(SPENT);
  const { email, role, invitedBy } = invitation;
  const fault = passwordFault(password, { name, email });
  if (fault !== null) return fail(fault);
  const userId = randomUUID();
  const joined = await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `update invitation set "endedAt" = now(), "userId" = $2
       where "tokenHash" = $1 and "endedAt" is null and "expiresAt" > now()`,
      [hashToken(token), userId],
    );
    if (rowCount !== 1) return false;
    await client.query(
      `insert into "user" (id, name, email, "emailVerified", role) values ($1, $2, $3, true, $4)`,
      [userId, name, email, role],
    );
    await keepPassword(client, userId, password);
    return true;
  });
  return joined ? ok({ userId, name, role, invitedBy }) : fail(SPENT);
}

/** What is said of a link that works no more. */
export const SPENT =
  "This invitation was used or taken back, or its 3 days are over. Ask the person who sent it for another.";
