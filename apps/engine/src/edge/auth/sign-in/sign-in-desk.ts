import { z } from "zod";
import type { Assertion, AssertionOptions, Ceremony } from "@interlock/api/people/ceremony";
import type { SignInWay } from "@interlock/api/people/people-view";
import type { DatabasePool } from "@interlock/db/create-pool";
import type { ActOrigin, PersonEventName } from "../../../records/person-record.ts";
import type { ChangePeople } from "../authority/person-outbox.ts";
import type { Passkeys } from "../passkey/passkeys.ts";
import { personById, type PersonRow } from "../people/people-rows.ts";
import { SecondFactor } from "../people/second-factor.ts";
import { type Joining, takeUpInvitation } from "../people/take-up-invitation.ts";
import type { NotePerson } from "../person-notes.ts";
import { isPassword } from "../secret/password-hash.ts";
import type { Seal } from "../secret/sealed-bytes.ts";
import { Throttle } from "../throttle.ts";
import { takeSignInToken } from "./sign-in-links.ts";

/** What signing in works with. */
export interface SignInParts {
  readonly pool: DatabasePool;
  readonly passkeys: Passkeys;
  readonly totpSeal: Seal;
  readonly note: NotePerson;
  readonly change: ChangePeople;
}

/** Who may have a session now, or a sentence that says why nobody may. */
export type SignInOutcome =
  | { readonly kind: "signed_in"; readonly userId: string; readonly way: SignInWay }
  /** The password is right, and a code is asked for besides. */
  | { readonly kind: "needs_code" }
  | { readonly kind: "refused"; readonly sentence: string }
  | { readonly kind: "throttled"; readonly sentence: string };

/** E-mail address, password, and the code where one is asked for. */
export interface PasswordSignIn {
  readonly email: string;
  readonly password: string;
  readonly code?: string | undefined;
}

interface PasswordRow {
  readonly id: string;
  readonly suspendedAt: Date | null;
  readonly password: string | null;
  readonly hasTotp: boolean;
}

/** Who tried to sign in, from where, and what is known of why it failed. */
interface Attempt {
  readonly by: string;
  readonly from: ActOrigin;
  readonly detail?: string;
}

/** Attempts a minute, by address and account, and by address alone. */
const PAIR_MAX = 5;
const ADDRESS_MAX = 30;

const WRONG =
  "The e-mail address or the password is wrong. If you have lost it, ask an owner; an owner gets a link with ./interlock sign-in-link.";
const WRONG_CODE =
  "The code is wrong or was used: wait for the next one, or use a recovery code. Each works once.";
const TOO_OFTEN =
  "Too many attempts: wait a minute, then try again. Stopping trading needs no sign-in.";

/**
 * The ways to sign in. An unknown address, a wrong password and a suspended account get one answer, in one time. What
 * fails is journaled; what comes too often is turned away before anything is computed.
 */
export class SignInDesk {
  readonly #parts: SignInParts;
  readonly #second: SecondFactor;
  readonly #pairs: Throttle;
  readonly #addresses: Throttle;

  constructor(parts: SignInParts) {
    const now = (): number => performance.now();
    this.#parts = parts;
    this.#second = new SecondFactor(parts.pool, parts.totpSeal);
    this.#pairs = new Throttle({ max: PAIR_MAX, now });
    this.#addresses = new Throttle({ max: ADDRESS_MAX, now });
  }

  async password(given: PasswordSignIn, from: ActOrigin): Promise<SignInOutcome> {
    const email = given.email.trim().toLowerCase();
    const by = shownAddress(email);
    const throttled = this.#throttled(email, from, by);
    if (throttled !== null) return throttled;
    const row = await this.#passwordRow(email);
    const isRight = await isPassword(given.password, row?.password ?? null);
    if (row === null || !isRight) return this.#refused({ by, from }, WRONG);
    if (row.suspendedAt !== null)
      return this.#refused({ by, from, detail: "the person is suspended" }, WRONG);
    if (!row.hasTotp) return this.#passed(email, from, { userId: row.id, way: "password" });
    if (given.code === undefined || given.code === "") return { kind: "needs_code" };
    const used = await this.#second.take(row.id, given.code);
    if (used === null) return this.#refused({ by, from, detail: "the code was wrong" }, WRONG_CODE);
    return this.#passed(email, from, { userId: row.id, way: "password_and_code" });
  }

