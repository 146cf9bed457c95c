import { createHash, randomUUID } from "node:crypto";
import { TRPCError } from "@trpc/server";
import type { Actor } from "@interlock/api/actor";
import type { StepUpPort } from "@interlock/api/people/people-port";
import type { DatabasePool } from "@interlock/db/create-pool";
import { noteOf, type NotePerson } from "../person-notes.ts";
import type { Passkeys } from "./passkeys.ts";

/** What confirmations are kept and checked with. */
export interface StepUpParts {
  readonly pool: DatabasePool;
  readonly passkeys: Passkeys;
  readonly note: NotePerson;
}

const LIFE_S = 5 * 60;

/** Confirmations of single actions: a passkey signs, and what it signed for may be done once, within five minutes. */
export function makeStepUps({ pool, passkeys, note }: StepUpParts): StepUpPort {
  return {
    begin: async (actor, actionHash) => {
      demandPerson(actor);
      const { userId } = actor;
      const begun = await passkeys.beginAsserting({ purpose: "step_up", userId, actionHash });
      if (begun !== null) return begun;
      throw new TRPCError({
        code: "PRECONDITION_FAILED",
        message:
          "This needs a passkey, and you have none: add one on the page Settings, then do it again. Nothing was done.",
      });
    },
    finish: async (actor, answer) => {
      demandPerson(actor);
      const signed = await passkeys.finishAsserting("step_up", answer);
      const failure = signed.ok ? faultOf(signed.value, actor) : signed.error;
      if (failure !== null || !signed.ok) {
        note(noteOf(actor, "step_up_refused", { detail: failure ?? "" }));
        throw new TRPCError({
          code: "PRECONDITION_FAILED",
          message: `${failure ?? ""} Nothing was done.`,
        });
      }
      const stepUpId = randomUUID();
      const { credentialId, actionHash } = signed.value;
      await pool.query(`delete from step_up where at < now() - interval '1 day'`);
      await pool.query(
        `insert into step_up (id, "userId", "sessionId", "credentialId", "actionHash", at)
         values ($1, $2, $3, $4, $5, now())`,
        [stepUpId, actor.userId, actor.session.id, credentialId, actionHash],
      );
      return { stepUpId };
    },
    take: async ({ userId, session }, { stepUpId, action }) => {
      const actionHash = createHash("sha256").update(action).digest("hex");
      const { rows } = await pool.query<{ credentialId: string; at: Date; actionHash: string }>(
        `update step_up set "usedAt" = now()
         where id = $1 and "userId" = $2 and "sessionId" = $3 and "usedAt" is null
           and at > now() - make_interval(secs => ${LIFE_S})
         returning "credentialId", at, "actionHash"`,
        [stepUpId, userId, session.id],
      );
      const [taken] = rows;
      if (taken === undefined || taken.actionHash !== actionHash) return null;
      return { credentialId: taken.credentialId, at: taken.at.getTime(), actionHash };
    },
  };
}

function faultOf({ userId }: { readonly userId: string }, actor: Actor): string | null {
  return userId === actor.userId ? null : "This passkey is another person's.";
}

function demandPerson({ by }: Actor): void {
  if (by === "session") return;
  throw new TRPCError({
    code: "FORBIDDEN",
    message: "A key of a program confirms nothing: this is for a person who is signed in.",
  });
}
