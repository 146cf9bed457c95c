import type { IncomingMessage } from "node:http";
import { fromNodeHeaders } from "better-auth/node";
import type { Actor } from "@interlock/api/actor";
import type { DatabasePool } from "@interlock/db/create-pool";
import type { Auth } from "./make-auth.ts";
import { roleOf, SETTLES_AT } from "./people/people-rows.ts";
import { SESSION_IDLE_MS } from "./session-rules.ts";
import { whereaboutsOf } from "./whereabouts.ts";

/** What tells who asks. */
interface IdentityParts {
  readonly auth: Auth;
  readonly pool: DatabasePool;
  readonly isFullLadder: () => boolean;
}

/** A session's last use is written at most this often. */
const TOUCH_MS = 60_000;

/**
 * Who asks, by the session cookie; null without a session that holds: one that has ended, was idle for too long, or is
 * of a person who was suspended. The role is that of this moment. Throws when it cannot be found out.
 */
export async function identify(
  { auth, pool, isFullLadder }: IdentityParts,
  request: IncomingMessage,
): Promise<Actor | null> {
  const signedIn = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  if (signedIn === null) return null;
  const { user, session } = signedIn;
  const idleMs = Date.now() - (session.lastSeenAt ?? session.createdAt).getTime();
  if (idleMs > SESSION_IDLE_MS || user.suspendedAt != null) return null;
  if (idleMs > TOUCH_MS)
    await pool.query(`update session set "lastSeenAt" = now() where id = $1`, [session.id]);
  return {
    userId: user.id,
    name: user.name,
    email: user.email,
    role: roleOf(user.role ?? ""),
    by: "session",
    ...(session.way === "device" ? { atCommandLine: true as const } : {}),
    session: { id: session.id, ...whereaboutsOf(request) },
    ...(isFullLadder() ? await raisedAlone(pool, user) : {}),
  };
}

/** Who alone gave somebody their role, and whether that has settled: it is long enough ago, and they hold a passkey. */
async function raisedAlone(
  pool: DatabasePool,
  user: { readonly id: string; readonly raisedAloneBy?: string | null | undefined },
): Promise<Pick<Actor, "raisedAlone">> {
  if (user.raisedAloneBy == null) return {};
  const { rows } = await pool.query<{
    by: string;
    isOld: boolean;
    settlesAt: Date;
    holdsPasskey: boolean;
  }>(
    `select "raisedAloneBy" as by, ${SETTLES_AT} < now() as "isOld", ${SETTLES_AT} as "settlesAt",
       exists (select from passkey p where p."userId" = u.id) as "holdsPasskey"
     from "user" u where id = $1 and "raisedAloneBy" is not null`,
    [user.id],
  );
  const [row] = rows;
  if (row === undefined) return {};
  const { by, isOld, holdsPasskey } = row;
  const settlesAt = row.settlesAt.getTime();
  return { raisedAlone: { by, settled: isOld && holdsPasskey, settlesAt, holdsPasskey } };
}
