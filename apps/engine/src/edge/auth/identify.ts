import type { IncomingMessage } from "node:http";
import { fromNodeHeaders } from "better-auth/node";
import { role } from "@interlock/api/view/scalars";
import type { Actor } from "@interlock/api/engine-port";
import { KILL_TOKEN_LIFE_MS, signKillToken } from "../../watchdog/kill-token.ts";
import type { Auth } from "./make-auth.ts";

/** Who asks, by the session cookie; null without a valid session. Throws when that cannot be found out. */
export async function identify(auth: Auth, request: IncomingMessage): Promise<Actor | null> {
  const session = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  if (session === null) return null;
  const { id, name, email } = session.user;
  const known = role.safeParse(session.user.role);
  return { userId: id, name, email, role: known.success ? known.data : "viewer" };
}

/** Returns a signed kill token for a person: it stops trading even when sessions cannot be checked. */
export function killTokenFor(actor: Actor, key: Buffer, now: number): string {
  const { userId, name, role: held } = actor;
  return signKillToken({ userId, name, role: held, iat: now, exp: now + KILL_TOKEN_LIFE_MS }, key);
}
