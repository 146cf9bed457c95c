import { TRPCError } from "@trpc/server";
import { procedure, router } from "../trpc.ts";
import * as input from "./device-input.ts";

/** Signing a command line in, and confirming its single actions, at a browser. */
export const devices = router({
  find: procedure("devices.find")
    .input(input.deviceQuery)
    .query(({ ctx, input }) => {
      const found = ctx.people.devices.find(ctx.actor, input.userCode);
      if (found !== null) return found;
      const message = "Nothing asks by this code: it was used, or its 5 minutes are over.";
      throw new TRPCError({ code: "NOT_FOUND", message });
    }),
  allow: procedure("devices.allow")
    .input(input.deviceVerdict)
    .mutation(({ ctx, input }) => ctx.people.devices.allow(ctx.actor, input)),
  refuse: procedure("devices.refuse")
    .input(input.deviceQuery)
    .mutation(({ ctx, input }) => ctx.people.devices.refuse(ctx.actor, input.userCode)),
  ask: procedure("devices.ask")
    .input(input.deviceAsk)
    .mutation(({ ctx, input }) => ctx.people.devices.ask(ctx.actor, input)),
  answer: procedure("devices.answer")
    .input(input.deviceQuery)
    .query(({ ctx, input }) => ctx.people.devices.answer(ctx.actor, input.userCode)),
});
