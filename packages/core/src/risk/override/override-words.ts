import { momentText } from "../../market/clock-text.ts";
import { describeRestated, type OverrideGrant, restatedOf } from "./override.ts";

/** Says who granted an override, of what, and until when, by New York's clocks. */
export function describeGrant(grant: OverrideGrant): string {
  const { by, role, overrideId, intent, lifts, reason, grantedAt, expiresAt } = grant;
  const order = describeRestated(restatedOf(intent));
  const until = momentText(expiresAt, grantedAt);
  return `${by} (${role}) granted override ${overrideId} until ${until}: ${order} may pass ${lifts.join(", ")} once. ${reason}`;
}

/** Who tried to use an override, and why that was refused, as a sentence. */
export interface RefusedTry {
  readonly by: string;
  readonly role: string;
  readonly sentence: string;
}

/** Says who tried to use an override that did not allow it. */
export function describeRefusedTry({ by, role, sentence }: RefusedTry): string {
  return `${by} (${role}) tried to use an override. ${sentence}`;
}

/** Says that overrides are void; `why` is the end of a sentence. */
export function describeVoid(overrideIds: readonly string[], why: string): string {
  return `Override ${overrideIds.join(", ")} is void: ${why}.`;
}