  async beginPasskey(from: ActOrigin): Promise<Ceremony<AssertionOptions> | null> {
    if (this.#throttled("passkey", from) !== null) return null;
    return this.#parts.passkeys.beginAsserting({
      purpose: "sign_in",
      userId: null,
      actionHash: null,
    });
  }

  async finishPasskey(
    answer: Readonly<{ challengeId: string; response: Assertion }>,
    from: ActOrigin,
  ): Promise<SignInOutcome> {
    const signed = await this.#parts.passkeys.finishAsserting("sign_in", answer);
    if (!signed.ok) return this.#refused({ by: "a passkey", from }, signed.error);
    const { userId, passkeyName } = signed.value;
    if (!(await this.#mayEnter(userId)))
      return this.#refused(
        { by: `the passkey ${passkeyName}`, from, detail: "the person is suspended" },
        SUSPENDED,
      );
    return this.#passed("passkey", from, { userId, way: "passkey" });
  }

  async link(token: string, from: ActOrigin): Promise<SignInOutcome> {
    const throttled = this.#throttled("link", from);
    if (throttled !== null) return throttled;
    const userId = await takeSignInToken(this.#parts.pool, token);
    if (userId === null || !(await this.#mayEnter(userId)))
      return this.#refused({ by: "a sign-in link", from }, SPENT_LINK);
    return this.#passed("link", from, { userId, way: "link" });
  }

  async join(joining: Joining, from: ActOrigin): Promise<SignInOutcome> {
    const throttled = this.#throttled("invitation", from);
    if (throttled !== null) return throttled;
    const joined = await takeUpInvitation(this.#parts, { ...joining, from });
    if (!joined.ok) return { kind: "refused", sentence: joined.error };
    const { userId } = joined.value;
    return this.#passed("invitation", from, { userId, way: "invitation" });
  }

  /** A session was made: who has it, and how they came by it. */
  async noteSignIn(
    { userId, way }: { readonly userId: string; readonly way: SignInWay },
    from: ActOrigin,
  ): Promise<void> {
    const person = await personById(this.#parts.pool, userId);
    if (person === null) return;
    const { name, role } = person;
    const detail = WAY_WORDS[way];
    const who = { by: name, byId: userId, role, about: null, from };
    // Kept before the browser has the cookie: no session that anybody holds is missing in the journal.
    await this.#parts.change((_client, note) =>
      Promise.resolve(note({ event: "signed_in", ...who, detail })),
    );
  }

  async #passwordRow(email: string): Promise<PasswordRow | null> {
    const { rows } = await this.#parts.pool.query<PasswordRow>(
      `select u.id, u."suspendedAt", a.password,
         exists (select from totp t where t."userId" = u.id and t."confirmedAt" is not null) as "hasTotp"
       from "user" u left join account a on a."userId" = u.id and a."providerId" = 'credential'
       where u.email = $1`,
      [email],
    );
    return rows[0] ?? null;
  }

  async #mayEnter(userId: string): Promise<boolean> {
    const person: PersonRow | null = await personById(this.#parts.pool, userId);
    return person !== null && person.suspendedAt === null;
  }

  #throttled(account: string, from: ActOrigin, by = account): SignInOutcome | null {
    const address = from.ip ?? "unknown";
    const answers = [this.#addresses.take(address), this.#pairs.take(`${address} ${account}`)];
    if (answers.every((answer) => answer === "allowed")) return null;
    if (answers.includes("first_refused")) this.#note("sign_in_throttled", { by, from });
    return { kind: "throttled", sentence: TOO_OFTEN };
  }

  #refused(attempt: Attempt, sentence: string): SignInOutcome {
    this.#note("sign_in_failed", attempt);
    return { kind: "refused", sentence };
  }

  #passed(
    account: string,
    from: ActOrigin,
    entry: { readonly userId: string; readonly way: SignInWay },
  ): SignInOutcome {
    this.#pairs.forget(`${from.ip ?? "unknown"} ${account}`);
    return { kind: "signed_in", ...entry };
  }

  #note(event: PersonEventName, { by, from, detail = "" }: Attempt): void {
    const shown = by.slice(0, 200);
    this.#parts.note({ event, by: shown, byId: null, role: null, about: null, from, detail });
  }
}

/** The journal keeps what it is given forever: a password typed into the wrong field must not be among it. */
function shownAddress(text: string): string {
  return address.safeParse(text).success ? text : "(not an e-mail address)";
}

const address = z.email();

const SUSPENDED = "You may not sign in at present: ask an owner.";
const SPENT_LINK = "This link was used, or its 15 minutes are over: print another one.";

const WAY_WORDS: Readonly<Record<SignInWay, string>> = {
  password: "with a password",
  password_and_code: "with a password and a code",
  passkey: "with a passkey",
  link: "with a one-time link, made on the engine's machine",
  invitation: "by an invitation",
  device: "at a command line, allowed at a browser",
};
