import { TRPCError } from "@trpc/server";

/** The past is in Postgres: while that is away, the console is told so, and that trading does not depend on it. */
export async function orExplain<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error: unknown) {
    const reason = reasonOf(error);
    throw new TRPCError({
      code: "SERVICE_UNAVAILABLE",
      message: `The database does not answer (${reason}). Today's orders, the kill switch and cancels work without it; try again in a moment.`,
    });
  }
}

/** The database's own words: its client puts our source code before them. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const words = text.trim().split("\n").at(-1) ?? "";
  return words.trim().replace(/\.$/, "");
}
