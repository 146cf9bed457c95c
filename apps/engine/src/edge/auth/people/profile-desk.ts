import { TRPCError } from "@trpc/server";
import type { Actor } from "@interlock/api/actor";
import type { ProfilePort } from "@interlock/api/people/people-port";
import type { PersonAnswer } from "@interlock/api/people/people-view";
import { noteOf } from "../person-notes.ts";
import { isPassword } from "../secret/password-hash.ts";
import { passwordFault } from "../secret/password-rules.ts";
import { lacksConfirmation } from "./fresh-enough.ts";
import type { PeopleGround } from "./people-ground.ts";
import {
  countsFromOf,
  openSessions,
  passkeysOf,
  type PersonRow,
  personById,
  roleOf,
} from "./people-rows.ts";
import { SecondFactor } from "./second-factor.ts";
import { keepPassword, passwordOf } from "./set-password.ts";

/** What a person does about themselves: how they sign in, and where they are signed in. */
export function makeProfileDesk(ground: PeopleGround): ProfilePort {
  const desk = new ProfileDesk(ground);
  return {
    view: (actor) => desk.view(actor),
    update: (actor, change) => desk.update(actor, change),
    setPassword: (actor, change) => desk.setPassword(actor, change),
    beginPasskey: async (actor) =>
      ground.passkeys.beginAdding({ ...(await desk.own(actor)), userId: actor.userId }),
    addPasskey: (actor, made) => desk.addPasskey(actor, made),
    removePasskey: (actor, id) => desk.removePasskey(actor, id),
    beginTotp: (actor) => desk.beginTotp(actor),
    confirmTotp: (actor, code) => desk.confirmTotp(actor, code),
    removeTotp: (actor) => desk.removeTotp(actor),
    makeRecoveryCodes: (actor) => desk.makeRecoveryCodes(actor),
    endSession: (actor, id) => desk.endSessions(actor, { only: id }),
    endOtherSessions: (actor) => desk.endSessions(actor, { except: actor.session.id }),
  };
}

class ProfileDesk {
  readonly #ground: PeopleGround;
  readonly #second: SecondFactor;

  constructor(ground: PeopleGround) {
    this.#ground = ground;
    this.#second = new SecondFactor(ground.pool, ground.totpSeal);
  }

  /** The row of whoever asks. */
  async own({ userId, by }: Actor): Promise<PersonRow> {
    const row = by === "session" ? await personById(this.#ground.pool, userId) : null;
    if (row !== null) return row;
    throw new TRPCError({
      code: "FORBIDDEN",
      message: "Only a person who is signed in has a profile.",
    });
  }

  async view(actor: Actor): ReturnType<ProfilePort["view"]> {
    const { pool } = this.#ground;
    const own = await this.own(actor);
    const { name, email, role, hasPassword, hasTotp } = own;
    const sessions = await openSessions(pool, actor.session.id);
    return {
      userId: actor.userId,
      name,
      email,
      role: roleOf(role),
      hasPassword,
      hasTotp,
      countsFrom: countsFromOf(own, this.#ground.isFullLadder()),
      recoveryCodesLeft: await this.#second.codesLeft(actor.userId),
      passkeys: await passkeysOf(pool, actor.userId),
      sessions: sessions.get(actor.userId) ?? [],
    };
  }

  async update(
    actor: Actor,
    { name, email }: { name: string; email: string },
  ): Promise<PersonAnswer> {
    const lacking = await this.#lacking(actor);
    if (lacking !== null) return lacking;
    const before = await this.own(actor);
    return this.#ground.change(async (client, note) => {
      const { rowCount } = await client.query(
        `update "user" set name = $2, email = $3, "updatedAt" = now() where id = $1
           and not exists (select from "user" other where other.email = $3 and other.id <> $1)`,
        [actor.userId, name, email.toLowerCase()],
      );
      if (rowCount !== 1)
        return refused(`Another person has the e-mail address ${email}. Nothing was changed.`);
      const detail = `${name}, ${email.toLowerCase()} instead of ${before.name}, ${before.email}`;
      note(noteOf(actor, "profile_changed", { detail }));
      return accepted("Your name and e-mail address are changed.");
    });
  }

