import { headers } from "next/headers";
import { engineUrl } from "../env.ts";
import { type SessionAnswer, sessionAnswer } from "./session-answer.ts";

const TIMEOUT_MS = 1_500;

/**
 * Asks the engine's edge, with the browser's cookie, who is signed in. The engine down is an answer,
 * never an error.
 */
export async function readSession(): Promise<SessionAnswer> {
  const incoming = await headers();
  const cookie = incoming.get("cookie") ?? "";
  const target = engineUrl();
  const ask = async (path: string): Promise<Response> =>
    fetch(`${target}${path}`, {
      headers: { cookie, "x-interlock-client": "console" },
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  try {
    const [session, me] = await Promise.all([
      ask("/api/auth/get-session"),
      ask("/trpc/session.me"),
    ]);
    if (session.status === 401) return { kind: "signed_out" };
    if (!session.ok) return { kind: "unreachable" };
    return sessionAnswer(await session.json(), await bodyOf(me));
  } catch {
    return { kind: "unreachable" };
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => null);
}
