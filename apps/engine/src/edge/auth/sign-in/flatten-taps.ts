import type { Assertion, AssertionOptions, Ceremony } from "@interlock/api/people/ceremony";
import { fail, ok, type Result } from "@interlock/core/result";
import type { ActOrigin } from "../../../records/person-record.ts";
import type { KillCookie } from "../kill-cookie.ts";
import type { Passkeys } from "../passkey/passkeys.ts";
import type { NotePerson } from "../person-notes.ts";

/** What taps are checked with. */
export interface FlattenTapParts {
  readonly killCookie: KillCookie;
  readonly passkeys: Passkeys;
  readonly note: NotePerson;
}

/**
 * One passkey tap for a flatten without a session: the kill token says who the browser belongs to, the passkey that it
 * is them. Halting and canceling need none of this, and where it cannot be checked they work all the same.
 */
export class FlattenTaps {
  readonly #parts: FlattenTapParts;

  constructor(parts: FlattenTapParts) {
    this.#parts = parts;
  }

  async begin(cookies: string): Promise<Result<Ceremony<AssertionOptions>>> {
    const { killCookie, passkeys } = this.#parts;
    const bearer = killCookie.bearer(cookies);
    if (bearer === null) return fail(UNKNOWN);
    const { userId } = bearer;
    const begun = await passkeys.beginAsserting({ purpose: "flatten", userId, actionHash: null });
    return begun === null ? fail(NO_PASSKEY) : ok(begun);
  }

  /** Returns the proof for the watchdog. */
  async finish(
    answer: Readonly<{ challengeId: string; response: Assertion }>,
    { cookies, from }: { readonly cookies: string; readonly from: ActOrigin },
  ): Promise<Result<string>> {
    const { killCookie, passkeys, note } = this.#parts;
    const bearer = killCookie.bearer(cookies);
    if (bearer === null) return fail(UNKNOWN);
    const signed = await passkeys.finishAsserting("flatten", answer);
    const { userId, name, role } = bearer;
    const who = { by: name, byId: userId, role, about: null, from };
    if (signed.ok && signed.value.userId === userId) {
      note({ event: "stepped_up", ...who, detail: "to flatten without a session" });
      return ok(killCookie.signTap(userId));
    }
    const why = signed.ok ? "This passkey is another person's." : signed.error;
    note({ event: "step_up_refused", ...who, detail: why });
    return fail(`${why} Halt and cancel work without it.`);
  }
}

const UNKNOWN =
  "This browser is not known here any more: sign in. Halt and cancel work at the plain kill page.";
const NO_PASSKEY =
  "You have no passkey: sign in to flatten, or run ./interlock kill --mode flatten on the engine's machine. Cancel works now.";
