import type { ZodError } from "zod";

/** Says in one sentence which fields of `what` are wrong and what each must be; at most five are named. */
export function describeIssues(what: string, error: ZodError): string {
  const named = error.issues.slice(0, 5).map((issue) => {
    const path = issue.path.map(String).join(".");
    return `${path === "" ? what : path}: ${issue.message.replace(/^Invalid input: /, "")}`;
  });
  const rest = error.issues.length - named.length;
  return `${what} is malformed (${named.join("; ")}${rest > 0 ? `; and ${rest} more` : ""})`;
}
