import { TRPCError } from "@trpc/server";
import * as input from "./approval-input.ts";
import type { CommandReceipt } from "./command-receipt.ts";
import { procedure, router } from "./trpc.ts";

/** Requests for approval: asked for, decided, applied. */
export const approvals = router({
  list: procedure("approvals.list").query(({ ctx }) => ctx.engine.approvals(ctx.actor)),
  policy: procedure("approvals.policy").query(({ ctx }) => ctx.engine.approvalPolicy()),
  get: procedure("approvals.get")
    .input(input.approvalQuery)
    .query(async ({ ctx, input }) => {
      const found = await ctx.engine.approval(input.approvalId, ctx.actor);
      if (found !== null) return found;
      const message = `No request ${input.approvalId} is known here.`;
      throw new TRPCError({ code: "NOT_FOUND", message });
    }),
  request: procedure("approvals.request")
    .input(input.requestApproval)
    .mutation(async ({ ctx, input }) => taken(await ctx.engine.requestApproval(input, ctx.actor))),
  edit: procedure("approvals.edit")
    .input(input.editApproval)
    .mutation(async ({ ctx, input }) => taken(await ctx.engine.editApproval(input, ctx.actor))),
  approve: procedure("approvals.approve")
    .input(input.decideApproval)
    .mutation(async ({ ctx, input }) => taken(await ctx.engine.approve(input, ctx.actor))),
  decline: procedure("approvals.decline")
    .input(input.decideApproval)
    .mutation(async ({ ctx, input }) => taken(await ctx.engine.decline(input, ctx.actor))),
  carryOut: procedure("approvals.carryOut")
    .input(input.applyApproval)
    .mutation(async ({ ctx, input }) => taken(await ctx.engine.applyApproval(input, ctx.actor))),
  cancel: procedure("approvals.cancel")
    .input(input.cancelApproval)
    .mutation(async ({ ctx, input }) => taken(await ctx.engine.cancelApproval(input, ctx.actor))),
});

/** What is not this person's to do, or has moved on since they looked, is an error of its own to every program. */
function taken(receipt: CommandReceipt): CommandReceipt {
  const { fault, sentence: message } = receipt;
  if (fault === undefined) return receipt;
  throw new TRPCError({ code: fault === "conflict" ? "CONFLICT" : "FORBIDDEN", message });
}

/** How people are told who do not look. */
export const notices = router({
  list: procedure("notices.list").query(({ ctx }) => ctx.engine.notices()),
  test: procedure("notices.test").mutation(({ ctx }) => ctx.engine.testNotices(ctx.actor)),
  acknowledge: procedure("notices.acknowledge")
    .input(input.acknowledgeNotice)
    .mutation(({ ctx, input }) => ctx.engine.acknowledgeNotice(input.code, ctx.actor)),
});
