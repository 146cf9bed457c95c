import { procedure, router } from "../trpc.ts";
import * as input from "./people-input.ts";

/** Confirming one action with a passkey: first what is to be signed, then the signature. */
export const stepUp = router({
  begin: procedure("stepUp.begin")
    .input(input.stepUpBegin)
    .mutation(({ ctx, input }) => ctx.people.stepUp.begin(ctx.actor, input.actionHash)),
  finish: procedure("stepUp.finish")
    .input(input.stepUpFinish)
    .mutation(({ ctx, input }) => ctx.people.stepUp.finish(ctx.actor, input)),
});

/** A person's own ways to sign in, and where they are signed in. */
export const profile = router({
  view: procedure("profile.view").query(({ ctx }) => ctx.people.profile.view(ctx.actor)),
  update: procedure("profile.update")
    .input(input.profileUpdate)
    .mutation(({ ctx, input }) => ctx.people.profile.update(ctx.actor, input)),
  setPassword: procedure("profile.setPassword")
    .input(input.passwordSet)
    .mutation(({ ctx, input }) => ctx.people.profile.setPassword(ctx.actor, input)),
  beginPasskey: procedure("profile.beginPasskey").mutation(({ ctx }) =>
    ctx.people.profile.beginPasskey(ctx.actor),
  ),
  addPasskey: procedure("profile.addPasskey")
    .input(input.passkeyAdd)
    .mutation(({ ctx, input }) => ctx.people.profile.addPasskey(ctx.actor, input)),
  removePasskey: procedure("profile.removePasskey")
    .input(input.passkeyName)
    .mutation(({ ctx, input }) => ctx.people.profile.removePasskey(ctx.actor, input.id)),
  beginTotp: procedure("profile.beginTotp").mutation(({ ctx }) =>
    ctx.people.profile.beginTotp(ctx.actor),
  ),
  confirmTotp: procedure("profile.confirmTotp")
    .input(input.totpConfirm)
    .mutation(({ ctx, input }) => ctx.people.profile.confirmTotp(ctx.actor, input.code)),
  removeTotp: procedure("profile.removeTotp").mutation(({ ctx }) =>
    ctx.people.profile.removeTotp(ctx.actor),
  ),
  makeRecoveryCodes: procedure("profile.makeRecoveryCodes").mutation(({ ctx }) =>
    ctx.people.profile.makeRecoveryCodes(ctx.actor),
  ),
  endSession: procedure("profile.endSession")
    .input(input.sessionName)
    .mutation(({ ctx, input }) => ctx.people.profile.endSession(ctx.actor, input.id)),
  endOtherSessions: procedure("profile.endOtherSessions").mutation(({ ctx }) =>
    ctx.people.profile.endOtherSessions(ctx.actor),
  ),
});

/** Who may sign in, and as what. */
export const people = router({
  list: procedure("people.list").query(({ ctx }) => ctx.people.roster.list(ctx.actor)),
  invite: procedure("people.invite")
    .input(input.invite)
    .mutation(({ ctx, input }) => ctx.people.roster.invite(ctx.actor, input)),
  withdrawInvitation: procedure("people.withdrawInvitation")
    .input(input.invitationName)
    .mutation(({ ctx, input }) => ctx.people.roster.withdrawInvitation(ctx.actor, input.id)),
  setRole: procedure("people.setRole")
    .input(input.roleSet)
    .mutation(({ ctx, input }) => ctx.people.roster.setRole(ctx.actor, input)),
  suspend: procedure("people.suspend")
    .input(input.suspend)
    .mutation(({ ctx, input }) => ctx.people.roster.suspend(ctx.actor, input)),
  reactivate: procedure("people.reactivate")
    .input(input.personWith)
    .mutation(({ ctx, input }) => ctx.people.roster.reactivate(ctx.actor, input)),
  resetPasskeys: procedure("people.resetPasskeys")
    .input(input.personWith)
    .mutation(({ ctx, input }) => ctx.people.roster.resetPasskeys(ctx.actor, input)),
  endSessions: procedure("people.endSessions")
    .input(input.person)
    .mutation(({ ctx, input }) => ctx.people.roster.endSessions(ctx.actor, input.userId)),
});
