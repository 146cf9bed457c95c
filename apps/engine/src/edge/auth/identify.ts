import type { IncomingMessage } from "node:http";
import { fromNodeHeaders } from "better-auth/node";
import { role } from "@interlock/api/view/scalars";
import type { Actor } from "@interlock/api/engine-port";
import type { Auth } from "./make-auth.ts";
import { whereaboutsOf } from "./whereabouts.ts";

/** Who asks, by the session cookie; null without a valid session. Throws when that cannot be found out. */
export async function identify(auth: Auth, request: IncomingMessage): Promise<Actor | null> {
  const signedIn = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  if (signedIn === null) return null;
  const { id, name, email } = signedIn.user;
  const known = role.safeParse(signedIn.user.role);
  return {
    userId: id,
    name,
    email,
    role: known.success ? known.data : "viewer",
    by: "session",
    session: { id: signedIn.session.id, ...whereaboutsOf(request) },
  };
}
