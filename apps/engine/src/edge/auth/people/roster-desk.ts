import type { z } from "zod";
import type { Actor } from "@interlock/api/actor";
import type * as input from "@interlock/api/people/people-input";
import type { RosterPort } from "@interlock/api/people/people-port";
import type { PeopleView, PersonAnswer, PersonView } from "@interlock/api/people/people-view";
import { raisesAuthority } from "@interlock/core/approval/authority";
import type { PersonEventName } from "../../../records/person-record.ts";
import { NOTE_LOST_ROLE } from "../authority/act-base.ts";
import { askOthers } from "../authority/ask-others.ts";
import { uncollected } from "../authority/collect.ts";
import { dropPasskeys, resetObstacle } from "../authority/carry-out-act.ts";
import { noteOf } from "../person-notes.ts";
import { lacksConfirmation } from "./fresh-enough.ts";
import { invitePerson } from "./invite-person.ts";
import { Invitations } from "./invitations.ts";
import type { PeopleGround } from "./people-ground.ts";
import {
  allPeople,
  countsFromOf,
  openSessions,
  personById,
  type PersonRow,
  roleOf,
} from "./people-rows.ts";
import { accepted, NOBODY, refused } from "./person-answer.ts";

type Of<T extends z.ZodType> = z.infer<T>;

/**
 * What an owner does about others. Where the whole ladder holds, whatever gives somebody more is asked of others first;
 * taking away is in force at once, everywhere.
 */
export class RosterDesk implements RosterPort {
  readonly #ground: PeopleGround;
  readonly #invitations: Invitations;

  constructor(ground: PeopleGround) {
    this.#ground = ground;
    this.#invitations = new Invitations(ground.pool);
  }

  async list(actor: Actor): Promise<PeopleView> {
    const { pool } = this.#ground;
    const sessions = await openSessions(pool, actor.session.id);
    const isFull = this.#ground.isFullLadder();
    const people = (await allPeople(pool)).map((row) => ({
      ...personView(row, isFull),
      sessions: sessions.get(row.id) ?? [],
    }));
    const agreed = await uncollected(pool, "invite", actor.userId);
    return {
      people,
      agreed: agreed.map(({ approvalId, act: { email, name, role }, fetchBy }) => ({
        ...{ approvalId, email, name, role },
        fetchBy: fetchBy.getTime(),
      })),
      invitations: await this.#invitations.waiting(),
    };
  }

