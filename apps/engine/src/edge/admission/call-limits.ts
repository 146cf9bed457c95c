import type { CallLimits } from "@interlock/api/trpc";
import { RateLimit } from "./rate-limit.ts";

/** 30 commands a minute: more than a person gives, less than a script would like to. */
const COMMANDS = { burst: 30, perSecond: 0.5 };
/** A console asks a few times a second at most; this leaves room for several, and for a page that opens. */
const QUESTIONS = { burst: 600, perSecond: 20 };

/** How often a person with all sessions together, and each key by itself, may call the API: a key starves nobody. */
export function makeCallLimits(now?: () => number): CallLimits {
  const commands = new RateLimit(COMMANDS, now);
  const questions = new RateLimit(QUESTIONS, now);
  return {
    waitMs: ({ userId, keyId }, kind) =>
      (kind === "mutation" ? commands : questions).take(keyId ?? userId),
  };
}
