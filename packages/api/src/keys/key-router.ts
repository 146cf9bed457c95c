import { procedure, router } from "../trpc.ts";
import * as input from "./key-input.ts";

/** Keys of programs. */
export const keys = router({
  list: procedure("keys.list").query(({ ctx }) => ctx.keys.list(ctx.actor)),
  agreed: procedure("keys.agreed").query(({ ctx }) => ctx.keys.agreed(ctx.actor)),
  create: procedure("keys.create")
    .input(input.keyCreate)
    .mutation(({ ctx, input }) => ctx.keys.create(ctx.actor, input)),
  rotate: procedure("keys.rotate")
    .input(input.keyRotate)
    .mutation(({ ctx, input }) => ctx.keys.rotate(ctx.actor, input)),
  revoke: procedure("keys.revoke")
    .input(input.keyRevoke)
    .mutation(({ ctx, input }) => ctx.keys.revoke(ctx.actor, input.id)),
});
