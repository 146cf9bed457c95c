import { demandReason } from "../engine-command.ts";

/** The option of an act that others may have to agree to: with a reason the request is made at once. */
export const REASON_TO_ASK = [
  "--reason <text>",
  "why, 10 to 500 characters; asks another person for it where one must agree",
] as const;

/** Returns the reason where one was given. Throws CommandFailure where it is too short or too long. */
export function reasonToAsk({ reason }: { readonly reason?: string }): {
  readonly reason?: string;
} {
  return reason === undefined ? {} : { reason: demandReason(reason) };
}
