import type { DatabaseClient } from "@interlock/db/in-transaction";
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Actor } from "@interlock/api/actor";
import type { keyCreate } from "@interlock/api/keys/key-input";
import type { AgreedKey, KeyAnswer, KeyPort, KeyView } from "@interlock/api/keys/key-port";
import type { KeyScope } from "@interlock/api/permissions";
import type { Environment } from "@interlock/api/view/scalars";
import type { DatabasePool } from "@interlock/db/create-pool";
import { isRaisingKey } from "@interlock/core/approval/authority";
import { momentText } from "@interlock/core/market/clock-text";
import type { z } from "zod";
import { askOthers, type GiveCommand } from "../auth/authority/ask-others.ts";
import type { AuthorityAct } from "../auth/authority/authority-act.ts";
import { collect, uncollected } from "../auth/authority/collect.ts";
import type { ChangePeople } from "../auth/authority/person-outbox.ts";
import { lacksConfirmation } from "../auth/people/fresh-enough.ts";
import { roleOf } from "../auth/people/people-rows.ts";
import { noteOf, type NotePerson } from "../auth/person-notes.ts";
import { whereaboutsOf } from "../auth/whereabouts.ts";
import {
  keyById,
  keyByHash,
  type KeyRow,
  keyView,
  listKeys,
  scopesOf,
  stateOfKey,
} from "./key-rows.ts";
import { hashOfKey, isKey, makeKey } from "./key-text.ts";

/** What keys are kept with. */
export interface KeyGround {
  /** A pool whose search path is the schema `identity`. */
  readonly pool: DatabasePool;
  readonly change: ChangePeople;
  readonly command: GiveCommand;
  readonly environment: () => Environment;
  /** Whether what raises risk needs others here. */
  readonly isFullLadder: () => boolean;
}

/** A key's last use is written at most this often. */
const TOUCH_MS = 60_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Good keys that one person may have at a time. */
const KEYS_MAX = 20;

/**
 * Keys of programs. A key acts as its maker, in the role that they have at that moment and never more than it was made
 * for; a person who is suspended has no good key. It agrees to nothing, confirms nothing, and manages neither people
 * nor keys. Every act about a key is journaled.
 */
export class KeyDesk implements KeyPort {
  readonly #ground: KeyGround;

  constructor(ground: KeyGround) {
    this.#ground = ground;
  }

  /** Who asks by the key of an `Authorization: Bearer`; null for one that is not good here. */
  async identify(request: IncomingMessage, text: string): Promise<Actor | null> {
    if (!isKey(text)) return null;
    const { pool, environment } = this.#ground;
    const row = await keyByHash(pool, hashOfKey(text));
    const now = Date.now();
    if (row === null || stateOfKey(row, now) !== "good" || row.environment !== environment())
      return null;
    if (now - (row.lastUsedAt?.getTime() ?? 0) > TOUCH_MS)
      await pool.query(`update api_key set "lastUsedAt" = now() where id = $1`, [row.id]);
    return {
      userId: row.userId,
      name: row.maker,
      email: row.email,
      role: roleOf(row.role),
      by: "api_key",
      keyId: row.id,
      scopes: scopesOf(row),
      session: { id: row.id, ...whereaboutsOf(request) },
    };
  }

  async list(actor: Actor): Promise<readonly KeyView[]> {
    const { pool } = this.#ground;
    const rows = await listKeys(pool, seesAll(actor) ? null : actor.userId);
    const now = Date.now();
    return rows.map((row) => keyView(row, { userId: actor.userId, now }));
  }

  async agreed(actor: Actor): Promise<readonly AgreedKey[]> {
    const found = await uncollected(this.#ground.pool, "make_key", actor.userId);
    return found.map(({ approvalId, act: { name, scopes, days }, fetchBy }) => ({
      ...{ approvalId, name, scopes, days },
      fetchBy: fetchBy.getTime(),
    }));
  }

  async create(actor: Actor, { reason, ...asked }: z.infer<typeof keyCreate>): Promise<KeyAnswer> {
    const lacking = await this.#lacking(actor);
    if (lacking !== null) return lacking;
    const own = await listKeys(this.#ground.pool, actor.userId);
    const good = own.filter((row) => stateOfKey(row, Date.now()) === "good");
    if (good.length >= KEYS_MAX)
      return refused(`You have ${KEYS_MAX} keys that are good: revoke one first.`);
    const wanted = { ...asked, scopes: [...new Set(asked.scopes)].sort() };
    const act: AuthorityAct = { act: "make_key", userId: actor.userId, ...wanted };
    const needsOthers = this.#ground.isFullLadder() && isRaisingKey(wanted.scopes);
    const secret = await this.#ground.change(async (client, note) => {
      const agreed = needsOthers ? await collect(client, act, actor.userId) : null;
      if (needsOthers && agreed === null) return null;
      const until = new Date(Date.now() + wanted.days * DAY_MS);
      const how = agreed === null ? "" : `, agreed in ${agreed.approvalId}`;
      return this.#make({ client, note, actor }, { ...wanted, until, how });
    });
    if (secret === null) return this.#ask(actor, act, reason);
    return { accepted: true, sentence: `The key ${wanted.name} is made. ${SHOWN_ONCE}`, secret };
  }

