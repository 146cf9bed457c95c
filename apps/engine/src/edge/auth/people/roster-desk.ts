import type { Actor } from "@interlock/api/actor";
import type { RosterPort } from "@interlock/api/people/people-port";
import type { PeopleView, PersonAnswer } from "@interlock/api/people/people-view";
import type { Role } from "@interlock/api/view/scalars";
import type { PersonEventName } from "../../../records/person-record.ts";
import { noteOf } from "../person-notes.ts";
import { handOver } from "./invitation-mail.ts";
import { Invitations } from "./invitations.ts";
import { lacksConfirmation } from "./fresh-enough.ts";
import type { PeopleGround } from "./people-ground.ts";
import { allPeople, openSessions, personById, type PersonRow, roleOf } from "./people-rows.ts";

/** What an owner does about others: each act is confirmed, journaled, and in force at once. */
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
    const people = (await allPeople(pool)).map(({ id, role, createdAt, suspendedAt, ...row }) => ({
      ...row,
      userId: id,
      role: roleOf(role),
      createdAt: createdAt.getTime(),
      suspendedAt: suspendedAt?.getTime() ?? null,
      sessions: sessions.get(id) ?? [],
    }));
    return { people, invitations: await this.#invitations.waiting() };
  }

  async invite(
    actor: Actor,
    whom: { readonly email: string; readonly name: string; readonly role: Role },
  ): Promise<PersonAnswer> {
    const lacking = await this.#lacking(actor);
    if (lacking !== null) return lacking;
    const made = await this.#invitations.make({ ...whom, invitedBy: actor.name });
    if (!made.ok) return refused(made.error);
    this.#noted(actor, "invited", {
      about: `${whom.name} <${whom.email}>`,
      detail: `as ${whom.role}`,
    });
    const { consoleUrl, sendInvitation } = this.#ground;
    const link = `${consoleUrl}/join#${made.value}`;
    return handOver(sendInvitation, { ...whom, invitedBy: actor.name, link });
  }

  async withdrawInvitation(actor: Actor, id: string): Promise<PersonAnswer> {
    const withdrawn = await this.#invitations.withdraw(id);
    if (withdrawn === null) return refused("There is no such invitation any more.");
    this.#noted(actor, "invitation_revoked", { about: withdrawn });
    return accepted(`The invitation of ${withdrawn} is taken back: its link works no more.`);
  }

  async setRole(
    actor: Actor,
    { userId, role }: { readonly userId: string; readonly role: Role },
  ): Promise<PersonAnswer> {
    const person = await personById(this.#ground.pool, userId);
    if (person === null) return refused(NOBODY);
    if (roleOf(person.role) === role) return refused(`${person.name} is ${role} already.`);
    const lacking =
      (await this.#lacking(actor)) ?? (await this.#lastOwner(person, "give up the role"));
    if (lacking !== null) return lacking;
    await this.#ground.pool.query(
      `update "user" set role = $2, "updatedAt" = now() where id = $1`,
      [userId, role],
    );
    this.#ground.sessions.roleChanged(userId);
    this.#noted(actor, "role_changed", {
      about: person.name,
      detail: `${role} instead of ${person.role}`,
    });
    return accepted(`${person.name} is ${role} from now on.`);
  }

  async suspend(
    actor: Actor,
    { userId, reason }: { readonly userId: string; readonly reason: string },
  ): Promise<PersonAnswer> {
    const person = await personById(this.#ground.pool, userId);
    if (person === null) return refused(NOBODY);
    if (person.suspendedAt !== null) return refused(`${person.name} is suspended already.`);
    if (userId === actor.userId)
      return refused("Nobody can suspend themselves: another owner must do it.");
    const lacking = (await this.#lacking(actor)) ?? (await this.#lastOwner(person, "be suspended"));
    if (lacking !== null) return lacking;
    await this.#ground.pool.query(
      `update "user" set "suspendedAt" = now(), "updatedAt" = now() where id = $1`,
      [userId],
    );
    const ended = await this.#ground.sessions.end({ userId });
    this.#ground.sessions.roleChanged(userId);
    this.#noted(actor, "suspended", { about: person.name, detail: reason });
    return accepted(`${person.name} is suspended: ${ended} sessions are ended, and none begins.`);
  }

  async reactivate(actor: Actor, userId: string): Promise<PersonAnswer> {
    const person = await personById(this.#ground.pool, userId);
    if (person === null) return refused(NOBODY);
    if (person.suspendedAt === null) return refused(`${person.name} is not suspended.`);
    const lacking = await this.#lacking(actor);
    if (lacking !== null) return lacking;
    await this.#ground.pool.query(
      `update "user" set "suspendedAt" = null, "updatedAt" = now() where id = $1`,
      [userId],
    );
    this.#noted(actor, "reactivated", { about: person.name });
    return accepted(`${person.name} may sign in again.`);
  }

  /** Ends sessions without a further confirmation: taking access away is cheap. */
  async endSessions(actor: Actor, userId: string): Promise<PersonAnswer> {
    const person = await personById(this.#ground.pool, userId);
    if (person === null) return refused(NOBODY);
    const ended = await this.#ground.sessions.end({ userId });
    if (ended === 0) return refused(`${person.name} is not signed in anywhere${TOKENS_VOID}`);
    this.#noted(actor, "session_revoked", { about: person.name, detail: `${ended} sessions` });
    return accepted(
      `${ended === 1 ? "The session" : `All ${ended} sessions`} of ${person.name} ended.`,
    );
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

  /** With real money a passkey confirms each act; elsewhere having signed in a moment ago is enough. */
  #lacking(actor: Actor): Promise<PersonAnswer | null> {
    const recentSignInSuffices = this.#ground.environment() !== "live";
    return lacksConfirmation(this.#ground.pool, actor, { recentSignInSuffices });
  }

  #noted(
    actor: Actor,
    event: PersonEventName,
    { about, detail = "" }: { readonly about: string; readonly detail?: string },
  ): void {
    this.#ground.note(noteOf(actor, event, { about, detail }));
  }
}

const TOKENS_VOID = "; what their browsers still held to stop trading with is void.";
const NOBODY = "There is no such person here.";

function accepted(sentence: string): PersonAnswer {
  return { accepted: true, sentence };
}

function refused(sentence: string): PersonAnswer {
  return { accepted: false, sentence };
}
