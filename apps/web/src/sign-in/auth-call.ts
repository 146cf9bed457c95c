import { z } from "zod";

/** What the edge answered to a request about signing in: a body, or a sentence that says why not. */
export type AuthAnswer =
  | { readonly kind: "done"; readonly body: unknown }
  | { readonly kind: "refused"; readonly sentence: string };

const TIMEOUT_MS = 10_000;
const UNREACHABLE =
  "The engine does not answer, so nothing could be checked. Nothing was used up: try again in a moment.";

const refusal = z.object({ message: z.string().min(1) });

/** Posts to a part of /api/auth. Never throws. */
export async function authCall(path: string, body: object): Promise<AuthAnswer> {
  try {
    const response = await fetch(`/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-interlock-client": "console" },
      body: JSON.stringify(body),
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return authAnswer(response.status, await response.json().catch(() => null));
  } catch {
    return { kind: "refused", sentence: UNREACHABLE };
  }
}

/** Reads an answer by status and body: a refusal that says nothing of itself is one that nobody meant. */
export function authAnswer(status: number, body: unknown): AuthAnswer {
  if (status === 200) return { kind: "done", body };
  const read = refusal.safeParse(body);
  if (status >= 500 || !read.success) return { kind: "refused", sentence: UNREACHABLE };
  return { kind: "refused", sentence: read.data.message };
}

const entry = z.object({ signedIn: z.boolean() });

/** Tells whether an answer signs in; false: a code is asked for besides the password. */
export function isSignedIn(body: unknown): boolean {
  const read = entry.safeParse(body);
  return read.success && read.data.signedIn;
}
