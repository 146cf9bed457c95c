import { initTRPC, TRPCError } from "@trpc/server";
import type { Actor, EnginePort } from "./engine-port.ts";
import { type ProcedurePath, refusalOfRole } from "./permissions.ts";

/** What every procedure gets: the engine, and who asks (null without a valid session). */
export interface ApiContext {
  readonly engine: EnginePort;
  readonly actor: Actor | null;
  /**
   * Set for a connection that outlives the check of who asks: a socket knows who opened it, not whether they have
   * signed out since or hold another role now. Nothing is changed over it.
   */
  readonly readOnly?: boolean;
}

/** Which row of the permissions a procedure was built from. */
export interface ProcedureMeta {
  readonly path: ProcedurePath;
}

const t = initTRPC.context<ApiContext>().meta<ProcedureMeta>().create();

export const router = t.router;

const signedIn = t.procedure.use(({ ctx, next, type }) => {
  if (type === "mutation" && ctx.readOnly === true) {
    throw new TRPCError({
      code: "METHOD_NOT_SUPPORTED",
      message: "Commands are taken over HTTP only, where each one shows who sends it.",
    });
  }
  if (ctx.actor === null) {
    throw new TRPCError({
      code: "UNAUTHORIZED",
      message: "Sign in first: the session is missing or has ended.",
    });
  }
  return next({ ctx: { ...ctx, actor: ctx.actor } });
});

/**
 * Begins the procedure of a path: only the roles of its row in `PERMISSIONS` may call it, and the refusal says which
 * they are. The path is where the procedure stands in the router, which a test compares.
 */
export function procedure(path: ProcedurePath) {
  return signedIn.meta({ path }).use(({ ctx, next }) => {
    const refusal = refusalOfRole(path, ctx.actor.role);
    if (refusal !== null) throw new TRPCError({ code: "FORBIDDEN", message: refusal });
    return next({ ctx });
  });
}
