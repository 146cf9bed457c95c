/** What became of a one-time link. */
export type SignInResult = "signed_in" | "expired" | "throttled" | "unreachable";

const TIMEOUT_MS = 8_000;

/** Uses up a one-time link at the engine's edge; its answer sets the session's cookie. Never throws. */
export async function verifyLink(token: string): Promise<SignInResult> {
  try {
    const response = await fetch("/api/auth/sign-in/link", {
      method: "POST",
      headers: { "content-type": "application/json", "x-interlock-client": "console" },
      body: JSON.stringify({ token }),
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return signInResult(response.status);
  } catch {
    return "unreachable";
  }
}

/** Reads the answer by its status: the body is the session's business, not the page's. */
export function signInResult(status: number): SignInResult {
  if (status === 429) return "throttled";
  if (status >= 500) return "unreachable";
  return status === 200 ? "signed_in" : "expired";
}