  /** Asks others to agree to a key that may change positions or limits. */
  async #ask(
    actor: Actor,
    act: Extract<AuthorityAct, { readonly act: "make_key" }>,
    reason: string | undefined,
  ): Promise<KeyAnswer> {
    const { name, scopes, days } = act;
    const after = `${scopes.join(" and ")}, for ${days} ${days === 1 ? "day" : "days"}`;
    return askOthers(this.#ground, actor, {
      act,
      title: `API key ${name} of ${actor.name}`,
      diff: [{ what: name, before: "no key", after, direction: "looser" }],
      impact: ["It acts as its maker, who makes it within 24 hours after this is applied."],
      reason,
    });
  }

  async rotate(
    actor: Actor,
    { id, overlapHours }: { id: string; overlapHours: number },
  ): Promise<KeyAnswer> {
    const lacking = await this.#lacking(actor);
    if (lacking !== null) return lacking;
    const { pool, change, isFullLadder } = this.#ground;
    const old = await keyById(pool, id);
    if (old === null || old.userId !== actor.userId) return refused(NOT_YOURS);
    if (stateOfKey(old, Date.now()) !== "good")
      return refused("Only a key that is good can be replaced: make a new one.");
    const lifeMs = old.expiresAt.getTime() - old.createdAt.getTime();
    const scopes = scopesOf(old);
    // What others agreed to for a time is not prolonged by a new text.
    const isBound = isFullLadder() && isRaisingKey(scopes);
    const until = isBound ? old.expiresAt : new Date(Date.now() + lifeMs);
    const ends = new Date(Math.min(old.expiresAt.getTime(), Date.now() + overlapHours * HOUR_MS));
    const secret = await change(async (client, note) => {
      const made = await this.#make({ client, note, actor }, { name: old.name, scopes, until });
      await client.query(`update api_key set "expiresAt" = $2 where id = $1`, [id, ends]);
      const detail = `replaced; the old one ends ${ends.toISOString()}`;
      note(noteOf(actor, "key_changed", { about: labelOf(old), detail }));
      return made;
    });
    const rest =
      overlapHours === 0 ? "The old one has ended." : `The old one goes on for ${overlapHours} h.`;
    return { accepted: true, sentence: `${rest} ${SHOWN_ONCE}`, secret };
  }

  /** Ending a key is never held up: whoever may, does it at once. */
  async revoke(actor: Actor, id: string): Promise<KeyAnswer> {
    const { pool, change } = this.#ground;
    const row = await keyById(pool, id);
    if (row === null || (row.userId !== actor.userId && !seesAll(actor))) return refused(NOT_YOURS);
    if (row.revokedAt !== null)
      return refused(
        `${row.name} was revoked already at ${momentText(row.revokedAt.getTime(), Date.now())}.`,
      );
    await change(async (client, note) => {
      await client.query(`update api_key set "revokedAt" = now() where id = $1`, [id]);
      note(noteOf(actor, "key_revoked", { about: labelOf(row), detail: `of ${row.maker}` }));
    });
    return {
      accepted: true,
      sentence: `The key ${row.name} is revoked: its next request is refused.`,
    };
  }

  async #make(
    { client, note, actor }: Making,
    { name, scopes, until, how = "" }: Wanted,
  ): Promise<string> {
    const { environment } = this.#ground;
    const { text, prefix, hash } = makeKey(environment());
    await client.query(
      `insert into api_key (id, "userId", name, prefix, hash, scopes, environment, "expiresAt")
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [randomUUID(), actor.userId, name, prefix, hash, scopes, environment(), until],
    );
    const detail = `for ${scopes.join(" and ")}, until ${until.toISOString()}${how}`;
    note(noteOf(actor, "key_created", { about: `${name} (${prefix})`, detail }));
    return text;
  }

  /** Whoever finds a browser left open takes no key home. */
  async #lacking(actor: Actor): Promise<KeyAnswer | null> {
    const lacking = await lacksConfirmation(this.#ground.pool, actor, {
      recentSignInSuffices: !this.#ground.isFullLadder(),
    });
    if (lacking === null) return null;
    const { sentence, needs } = lacking;
    return { accepted: false, sentence, ...(needs === "step_up" ? { needs } : {}) };
  }
}

/** The transaction in which a key is made, and for whom. */
interface Making {
  readonly client: DatabaseClient;
  readonly note: NotePerson;
  readonly actor: Actor;
}

/** What a key is to be; `how` says who agreed to it. */
interface Wanted {
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly until: Date;
  readonly how?: string;
}

const SHOWN_ONCE = "Copy it now: it is shown only this once, and only its hash is kept.";
const NOT_YOURS = "There is no such key of yours.";

function seesAll({ role }: Actor): boolean {
  return role === "owner" || role === "ops";
}

function labelOf({ name, prefix }: KeyRow): string {
  return `${name} (${prefix})`;
}

function refused(sentence: string): KeyAnswer {
  return { accepted: false, sentence };
}