  async setPassword(
    actor: Actor,
    { current, next }: { current?: string | undefined; next: string },
  ): Promise<PersonAnswer> {
    const { pool, sessions } = this.#ground;
    const kept = await passwordOf(pool, actor.userId);
    const gavePassword = kept !== null && current !== undefined;
    if (gavePassword && !(await isPassword(current, kept)))
      return refused("The present password is wrong. Nothing was changed.");
    const lacking = await this.#lacking(actor, gavePassword);
    if (lacking !== null) return lacking;
    const fault = passwordFault(next, await this.own(actor));
    if (fault !== null) return refused(fault);
    await this.#ground.change(async (client, note) => {
      await keepPassword(client, actor.userId, next);
      const choice = { userId: actor.userId, except: actor.session.id };
      const ended = await sessions.end(choice, client);
      note(noteOf(actor, "password_changed", { detail: `${ended} other sessions ended` }));
    });
    return accepted("The password is set. You are signed out in every other browser.");
  }

  async addPasskey(
    actor: Actor,
    made: Parameters<ProfilePort["addPasskey"]>[1],
  ): Promise<PersonAnswer> {
    const lacking = await this.#lacking(actor);
    if (lacking !== null) return lacking;
    const added = await this.#ground.change(async (client, note) => {
      const kept = await this.#ground.passkeys.finishAdding(actor.userId, { ...made, client });
      if (kept.ok) note(noteOf(actor, "passkey_added", { detail: made.name }));
      return kept;
    });
    if (!added.ok) return refused(added.error);
    return accepted(
      `The passkey ${made.name} is added: it signs you in, and confirms what needs it.`,
    );
  }

  async removePasskey(actor: Actor, id: string): Promise<PersonAnswer> {
    const lacking = await this.#lacking(actor);
    if (lacking !== null) return lacking;
    return this.#ground.change(async (client, note) => {
      const { rows } = await client.query<{ name: string }>(
        `delete from passkey where id = $1 and "userId" = $2 returning name`,
        [id, actor.userId],
      );
      const [removed] = rows;
      if (removed === undefined) return refused("You have no such passkey.");
      note(noteOf(actor, "passkey_removed", { detail: removed.name }));
      return accepted(`The passkey ${removed.name} signs nobody in any more.`);
    });
  }

  async beginTotp(actor: Actor): Promise<{ secret: string; uri: string }> {
    const { hasTotp, email } = await this.own(actor);
    if (!hasTotp) return this.#second.begin(actor.userId, email);
    const message = "Codes are asked for already: turn them off first to use another generator.";
    throw new TRPCError({ code: "CONFLICT", message });
  }

  async confirmTotp(actor: Actor, code: string): Promise<PersonAnswer> {
    const lacking = await this.#lacking(actor);
    if (lacking !== null) return lacking;
    const detail = "codes are asked for at sign-in from now on";
    const codes = await this.#ground.change(async (client, note) => {
      if (!(await this.#second.confirm(client, actor.userId, code))) return null;
      note(noteOf(actor, "totp_changed", { detail }));
      return this.#second.makeRecoveryCodes(client, actor.userId);
    });
    if (codes === null)
      return refused(
        "This is not the generator's present code. Check the clock of your phone, and try the next one.",
      );
    const sentence =
      "Codes are asked for from now on. Keep the recovery codes: each stands in for the generator once.";
    return { ...accepted(sentence), codes };
  }

  async removeTotp(actor: Actor): Promise<PersonAnswer> {
    const lacking = await this.#lacking(actor);
    if (lacking !== null) return lacking;
    const detail = "no code is asked for at sign-in any more";
    await this.#ground.change(async (client, note) => {
      await this.#second.remove(client, actor.userId);
      note(noteOf(actor, "totp_changed", { detail }));
    });
    return accepted("No code is asked for any more, and the recovery codes are void.");
  }

  async makeRecoveryCodes(actor: Actor): Promise<PersonAnswer> {
    const lacking = await this.#lacking(actor);
    if (lacking !== null) return lacking;
    if (!(await this.own(actor)).hasTotp)
      return refused("Recovery codes stand in for a code generator, and you have none.");
    const codes = await this.#ground.change((client, note) => {
      note(noteOf(actor, "recovery_codes_made", { detail: "the earlier ones are void" }));
      return this.#second.makeRecoveryCodes(client, actor.userId);
    });
    return { ...accepted("These are your recovery codes; the earlier ones are void."), codes };
  }

  async endSessions(
    actor: Actor,
    which: { readonly only?: string; readonly except?: string },
  ): Promise<PersonAnswer> {
    const ended = await this.#ground.change(async (client, note) => {
      const count = await this.#ground.sessions.end({ userId: actor.userId, ...which }, client);
      const detail = count === 1 ? "one of their own" : `${count} of their own`;
      if (count > 0) note(noteOf(actor, "session_revoked", { detail }));
      return count;
    });
    if (ended === 0) return refused("There is no such session any more.");
    return accepted(ended === 1 ? "The session is ended." : `${ended} sessions are ended.`);
  }

  #lacking(actor: Actor, gavePassword = false): Promise<PersonAnswer | null> {
    const proof = { recentSignInSuffices: true, gavePassword };
    return lacksConfirmation(this.#ground.pool, actor, proof);
  }
}

function accepted(sentence: string): PersonAnswer {
  return { accepted: true, sentence };
}

function refused(sentence: string): PersonAnswer {
  return { accepted: false, sentence };
}
