import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type {
  Assertion,
  AssertionOptions,
  Attestation,
  Ceremony,
  CreationOptions,
} from "@interlock/api/people/ceremony";
import { fail, ok, type Result } from "@interlock/core/result";
import type { DatabasePool } from "@interlock/db/create-pool";
import { Challenges, type ChallengePurpose } from "./challenges.ts";

/** What is asked to be signed, and by whom; `userId` null: by whoever has a passkey of ours. */
export interface AssertionWish {
  readonly purpose: Exclude<ChallengePurpose, "add">;
  readonly userId: string | null;
  readonly actionHash: string | null;
}

/** Who signed what, with which passkey. */
export interface Signed {
  readonly userId: string;
  readonly credentialId: string;
  readonly passkeyName: string;
  readonly actionHash: string | null;
}

interface PasskeyRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly publicKey: Buffer;
  readonly counter: string;
  readonly transports: string[];
}

/** Named like a person's account at other sites, by what they know it as. */
interface Keeper {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
}

/**
 * Passkeys of the console's own origin. The device must have verified its user (PIN, finger, face), so that a passkey
 * alone is two factors; each challenge is answered once, and a device that counts backwards is a copy.
 */
export class Passkeys {
  readonly #pool: DatabasePool;
  readonly #challenges: Challenges;
  readonly #rpId: string;
  readonly #origin: string;

  constructor(pool: DatabasePool, consoleUrl: string) {
    const { hostname, origin } = new URL(consoleUrl);
    this.#pool = pool;
    this.#challenges = new Challenges(pool);
    this.#rpId = hostname;
    this.#origin = origin;
  }

  /** Begins to add a passkey; one that the person has already is not offered again. */
  async beginAdding({ userId, name, email }: Keeper): Promise<Ceremony<CreationOptions>> {
    const options = await generateRegistrationOptions({
      rpName: "Interlock",
      rpID: this.#rpId,
      userID: new Uint8Array(Buffer.from(userId)),
      userName: email,
      userDisplayName: name,
      attestationType: "none",
      excludeCredentials: (await this.#of(userId)).map(({ id, transports }) => ({
        id,
        transports,
      })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    const { challenge } = options;
    const challengeId = await this.#challenges.keep({
      purpose: "add",
      challenge,
      userId,
      actionHash: null,
    });
    const { rp, user, pubKeyCredParams, timeout, excludeCredentials, authenticatorSelection } =
      options;
    return {
      challengeId,
      options: {
        challenge,
        rp,
        user,
        pubKeyCredParams,
        attestation: "none",
        ...(timeout === undefined ? {} : { timeout }),
        ...(excludeCredentials === undefined ? {} : { excludeCredentials }),
        ...(authenticatorSelection === undefined ? {} : { authenticatorSelection }),
      },
    };
  }

  /** Keeps the passkey that was made, or says why it is none. */
  async finishAdding(
    userId: string,
    {
      challengeId,
      response,
      name,
      client = this.#pool,
    }: Readonly<{
      challengeId: string;
      response: Attestation;
      name: string;
      /** Of the transaction in which it is kept. */
      client?: Pick<DatabasePool, "query">;
    }>,
  ): Promise<Result<string>> {
    const given = await this.#challenges.take(challengeId, "add");
    if (given?.userId !== userId) return fail(TOO_LATE);
    const made = await orNull(
      verifyRegistrationResponse({
        response: { ...response, clientExtensionResults: {} },
        expectedChallenge: given.challenge,
        expectedOrigin: this.#origin,
        expectedRPID: this.#rpId,
        requireUserVerification: true,
      }),
    );
    if (made?.verified !== true)
      return fail("The browser's answer is no passkey of this console: try again.");
    const { credential, credentialBackedUp } = made.registrationInfo;
    const { rowCount } = await client.query(
      `insert into passkey (id, "userId", name, "publicKey", counter, transports, "backedUp")
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`,
      [
        credential.id,
        userId,
        name,
        Buffer.from(credential.publicKey),
        credential.counter,
        response.response.transports ?? [],
        credentialBackedUp,
      ],
    );
    if (rowCount !== 1) return fail("This passkey is known here already.");
    return ok(credential.id);
  }

  /** Begins an assertion; null when the person has no passkey to answer with. */
  async beginAsserting(wish: AssertionWish): Promise<Ceremony<AssertionOptions> | null> {
    const known = wish.userId === null ? [] : await this.#of(wish.userId);
    if (wish.userId !== null && known.length === 0) return null;
    const { challenge, timeout } = await generateAuthenticationOptions({
      rpID: this.#rpId,
      userVerification: "required",
    });
    const challengeId = await this.#challenges.keep({ ...wish, challenge });
    const allowCredentials = known.map(({ id, transports }) => ({
      id,
      transports,
      type: "public-key" as const,
    }));
    return {
      challengeId,
      options: {
        challenge,
        rpId: this.#rpId,
        userVerification: "required",
        ...(timeout === undefined ? {} : { timeout }),
        ...(allowCredentials.length === 0 ? {} : { allowCredentials }),
      },
    };
  }

  /** Checks what was signed, and uses the challenge up. */
  async finishAsserting(
    purpose: AssertionWish["purpose"],
    { challengeId, response }: Readonly<{ challengeId: string; response: Assertion }>,
  ): Promise<Result<Signed>> {
    const given = await this.#challenges.take(challengeId, purpose);
    if (given === null) return fail(TOO_LATE);
    const passkey = await this.#byId(response.id);
    if (passkey === null || (given.userId !== null && given.userId !== passkey.userId))
      return fail("This passkey is not known here: use another, or sign in another way.");
    const checked = await orNull(
      verifyAuthenticationResponse({
        response: { ...response, clientExtensionResults: {} },
        expectedChallenge: given.challenge,
        expectedOrigin: this.#origin,
        expectedRPID: this.#rpId,
        requireUserVerification: true,
        credential: {
          id: passkey.id,
          publicKey: new Uint8Array(passkey.publicKey),
          counter: Number(passkey.counter),
          transports: passkey.transports,
        },
      }),
    );
    if (
      checked?.verified !== true ||
      !(await this.#count(passkey.id, checked.authenticationInfo.newCounter))
    )
      return fail("The passkey's answer is not valid: try again.");
    return ok({
      userId: passkey.userId,
      credentialId: passkey.id,
      passkeyName: passkey.name,
      actionHash: given.actionHash,
    });
  }

  /** A device that counts must count on: two answers with one count are two devices with one key. */
  async #count(id: string, counter: number): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      `update passkey set counter = $2, "lastUsedAt" = now()
       where id = $1 and (counter < $2 or (counter = 0 and $2 = 0))`,
      [id, counter],
    );
    return rowCount === 1;
  }

  async #of(userId: string): Promise<PasskeyRow[]> {
    const { rows } = await this.#pool.query<PasskeyRow>(
      `select * from passkey where "userId" = $1 order by "createdAt"`,
      [userId],
    );
    return rows;
  }

  async #byId(id: string): Promise<PasskeyRow | null> {
    const { rows } = await this.#pool.query<PasskeyRow>("select * from passkey where id = $1", [
      id,
    ]);
    return rows[0] ?? null;
  }
}

const TOO_LATE = "This was answered already, or more than five minutes have passed: try again.";

/** What the library refuses by throwing is simply not valid here. */
async function orNull<T>(checking: Promise<T>): Promise<T | null> {
  try {
    return await checking;
  } catch {
    return null;
  }
}
