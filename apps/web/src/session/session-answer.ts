import { environment, type Environment, type Role, role } from "@interlock/api/view/scalars";
import { z } from "zod";

/** Who looks at the console. Role and environment are null until the engine has said them. */
export interface Viewer {
  readonly name: string;
  readonly email: string;
  readonly role: Role | null;
  readonly environment: Environment | null;
}

/** What the engine's edge says about a browser's session. */
export type SessionAnswer =
  | { readonly kind: "signed_in"; readonly viewer: Viewer }
  | { readonly kind: "signed_out" }
  | { readonly kind: "unreachable" };

const sessionBody = z
  .object({ user: z.object({ name: z.string(), email: z.string() }) })
  .nullable();

const meBody = z.object({ result: z.object({ data: z.object({ role, environment }) }) });

/** Puts together the answers to get-session and session.me; a body of another shape counts as unreachable. */
export function sessionAnswer(session: unknown, me: unknown): SessionAnswer {
  const read = sessionBody.safeParse(session);
  if (!read.success) return { kind: "unreachable" };
  if (read.data === null) return { kind: "signed_out" };
  const facts = meBody.safeParse(me);
  const { name, email } = read.data.user;
  return {
    kind: "signed_in",
    viewer: {
      name,
      email,
      role: facts.success ? facts.data.result.data.role : null,
      environment: facts.success ? facts.data.result.data.environment : null,
    },
  };
}
