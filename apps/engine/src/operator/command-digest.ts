import { createHash } from "node:crypto";
import { canonicalJson } from "@interlock/core/canonical-json";
import type { OperatorCommand } from "./operator-command.ts";

/**
 * Returns the SHA-256, in hexadecimal, of who orders what: two commands of one id are the same only when this is. Names
 * stand in order, and what is absent leaves no trace, so that a command reads the same from the journal.
 */
export function digestOf({ actor, body }: Pick<OperatorCommand, "actor" | "body">): string {
  // Each of the ways to stop words the same gesture in its own terms, and none of them may be refused for that.
  if (body.kind === "kill") return "kill";
  return createHash("sha256")
    .update(canonicalJson([actor.userId, body]))
    .digest("hex");
}