  async invite(actor: Actor, whom: Of<typeof input.invite>): Promise<PersonAnswer> {
    return (await this.#lacking(actor)) ?? invitePerson(this.#ground, actor, whom);
  }

  async withdrawInvitation(actor: Actor, id: string): Promise<PersonAnswer> {
    return this.#ground.change(async (client, note) => {
      const withdrawn = await new Invitations(client).withdraw(id);
      if (withdrawn === null) return refused("There is no such invitation any more.");
      note(noteOf(actor, "invitation_revoked", { about: withdrawn }));
      return accepted(`The invitation of ${withdrawn} is taken back: its link works no more.`);
    });
  }

  async setRole(
    actor: Actor,
    { userId, role, reason }: Of<typeof input.roleSet>,
  ): Promise<PersonAnswer> {
    const person = await personById(this.#ground.pool, userId);
    if (person === null) return refused(NOBODY);
    const before = roleOf(person.role);
    if (before === role) return refused(`${person.name} is ${role} already.`);
    const lacking =
      (await this.#lacking(actor)) ?? (await this.#lastOwner(person, "give up the role"));
    if (lacking !== null) return lacking;
    const raises = raisesAuthority(before, role);
    if (this.#ground.isFullLadder() && raises)
      return askOthers(this.#ground, actor, {
        act: { act: "set_role", userId, role },
        title: `${person.name} becomes ${role}`,
        diff: [{ what: `Role of ${person.name}`, before, after: role, direction: "looser" }],
        impact: [
          "It counts from their next request on, and their keys may do what the new role may.",
        ],
        reason,
      });
    await this.#ground.change(async (client, note) => {
      // Who gets less has what is left of it from whomever they had it.
      await client.query(
        `update "user" set role = $2, "updatedAt" = now(), ${raises ? "" : `${NOTE_LOST_ROLE},`}
           "raisedAloneBy" = coalesce($3, "raisedAloneBy"),
           "raisedAloneAt" = case when $3::text is null then "raisedAloneAt" else now() end
         where id = $1`,
        [userId, role, raises ? actor.userId : null],
      );
      note(
        noteOf(actor, "role_changed", {
          about: person.name,
          detail: `${role} instead of ${before}`,
        }),
      );
    });
    this.#ground.sessions.roleChanged(userId);
    return accepted(`${person.name} is ${role} from now on.`);
  }

  async suspend(actor: Actor, { userId, reason }: Of<typeof input.suspend>): Promise<PersonAnswer> {
    const person = await personById(this.#ground.pool, userId);
    if (person === null) return refused(NOBODY);
    if (person.suspendedAt !== null) return refused(`${person.name} is suspended already.`);
    if (userId === actor.userId)
      return refused("Nobody can suspend themselves: another owner must do it.");
    const lacking = (await this.#lacking(actor)) ?? (await this.#lastOwner(person, "be suspended"));
    if (lacking !== null) return lacking;
    const ended = await this.#takeAway(actor, person, {
      event: "suspended",
      detail: reason,
      sql: `update "user" set "suspendedAt" = now(), "updatedAt" = now(), ${NOTE_LOST_ROLE}
            where id = $1`,
    });
    const sessions = ended === 1 ? "1 session is ended" : `${ended} sessions are ended`;
    return accepted(`${person.name} is suspended: ${sessions}, and none begins.`);
  }

  async reactivate(actor: Actor, { userId, reason }: Of<typeof input.personWith>) {
    const person = await personById(this.#ground.pool, userId);
    if (person === null) return refused(NOBODY);
    if (person.suspendedAt === null) return refused(`${person.name} is not suspended.`);
    const lacking = await this.#lacking(actor);
    if (lacking !== null) return lacking;
    const raises = raisesAuthority(null, roleOf(person.role));
    if (this.#ground.isFullLadder() && raises)
      return askOthers(this.#ground, actor, {
        act: { act: "reactivate", userId },
        title: `${person.name} may sign in again`,
        diff: [{ what: person.name, before: "suspended", after: person.role, direction: "looser" }],
        impact: ["Their keys that have not ended are good again."],
        reason,
      });
    await this.#ground.change(async (client, note) => {
      await client.query(
        `update "user" set "suspendedAt" = null, "updatedAt" = now(),
           "raisedAloneBy" = coalesce($2, "raisedAloneBy"),
           "raisedAloneAt" = case when $2::text is null then "raisedAloneAt" else now() end
         where id = $1`,
        [userId, raises ? actor.userId : null],
      );
      note(noteOf(actor, "reactivated", { about: person.name }));
    });
    return accepted(`${person.name} may sign in again.`);
  }

  /**
   * Removes all passkeys of somebody who has lost theirs. Signed in anew with password and code they add another; it is
   * no way for a password alone where the whole ladder holds.
   */
  async resetPasskeys(actor: Actor, { userId, reason }: Of<typeof input.personWith>) {
    const person = await personById(this.#ground.pool, userId);
    if (person === null) return refused(NOBODY);
    if (userId === actor.userId) return refused(OWN_PASSKEYS);
    if (person.passkeys === 0) return refused(`${person.name} has no passkey.`);
    const isFull = this.#ground.isFullLadder();
    const obstacle = isFull ? resetObstacle(person) : null;
    if (obstacle !== null) return refused(obstacle);
    const lacking = await this.#lacking(actor);
    if (lacking !== null) return lacking;
    const count = `${person.passkeys} passkey${person.passkeys === 1 ? "" : "s"}`;
    if (isFull)
      return askOthers(this.#ground, actor, {
        act: { act: "reset_passkeys", userId },
        title: `Remove the passkeys of ${person.name}`,
        diff: [{ what: person.name, before: count, after: "none", direction: "looser" }],
        impact: ["All their sessions end; they sign in with password and code, and add a passkey."],
        reason,
      });
    await this.#ground.change(async (client, note) => {
      await dropPasskeys(client, userId);
      note(noteOf(actor, "passkeys_reset", { about: person.name, detail: reason ?? "" }));
    });
    await this.#ground.sessions.end({ userId });
    this.#ground.sessions.roleChanged(userId);
    return accepted(`${count} of ${person.name} removed, and all their sessions ended.`);
  }

  /** Ends sessions without a further confirmation: taking access away is cheap. */
  async endSessions(actor: Actor, userId: string): Promise<PersonAnswer> {
    const person = await personById(this.#ground.pool, userId);
    if (person === null) return refused(NOBODY);
    const ended = await this.#takeAway(actor, person, { event: "session_revoked" });
    if (ended === 0) return refused(`${person.name} is not signed in anywhere${TOKENS_VOID}`);
    return accepted(
      `${ended === 1 ? "The session" : `All ${ended} sessions`} of ${person.name} ended.`,
    );
  }

  /** Ends all sessions of a person, with what else is done to them; returns how many there were. */
  async #takeAway(
    actor: Actor,
    { id: userId, name }: PersonRow,
    { event, detail, sql }: { event: PersonEventName; detail?: string; sql?: string },
  ): Promise<number> {
    const ended = await this.#ground.change(async (client, note) => {
      if (sql !== undefined) await client.query(sql, [userId]);
      const count = await this.#ground.sessions.end({ userId }, client);
      if (sql !== undefined || count > 0)
        note(noteOf(actor, event, { about: name, detail: detail ?? `${count} sessions` }));
      return count;
    });
    if (sql !== undefined) this.#ground.sessions.roleChanged(userId);
    return ended;
  }

  /** Somebody must be able to undo what is done here. */
  async #lastOwner(person: PersonRow, what: string): Promise<PersonAnswer | null> {
    if (person.role !== "owner" || person.suspendedAt !== null) return null;
    const owners = (await allPeople(this.#ground.pool)).filter(
      ({ role, suspendedAt }) => role === "owner" && suspendedAt === null,
    );
    return owners.length > 1
      ? null
      : refused(`${person.name} is the only owner, and cannot ${what}: make another owner first.`);
  }

  /** Where the whole ladder holds a passkey confirms each act; elsewhere having signed in a moment ago is enough. */
  #lacking(actor: Actor): Promise<PersonAnswer | null> {
    const recentSignInSuffices = !this.#ground.isFullLadder();
    return lacksConfirmation(this.#ground.pool, actor, { recentSignInSuffices });
  }
}

function personView(row: PersonRow, isFull: boolean): Omit<PersonView, "sessions"> {
  const { id, role, createdAt, suspendedAt, settlesAt: _settlesAt, ...shown } = row;
  return {
    ...shown,
    userId: id,
    role: roleOf(role),
    createdAt: createdAt.getTime(),
    suspendedAt: suspendedAt?.getTime() ?? null,
    countsFrom: countsFromOf(row, isFull),
    resetObstacle: (isFull ? resetObstacle(row) : null) ?? "",
  };
}

const TOKENS_VOID = "; what their browsers still held to stop trading with is void.";
const OWN_PASSKEYS =
  "Your own passkeys are on the page Settings. If you have lost them all, ask another owner, or run ./interlock sign-in-link on the engine's machine.";
