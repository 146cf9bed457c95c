/** Why a database cannot be used, as one sentence for a person: what, where, and what to do. */
export class DatabaseStartError extends Error {
  override readonly name = "DatabaseStartError";
}

/** Returns the message of anything thrown. */
export function causeOf(error: unknown): string {
  // A name with several addresses fails with one error for each and no message of its own.
  if (error instanceof AggregateError && error.message === "") return causeOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}

/** Returns the code of a system or Postgres error, e.g. "ENOENT" or "3D000"; empty when it has none. */
export function codeOf(error: unknown): string {
  const hasCode = error instanceof Error && "code" in error && typeof error.code === "string";
  return hasCode ? String(error.code) : "";
}
