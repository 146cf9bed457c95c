import type { DatabaseClient } from "@interlock/db/in-transaction";
import type { CarriedOut } from "@interlock/core/approval/approval";
import type { EngineApproval } from "../../../operator/approval/approval-command.ts";
import type { PersonEvent, PersonEventName } from "../../../records/person-record.ts";
import { type PersonRow, personById } from "../people/people-rows.ts";
import { NOBODY } from "../people/person-answer.ts";
import type { NotePerson } from "../person-notes.ts";
import { baseOfAct } from "./act-base.ts";
import { type AuthorityAct, authorityAct } from "./authority-act.ts";

/** An act that was agreed, and the transaction that it happens in. */
interface Agreed<A = AuthorityAct> {
  readonly client: DatabaseClient;
  readonly note: NotePerson;
  readonly act: A;
  readonly approval: EngineApproval;
  /** The user id of whoever asked, where nobody else had agreed; else null. */
  readonly alone: string | null;
}

/** How long what an agreement makes may be fetched by whoever asked for it, in hours. */
const COLLECT_HOURS = 24;

/**
 * Carries out what was agreed about people or keys, in the caller's transaction, once for each request: who comes again
 * gets what the first one came to. What it was made on is compared once more.
 */
export async function carryOutAct(
  client: DatabaseClient,
  note: NotePerson,
  approval: EngineApproval,
): Promise<CarriedOut> {
  const { rows } = await client.query<CarriedOut>(
    `select done, sentence from authority_act where "approvalId" = $1`,
    [approval.id],
  );
  if (rows[0] !== undefined) return rows[0];
  const held = "content" in approval.subject.act ? approval.subject.act.content : null;
  const act = authorityAct.parse(held);
  const fourEyes = approval.ending?.fourEyes === true;
  const alone = fourEyes ? null : approval.requester.userId;
  const carried = await carry({ client, note, act, approval, alone });
  const collects = carried.done && (act.act === "invite" || act.act === "make_key");
  await client.query(
    `insert into authority_act ("approvalId", content, "requestedBy", "fourEyes", done, sentence, "collectBy")
     values ($1, $2, $3, $4, $5, $6, now() + make_interval(hours => $7))`,
    [
      approval.id,
      JSON.stringify(act),
      approval.requester.userId,
      fourEyes,
      carried.done,
      carried.sentence,
      collects ? COLLECT_HOURS : null,
    ],
  );
  return carried;
}

async function carry(agreed: Agreed): Promise<CarriedOut> {
  const { client, act, approval } = agreed;
  const base = await baseOfAct(client, act);
  if (!approval.baseVersion.startsWith(base))
    return {
      done: false,
      sentence: `It was made on "${approval.baseVersion}", and by now it is "${base}": ask anew.`,
    };
  switch (act.act) {
    case "set_role":
      return setRole({ ...agreed, act });
    case "reactivate":
      return reactivate({ ...agreed, act });
    case "reset_passkeys":
      return resetPasskeys({ ...agreed, act });
    case "invite":
      return {
        done: true,
        sentence: `${approval.requester.name} may now make the link for ${act.name} on the page People, within ${COLLECT_HOURS} hours.`,
      };
    case "make_key":
      return {
        done: true,
        sentence: `${approval.requester.name} may now make the key ${act.name}, with the same name, scopes and days, within ${COLLECT_HOURS} hours.`,
      };
  }
}

type Of<K extends AuthorityAct["act"]> = Agreed<Extract<AuthorityAct, { readonly act: K }>>;

async function setRole(agreed: Of<"set_role">): Promise<CarriedOut> {
  const { client, act, alone } = agreed;
  const person = await personById(client, act.userId);
  await client.query(
    `update "user" set role = $2, "updatedAt" = now(), "raisedAloneBy" = $3,
       "raisedAloneAt" = case when $3::text is null then null else now() end where id = $1`,
    [act.userId, act.role, alone],
  );
  const detail = `${act.role} instead of ${person?.role ?? "none"}`;
  noteAgreed(agreed, "role_changed", { about: person?.name ?? "", detail });
  return { done: true, sentence: `${person?.name ?? ""} is ${act.role} from now on.` };
}

async function reactivate(agreed: Of<"reactivate">): Promise<CarriedOut> {
  const { client, act, alone } = agreed;
  const person = await personById(client, act.userId);
  await client.query(
    `update "user" set "suspendedAt" = null, "updatedAt" = now(), "raisedAloneBy" = $2,
       "raisedAloneAt" = case when $2::text is null then null else now() end where id = $1`,
    [act.userId, alone],
  );
  noteAgreed(agreed, "reactivated", { about: person?.name ?? "" });
  return { done: true, sentence: `${person?.name ?? ""} may sign in again.` };
}

async function resetPasskeys(agreed: Of<"reset_passkeys">): Promise<CarriedOut> {
  const { client, act } = agreed;
  const person = await personById(client, act.userId);
  const obstacle = person === null ? NOBODY : resetObstacle(person);
  if (obstacle !== null) return { done: false, sentence: obstacle };
  const removed = await dropPasskeys(client, act.userId);
  noteAgreed(agreed, "passkeys_reset", { about: person?.name ?? "", detail: `${removed} removed` });
  return {
    done: true,
    sentence: `${person?.name ?? ""} has no passkey any more, and adds one after signing in with password and code.`,
  };
}

/**
 * Says why the passkeys of somebody stay where the whole ladder holds; null when they may be removed. It is judged when
 * it is asked for and again when it is done: a password or a code generator may be gone by then.
 */
export function resetObstacle({ name, passkeys, hasPassword, hasTotp }: PersonRow): string | null {
  if (passkeys === 0) return `${name} has no passkey.`;
  if (hasPassword && hasTotp) return null;
  return `Nothing was changed: ${name} ${NO_CODES}`;
}

const NO_CODES =
  "has no password with a code generator, so that whoever guesses a password could add a passkey of their own. Suspend them, and invite them anew with another e-mail address.";

/** Removes all passkeys and sessions of a person, who then needs password and code to add another; tells how many. */
export async function dropPasskeys(client: DatabaseClient, userId: string): Promise<number> {
  const { rowCount } = await client.query(`delete from passkey where "userId" = $1`, [userId]);
  await client.query(`delete from session where "userId" = $1`, [userId]);
  return rowCount ?? 0;
}

function noteAgreed(
  { note, approval, alone }: Agreed,
  event: PersonEventName,
  { about, detail = "" }: { readonly about: string; readonly detail?: string },
): void {
  const { requester, id } = approval;
  const how = alone === null ? "as others agreed" : "agreed by its requester alone";
  const noted: PersonEvent = {
    event,
    by: requester.name,
    byId: requester.userId,
    role: requester.role,
    about,
    from: {},
    detail: `${detail === "" ? "" : `${detail}, `}${how} in ${id}`,
  };
  note(noted);
}
