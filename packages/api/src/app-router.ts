import { TRPCError } from "@trpc/server";
import * as audited from "./audit-input.ts";
import { audit } from "./audit-router.ts";
import * as enquiry from "./enquiry-input.ts";
import { golive } from "./golive-router.ts";
import * as input from "./procedure-input.ts";
import { people, profile, stepUp } from "./people/people-routers.ts";
import { approvals, notices } from "./approval-router.ts";
import { devices } from "./devices/device-router.ts";
import { keys } from "./keys/key-router.ts";
import { procedure, router } from "./trpc.ts";
import { refusalOfKill } from "./view/kill-roles.ts";

const orders = router({
  list: procedure("orders.list")
    .input(input.ordersQuery)
    .query(({ ctx, input }) => ctx.engine.orders(input)),
  fills: procedure("orders.fills")
    .input(input.fillsQuery)
    .query(({ ctx, input }) => ctx.engine.fills(input)),
  dossier: procedure("orders.dossier")
    .input(input.orderQuery)
    .query(async ({ ctx, input }) => {
      const dossier = await ctx.engine.order(input.clientOrderId);
      if (dossier !== null) return dossier;
      throw new TRPCError({
        code: "NOT_FOUND",
        message: `No order ${input.clientOrderId} is known here.`,
      });
    }),
  file: procedure("orders.file")
    .input(audited.orderFile)
    .query(({ ctx, input }) => ctx.engine.orderFile(input, ctx.actor)),
  export: procedure("orders.export")
    .input(audited.orderExport)
    .mutation(({ ctx, input }) => ctx.engine.exportOrder(input, ctx.actor)),
  cancel: procedure("orders.cancel")
    .input(input.cancelOrder)
    .mutation(({ ctx, input }) => ctx.engine.cancelOrder(input, ctx.actor)),
});

const positions = router({
  close: procedure("positions.close")
    .input(input.closePosition)
    .mutation(({ ctx, input }) => ctx.engine.closePosition(input, ctx.actor)),
  rearmStop: procedure("positions.rearmStop")
    .input(input.rearmStop)
    .mutation(({ ctx, input }) => ctx.engine.rearmStop(input, ctx.actor)),
});

const strategies = router({
  enable: procedure("strategies.enable")
    .input(input.enableStrategy)
    .mutation(({ ctx, input }) => ctx.engine.enableStrategy(input, ctx.actor)),
});

const breakers = router({
  rearm: procedure("breakers.rearm")
    .input(input.rearmBreaker)
    .mutation(({ ctx, input }) => ctx.engine.rearmBreaker(input, ctx.actor)),
});

const limits = router({
  current: procedure("limits.current").query(({ ctx }) => ctx.engine.limits()),
  history: procedure("limits.history").query(({ ctx }) => ctx.engine.limitHistory()),
  preview: procedure("limits.preview")
    .input(input.limitsPreview)
    .query(({ ctx, input }) => ctx.engine.previewLimits(input)),
  impact: procedure("limits.impact")
    .input(input.limitsPreview)
    .query(({ ctx, input }) => ctx.engine.limitImpact(input)),
  whatIf: procedure("limits.whatIf")
    .input(enquiry.whatIfQuery)
    .query(({ ctx, input }) => ctx.engine.whatIf(input)),
  change: procedure("limits.change")
    .input(input.limitsChange)
    .mutation(({ ctx, input }) => ctx.engine.changeLimits(input, ctx.actor)),
});

const overrides = router({
  list: procedure("overrides.list").query(({ ctx }) => ctx.engine.overrides()),
  offer: procedure("overrides.offer")
    .input(input.overrideOffer)
    .query(({ ctx, input }) => ctx.engine.overrideOffer(input.clientOrderId)),
  // Verified by risk, and used by whoever may change limits.
  grant: procedure("overrides.grant")
    .input(input.grantOverride)
    .mutation(({ ctx, input }) => ctx.engine.grantOverride(input, ctx.actor)),
  use: procedure("overrides.use")
    .input(input.useOverride)
    .mutation(({ ctx, input }) => ctx.engine.useOverride(input, ctx.actor)),
});

const signals = router({
  list: procedure("signals.list")
    .input(enquiry.signalsQuery)
    .query(({ ctx, input }) => ctx.engine.signals(input)),
  summary: procedure("signals.summary")
    .input(enquiry.signalsFilter)
    .query(({ ctx, input }) => ctx.engine.signalSummary(input)),
  dossier: procedure("signals.dossier")
    .input(enquiry.signalQuery)
    .query(async ({ ctx, input }) => {
      const dossier = await ctx.engine.signal(input.signalId);
      if (dossier !== null) return dossier;
      throw new TRPCError({
        code: "NOT_FOUND",
        message: `No signal ${input.signalId} is in the database; one of the last second may not be there yet.`,
      });
    }),
});

const reconciliation = router({
  current: procedure("reconciliation.current").query(({ ctx }) => ctx.engine.reconciliation()),
  adopt: procedure("reconciliation.adopt")
    .input(input.adoptBreak)
    .mutation(({ ctx, input }) => ctx.engine.adoptBreak(input, ctx.actor)),
});

const kill = router({
  current: procedure("kill.current").query(({ ctx }) => ctx.engine.killView()),
  preview: procedure("kill.preview")
    .input(input.killPreview)
    .query(({ ctx, input }) => ctx.engine.killPreview(input)),
  parts: procedure("kill.parts").query(({ ctx }) => ctx.engine.killParts()),
  history: procedure("kill.history").query(({ ctx }) => ctx.engine.killHistory()),
  engage: procedure("kill.engage")
    .input(input.killEngage)
    .mutation(({ ctx, input }) => {
      const refusal = refusalOfKill(ctx.actor.role, input.mode, ctx.engine.killPolicy());
      if (refusal !== null) throw new TRPCError({ code: "FORBIDDEN", message: refusal });
      return ctx.engine.kill(input, ctx.actor);
    }),
  resume: procedure("kill.resume")
    .input(input.resume)
    .mutation(({ ctx, input }) => ctx.engine.resume(input, ctx.actor)),
});

const live = router({
  snapshot: procedure("live.snapshot").query(({ ctx }) => ctx.engine.live()),
  ticket: procedure("live.ticket").query(({ ctx }) => ({ ticket: ctx.socketTicket(ctx.actor) })),
  updates: procedure("live.updates").subscription(async function* ({ ctx, signal }) {
    yield* ctx.engine.updates(signal ?? new AbortController().signal);
  }),
});

const session = router({
  me: procedure("session.me").query(({ ctx }) => ({
    ...ctx.actor,
    environment: ctx.engine.environment(),
  })),
});

/** The whole contract between console and engine. */
export const appRouter = router({
  session,
  live,
  orders,
  positions,
  strategies,
  breakers,
  limits,
  overrides,
  approvals,
  notices,
  signals,
  reconciliation,
  audit,
  kill,
  golive,
  devices,
  stepUp,
  profile,
  people,
  keys,
});

/** The contract's type: the only thing that the console imports of the API's code. */
export type AppRouter = typeof appRouter;
