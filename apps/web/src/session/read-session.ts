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
  try {
    const me = await fetch(`${engineUrl()}/trpc/session.me`, {
      headers: { cookie, "x-interlock-client": "console" },
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return sessionAnswer(me.status, await me.json().catch(() => null));
  } catch {
    return { kind: "unreachable" };
  }
}
