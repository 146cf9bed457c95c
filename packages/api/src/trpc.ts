import { initTRPC, TRPCError } from "@trpc/server";
import type { Actor, EnginePort } from "./engine-port.ts";
import type { Role } from "./view/scalars.ts";

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

const t = initTRPC.context<ApiContext>().create();

export const router = t.router;

/** A procedure for signed-in people of any role. */
export const signedIn = t.procedure.use(({ ctx, next, type }) => {
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

/** A procedure for the roles named; the refusal says which role may. */
export function allowed(...roles: readonly Role[]) {
  return signedIn.use(({ ctx, next }) => {
    if (roles.includes(ctx.actor.role)) return next({ ctx });
    throw new TRPCError({
      code: "FORBIDDEN",
      message: `This needs the role ${roles.join(" or ")}; you are signed in as ${ctx.actor.role}.`,
    });
  });
}
