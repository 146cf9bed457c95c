import * as input from "./golive-input.ts";
import { procedure, router } from "./trpc.ts";

/** Live trading: gates, stations, waivers, the launch and its end. */
export const golive = router({
  view: procedure("golive.view").query(({ ctx }) => ctx.engine.golive()),
  vote: procedure("golive.vote")
    .input(input.vote)
    .mutation(({ ctx, input }) => ctx.engine.goliveVote(input, ctx.actor)),
  declare: procedure("golive.declare")
    .input(input.declare)
    .mutation(({ ctx, input }) => ctx.engine.goliveDeclare(input, ctx.actor)),
  abort: procedure("golive.abort")
    .input(input.launch)
    .mutation(({ ctx, input }) => ctx.engine.goliveAbort(input, ctx.actor)),
  demote: procedure("golive.demote")
    .input(input.launch)
    .mutation(({ ctx, input }) => ctx.engine.goliveDemote(input, ctx.actor)),
  closeRehearsal: procedure("golive.closeRehearsal")
    .input(input.closeRehearsal)
    .mutation(({ ctx, input }) => ctx.engine.goliveCloseRehearsal(input, ctx.actor)),
  waive: procedure("golive.waive")
    .input(input.waive)
    .mutation(({ ctx, input }) => ctx.engine.goliveWaive(input, ctx.actor)),
  approveWaiver: procedure("golive.approveWaiver")
    .input(input.approveWaiver)
    .mutation(({ ctx, input }) => ctx.engine.goliveApproveWaiver(input, ctx.actor)),
  openEvidence: procedure("golive.openEvidence")
    .input(input.openEvidence)
    .mutation(({ ctx, input }) => ctx.engine.goliveOpenEvidence(input, ctx.actor)),
  ackRunbook: procedure("golive.ackRunbook")
    .input(input.runbook)
    .mutation(({ ctx, input }) => ctx.engine.goliveReadRunbook(input, ctx.actor)),
  drill: procedure("golive.drill")
    .input(input.drill)
    .mutation(({ ctx, input }) => ctx.engine.goliveDrill(input, ctx.actor)),
  attest: procedure("golive.attest")
    .input(input.attest)
    .mutation(({ ctx, input }) => ctx.engine.goliveAttest(input, ctx.actor)),
});
