/** What became of a one-time link. */
export type SignInResult = "signed_in" | "expired" | "throttled" | "unreachable";

const TIMEOUT_MS = 8_000;

/**
 * Uses up a one-time link at the engine's better-auth; its answer sets the session's cookie. A link that is used up or
 * too old is answered by a redirect, which is not followed: that it was sent is the answer. Never throws.
 */
export async function verifyLink(token: string): Promise<SignInResult> {
  try {
    const response = await fetch(`/api/auth/magic-link/verify?token=${encodeURIComponent(token)}`, {
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return signInResult(response.type, response.status);
  } catch {
    return "unreachable";
  }
}

/** Reads the answer by its kind: the body is the session's business, not the page's. */
export function signInResult(type: ResponseType, status: number): SignInResult {
  if (type === "opaqueredirect" || (status >= 300 && status < 400)) return "expired";
  if (status === 429) return "throttled";
  if (status >= 500) return "unreachable";
  return status === 200 ? "signed_in" : "expired";
}
