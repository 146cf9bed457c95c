import { TRPCError } from "@trpc/server";
import * as enquiry from "./enquiry-input.ts";
import * as input from "./procedure-input.ts";
import { KILL_ROLES } from "./view/kill-roles.ts";
import { allowed, router, signedIn } from "./trpc.ts";

const orders = router({
  list: signedIn.input(input.ordersQuery).query(({ ctx, input }) => ctx.engine.orders(input)),
  fills: signedIn.input(input.fillsQuery).query(({ ctx, input }) => ctx.engine.fills(input)),
  dossier: signedIn.input(input.orderQuery).query(async ({ ctx, input }) => {
    const dossier = await ctx.engine.order(input.clientOrderId);
    if (dossier !== null) return dossier;
    throw new TRPCError({
      code: "NOT_FOUND",
      message: `No order ${input.clientOrderId} is known here.`,
    });
  }),
  cancel: allowed("trader", "risk", "owner")
    .input(input.cancelOrder)
    .mutation(({ ctx, input }) => ctx.engine.cancelOrder(input, ctx.actor)),
});

const positions = router({
  close: allowed("trader", "risk", "owner")
    .input(input.closePosition)
    .mutation(({ ctx, input }) => ctx.engine.closePosition(input, ctx.actor)),
  rearmStop: allowed("trader", "risk", "owner")
    .input(input.rearmStop)
    .mutation(({ ctx, input }) => ctx.engine.rearmStop(input, ctx.actor)),
});

const strategies = router({
  enable: allowed("risk", "owner")
    .input(input.enableStrategy)
    .mutation(({ ctx, input }) => ctx.engine.enableStrategy(input, ctx.actor)),
});

const breakers = router({
  rearm: allowed("risk", "owner")
    .input(input.rearmBreaker)
    .mutation(({ ctx, input }) => ctx.engine.rearmBreaker(input, ctx.actor)),
});

const limits = router({
  current: signedIn.query(({ ctx }) => ctx.engine.limits()),
  history: signedIn.query(({ ctx }) => ctx.engine.limitHistory()),
  preview: signedIn
    .input(input.limitsPreview)
    .query(({ ctx, input }) => ctx.engine.previewLimits(input)),
  impact: signedIn
    .input(input.limitsPreview)
    .query(({ ctx, input }) => ctx.engine.limitImpact(input)),
  whatIf: signedIn.input(enquiry.whatIfQuery).query(({ ctx, input }) => ctx.engine.whatIf(input)),
  change: allowed("trader", "risk", "owner")
    .input(input.limitsChange)
    .mutation(({ ctx, input }) => ctx.engine.changeLimits(input, ctx.actor)),
});

const overrides = router({
  list: signedIn.query(({ ctx }) => ctx.engine.overrides()),
  offer: signedIn
    .input(input.overrideOffer)
    .query(({ ctx, input }) => ctx.engine.overrideOffer(input.clientOrderId)),
  // Verified by risk, and used by whoever may change limits.
  grant: allowed("risk", "owner")
    .input(input.grantOverride)
    .mutation(({ ctx, input }) => ctx.engine.grantOverride(input, ctx.actor)),
  use: allowed("trader", "risk", "owner")
    .input(input.useOverride)
    .mutation(({ ctx, input }) => ctx.engine.useOverride(input, ctx.actor)),
});

const signals = router({
  list: signedIn.input(enquiry.signalsQuery).query(({ ctx, input }) => ctx.engine.signals(input)),
  summary: signedIn
    .input(enquiry.signalsFilter)
    .query(({ ctx, input }) => ctx.engine.signalSummary(input)),
  dossier: signedIn.input(enquiry.signalQuery).query(async ({ ctx, input }) => {
    const dossier = await ctx.engine.signal(input.signalId);
    if (dossier !== null) return dossier;
    throw new TRPCError({
      code: "NOT_FOUND",
      message: `No signal ${input.signalId} is in the database; one of the last second may not be there yet.`,
    });
  }),
});

const reconciliation = router({
  current: signedIn.query(({ ctx }) => ctx.engine.reconciliation()),
  adopt: allowed("risk", "ops", "owner")
    .input(input.adoptBreak)
    .mutation(({ ctx, input }) => ctx.engine.adoptBreak(input, ctx.actor)),
});

const kill = router({
  current: signedIn.query(({ ctx }) => ctx.engine.killView()),
  preview: signedIn
    .input(input.killPreview)
    .query(({ ctx, input }) => ctx.engine.killPreview(input)),
  parts: signedIn.query(({ ctx }) => ctx.engine.killParts()),
  history: signedIn.query(({ ctx }) => ctx.engine.killHistory()),
  engage: allowed(...KILL_ROLES)
    .input(input.killEngage)
    .mutation(({ ctx, input }) => ctx.engine.kill(input, ctx.actor)),
  resume: allowed("risk", "owner")
    .input(input.resume)
    .mutation(({ ctx, input }) => ctx.engine.resume(input, ctx.actor)),
});

const live = router({
  snapshot: signedIn.query(({ ctx }) => ctx.engine.live()),
  updates: signedIn.subscription(async function* ({ ctx, signal }) {
    yield* ctx.engine.updates(signal ?? new AbortController().signal);
  }),
});

const session = router({
  me: signedIn.query(({ ctx }) => ({ ...ctx.actor, environment: ctx.engine.environment() })),
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
  signals,
  reconciliation,
  kill,
});

/** The contract's type: the only thing that the console imports of the API's code. */
export type AppRouter = typeof appRouter;
