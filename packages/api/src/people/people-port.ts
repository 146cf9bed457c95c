import type { z } from "zod";
import type { Actor, StepUp } from "../actor.ts";
import type { DevicePort } from "../devices/device-port.ts";
import type { AssertionOptions, Ceremony, CreationOptions } from "./ceremony.ts";
import type * as input from "./people-input.ts";
import type { PeopleView, PersonAnswer, ProfileView } from "./people-view.ts";

type Of<T extends z.ZodType> = z.infer<T>;

/** A confirmation as a request names it, and what it must be for. */
export interface StepUpClaim {
  readonly stepUpId: string;
  /** The action that is asked for now, as `actionText` writes it. */
  readonly action: string;
}

/** The confirmation of one action by a passkey. */
export interface StepUpPort {
  begin(actor: Actor, actionHash: string): Promise<Ceremony<AssertionOptions>>;
  /** Checks the assertion; what it returns is good for that action, once, for five minutes. */
  finish(actor: Actor, answer: Of<typeof input.stepUpFinish>): Promise<{ stepUpId: string }>;
  /** Uses a confirmation up. Null: it is not this session's, is for another action, was used, or is too old. */
  take(actor: Actor, claim: StepUpClaim): Promise<StepUp | null>;
}

/** What a person does about themselves. */
export interface ProfilePort {
  view(actor: Actor): Promise<ProfileView>;
  update(actor: Actor, change: Of<typeof input.profileUpdate>): Promise<PersonAnswer>;
  setPassword(actor: Actor, change: Of<typeof input.passwordSet>): Promise<PersonAnswer>;
  beginPasskey(actor: Actor): Promise<Ceremony<CreationOptions>>;
  addPasskey(actor: Actor, made: Of<typeof input.passkeyAdd>): Promise<PersonAnswer>;
  removePasskey(actor: Actor, id: string): Promise<PersonAnswer>;
  /** Begins with a new secret; it counts once a code of it was shown. */
  beginTotp(actor: Actor): Promise<{ readonly secret: string; readonly uri: string }>;
  confirmTotp(actor: Actor, code: string): Promise<PersonAnswer>;
  removeTotp(actor: Actor): Promise<PersonAnswer>;
  makeRecoveryCodes(actor: Actor): Promise<PersonAnswer>;
  endSession(actor: Actor, sessionId: string): Promise<PersonAnswer>;
  endOtherSessions(actor: Actor): Promise<PersonAnswer>;
}

/** What an owner does about others. */
export interface RosterPort {
  list(actor: Actor): Promise<PeopleView>;
  invite(actor: Actor, whom: Of<typeof input.invite>): Promise<PersonAnswer>;
  withdrawInvitation(actor: Actor, id: string): Promise<PersonAnswer>;
  setRole(actor: Actor, change: Of<typeof input.roleSet>): Promise<PersonAnswer>;
  suspend(actor: Actor, whom: Of<typeof input.suspend>): Promise<PersonAnswer>;
  reactivate(actor: Actor, whom: Of<typeof input.personWith>): Promise<PersonAnswer>;
  resetPasskeys(actor: Actor, whom: Of<typeof input.personWith>): Promise<PersonAnswer>;
  endSessions(actor: Actor, userId: string): Promise<PersonAnswer>;
}

/** People as the contract needs them: Postgres is primary for them, and the edge keeps it. */
export interface PeoplePort {
  readonly stepUp: StepUpPort;
  readonly devices: DevicePort;
  readonly profile: ProfilePort;
  readonly roster: RosterPort;
}
