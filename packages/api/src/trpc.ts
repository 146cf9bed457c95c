import { initTRPC, TRPCError } from "@trpc/server";
import type { Actor } from "./actor.ts";
import type { EnginePort } from "./engine-port.ts";
import type { KeyPort } from "./keys/key-port.ts";
import { actionText } from "./people/action-text.ts";
import type { PeoplePort } from "./people/people-port.ts";
import { toldMessage } from "./input-refusal.ts";
import { permissionOf, type ProcedurePath, refusalOfKey, refusalOfRole } from "./permissions.ts";

/** What every procedure gets: the engine, and who asks (null without a valid session). */
export interface ApiContext {
  readonly engine: EnginePort;
  readonly actor: Actor | null;
  readonly people: PeoplePort;
  readonly keys: KeyPort;
  /** The confirmation that the request names in `STEP_UP_HEADER`; null where it names none. */
  readonly stepUpId: string | null;
  /** Whether the request showed an API key, good or not; absent: it did not. */
  readonly keyShown?: boolean;
  /**
   * Set for a connection that outlives the check of who asks: a socket knows who opened it, not whether they have
   * signed out since or hold another role now. Nothing is changed over it.
   */
  readonly readOnly?: boolean;
  readonly limits: CallLimits;
  /** Makes the ticket that opens one socket for the session of whoever asks. */
  readonly socketTicket: (actor: Actor) => string;
}

/** How often people and their keys may call. */
export interface CallLimits {
  /** Counts a call; returns 0 when it may go on, else the milliseconds after which one may. */
  waitMs(actor: Actor, kind: "query" | "mutation" | "subscription"): number;
}

/** Which row of the permissions a procedure was built from. */
export interface ProcedureMeta {
  readonly path: ProcedurePath;
}

// Whatever the process runs as, nobody outside is shown our stack.
const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedureMeta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error }) => ({ ...shape, message: toldMessage(error) }),
  });

export const router = t.router;

const SIGN_IN_FIRST = "Sign in first: the session is missing or has ended.";
/** One sentence for every such key: whoever guesses learns of none whether it was ever made. */
const KEY_NOT_GOOD =
  "The API key is not good here: it is unknown, revoked or expired, or was made for another environment, or its maker may not sign in. Look at your keys on the page Settings or by ./interlock keys list, make or replace one there, and send it as Authorization: Bearer KEY.";

const signedIn = t.procedure.use(({ ctx, next, type }) => {
  if (type === "mutation" && ctx.readOnly === true) {
    throw new TRPCError({
      code: "METHOD_NOT_SUPPORTED",
      message: "Commands are taken over HTTP only, where each one shows who sends it.",
    });
  }
  // A socket is closed when its session ends; a stream over HTTP would outlive it.
  if (type === "subscription" && ctx.readOnly !== true) {
    throw new TRPCError({
      code: "METHOD_NOT_SUPPORTED",
      message: "Updates are sent over a socket only: open one with a ticket of live.ticket.",
    });
  }
  if (ctx.actor === null) {
    throw new TRPCError({
      code: "UNAUTHORIZED",
      message: ctx.keyShown === true ? KEY_NOT_GOOD : SIGN_IN_FIRST,
    });
  }
  return next({ ctx: { ...ctx, actor: ctx.actor } });
});

/**
 * Begins the procedure of a path: only the roles of its row in `PERMISSIONS` may call it, and the refusal says which
 * they are. The path is where the procedure stands in the router, which a test compares.
 */
export function procedure(path: ProcedurePath) {
  const { free } = permissionOf(path);
  return signedIn.meta({ path }).use(async ({ ctx, next, type, getRawInput }) => {
    const { by, role, scopes = [] } = ctx.actor;
    const refusal =
      refusalOfRole(path, role) ?? (by === "api_key" ? refusalOfKey(path, scopes) : null);
    if (refusal !== null) throw new TRPCError({ code: "FORBIDDEN", message: refusal });
    const waitMs = free === true ? 0 : ctx.limits.waitMs(ctx.actor, type);
    if (waitMs > 0) {
      throw new TRPCError({ code: "TOO_MANY_REQUESTS", message: tooMany(waitMs) });
    }
    if (type !== "mutation" || ctx.stepUpId === null) return next({ ctx });
    const actor = await confirmedActor(ctx, actionText(path, await getRawInput()));
    return next({ ctx: { ...ctx, actor } });
  });
}

/**
 * Uses up the confirmation that a request names, if it is for this very action; for another one it is refused. One that
 * was used may have been used by this same command, sent twice: the refusal leaves open what became of that.
 */
async function confirmedActor(
  { people, stepUpId, actor }: Pick<ApiContext, "people" | "stepUpId"> & { readonly actor: Actor },
  action: string,
): Promise<Actor> {
  const stepUp = await people.stepUp.take(actor, { stepUpId: stepUpId ?? "", action });
  if (stepUp !== null) return { ...actor, stepUp };
  throw new TRPCError({
    code: "FORBIDDEN",
    message:
      "The confirmation by passkey is not for this action, or was used or is too old. This call did nothing; if you sent the same before, look whether it was done, or confirm again.",
  });
}

function tooMany(waitMs: number): string {
  const seconds = Math.ceil(waitMs / 1_000);
  return `Too many calls within a minute: try again in ${seconds} s. Stopping and canceling are never limited.`;
}
