import type { Decision } from "../../decision.ts";
import type { Input } from "../../input.ts";
import { pursueCancels } from "../stuck-cancels.ts";
import { cancelResting } from "./cancel-resting.ts";

/** Cancels what should work no longer, and asks again for cancels that the venue has not confirmed. */
export function workCancels(decision: Decision, input: Input): void {
  cancelResting(decision, input);
  pursueCancels(decision, input);
}
