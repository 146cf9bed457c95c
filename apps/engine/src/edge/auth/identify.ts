import type { IncomingMessage } from "node:http";
import { fromNodeHeaders } from "better-auth/node";
import { role } from "@interlock/api/view/scalars";
import type { Actor } from "@interlock/api/engine-port";
import type { Auth } from "./make-auth.ts";

/** Who asks, by the session cookie; null without a valid session. Throws when that cannot be found out. */
export async function identify(auth: Auth, request: IncomingMessage): Promise<Actor | null> {
  const session = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  if (session === null) return null;
  const { id, name, email } = session.user;
  const known = role.safeParse(session.user.role);
  return { userId: id, name, email, role: known.success ? known.data : "viewer" };
}
