import { TRPCError } from "@trpc/server";
import * as input from "./audit-input.ts";
import { procedure, router } from "./trpc.ts";

/** The procedures of the audit page. */
export const audit = router({
  list: procedure("audit.list")
    .input(input.auditQuery)
    .query(({ ctx, input }) => ctx.engine.auditEntries(input, ctx.actor)),
  get: procedure("audit.get")
    .input(input.auditRecord)
    .query(async ({ ctx, input }) => {
      const entry = await ctx.engine.auditEntry(input, ctx.actor);
      if (entry !== null) return entry;
      throw new TRPCError({
        code: "NOT_FOUND",
        message: `Neither the database nor the journal has record ${input.index} of entry ${input.seq}.`,
      });
    }),
  heads: procedure("audit.heads").query(({ ctx }) => ctx.engine.auditState()),
  verification: procedure("audit.verification").query(({ ctx }) => ctx.engine.verification()),
  verify: procedure("audit.verify")
    .input(input.auditVerify)
    .mutation(({ ctx, input }) => ctx.engine.verifyAudit(input, ctx.actor)),
  export: procedure("audit.export")
    .input(input.auditExport)
    .mutation(({ ctx, input }) => ctx.engine.exportAudit(input, ctx.actor)),
});
