import { environment, type Environment, type Role, role } from "@interlock/api/view/scalars";
import { z } from "zod";

/** Who looks at the console, as what, and at which environment. */
export interface Viewer {
  readonly userId: string;
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

const viewer = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  environment,
});
const meBody = z.object({ result: z.object({ data: viewer }) });

/** Reads the answer to session.me; one of another shape, or of an edge that cannot ask, counts as unreachable. */
export function sessionAnswer(status: number, body: unknown): SessionAnswer {
  if (status === 401) return { kind: "signed_out" };
  const read = meBody.safeParse(body);
  if (!read.success) return { kind: "unreachable" };
  return { kind: "signed_in", viewer: read.data.result.data };
}
