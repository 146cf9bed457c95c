import type { Actor } from "@interlock/api/actor";
import type { PersonAnswer } from "@interlock/api/people/people-view";
import type { DatabasePool } from "@interlock/db/create-pool";
import { SIGN_IN_FRESH_MS } from "../session-rules.ts";
import { passkeysOf } from "./people-rows.ts";

/**
 * Whether the person at the browser is surely the one who signed in: by a passkey used for this very act, or because
 * they signed in minutes ago. Returns what is lacking otherwise. ASVS 7.5.1: whoever finds a browser left open changes
 * neither how its owner signs in nor who else may.
 */
export async function lacksConfirmation(
  pool: DatabasePool,
  actor: Actor,
  { recentSignInSuffices }: { readonly recentSignInSuffices: boolean },
): Promise<PersonAnswer | null> {
  if (actor.stepUp !== undefined) return null;
  if (recentSignInSuffices && (await isFresh(pool, actor))) return null;
  const hasPasskey = (await passkeysOf(pool, actor.userId)).length > 0;
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

async function isFresh(pool: DatabasePool, { session }: Actor): Promise<boolean> {
  const { rows } = await pool.query(
    `select 1 from session where id = $1 and "createdAt" > now() - make_interval(secs => $2)`,
    [session.id, SIGN_IN_FRESH_MS / 1_000],
  );
  return rows.length > 0;
}
