import type { Decision } from "./decision.ts";

/**
 * Tells whether the venue refuses our key, proven and as far as we know still: then nothing is asked but what a kill
 * needs and, minutes apart, the account. Requests that can only be refused would go on for as long as nobody looks.
 */
export function isKeyRefused(decision: Decision): boolean {
  return decision.views.accountQuestion.keyRefused && decision.isHeldBy("venue_key");
}
