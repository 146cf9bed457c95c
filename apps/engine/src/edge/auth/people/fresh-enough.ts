import type { Actor } from "@interlock/api/actor";
import type { PersonAnswer, SignInWay } from "@interlock/api/people/people-view";
import type { DatabasePool } from "@interlock/db/create-pool";
import { SIGN_IN_FRESH_MS } from "../session-rules.ts";
import { passkeysOf } from "./people-rows.ts";

/** What may stand in for a passkey. */
export interface Proof {
  readonly recentSignInSuffices: boolean;
  /** They have just given the present password, which is as good as a sign-in of this moment. */
  readonly gavePassword?: boolean;
}

/**
 * Whether the person at the browser is surely the one who signed in: by a passkey used for this very act, or because
 * they signed in minutes ago. Returns what is lacking otherwise. ASVS 7.5.1: whoever finds a browser left open changes
 * neither how its owner signs in nor who else may. Of a person who has a passkey a password alone proves nothing here:
 * whoever has guessed it would add a passkey of their own, and confirm everything with that.
 */
export async function lacksConfirmation(
  pool: DatabasePool,
  actor: Actor,
  proof: Proof,
): Promise<PersonAnswer | null> {
  if (actor.stepUp !== undefined) return null;
  const hasPasskey = (await passkeysOf(pool, actor.userId)).length > 0;
  const { recentSignInSuffices } = proof;
  if (recentSignInSuffices && (await signInProves(pool, actor, { ...proof, hasPasskey })))
    return null;
  if (hasPasskey)
    return {
      accepted: false,
      sentence: "Nothing was changed yet: confirm it with your passkey.",
      needs: "step_up",
    };
  const sentence = recentSignInSuffices
    ? "Nothing was changed: you signed in more than 15 minutes ago. Sign in again, then do it at once."
    : "Nothing was changed: this needs a passkey, and you have none. Add one on the page Settings.";
  return { accepted: false, sentence };
}

/** As good as the passkey: itself, and the link made on the engine's machine for an owner who has lost theirs. */
const STRONG_WAYS: readonly SignInWay[] = ["passkey", "link"];

async function signInProves(
  pool: DatabasePool,
  { session }: Actor,
  { hasPasskey, gavePassword = false }: Proof & { readonly hasPasskey: boolean },
): Promise<boolean> {
  const { rows } = await pool.query<{ way: SignInWay; fresh: boolean }>(
    `select way, "createdAt" > now() - make_interval(secs => $2) as fresh from session where id = $1`,
    [session.id, SIGN_IN_FRESH_MS / 1_000],
  );
  const [opened] = rows;
  if (opened === undefined || !(opened.fresh || gavePassword)) return false;
  return !hasPasskey || STRONG_WAYS.includes(opened.way);
}
