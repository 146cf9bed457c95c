import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Actor } from "@interlock/api/actor";
import type { KeyAnswer, KeyPort, KeyView } from "@interlock/api/keys/key-port";
import type { KeyScope } from "@interlock/api/permissions";
import type { Environment } from "@interlock/api/view/scalars";
import type { DatabasePool } from "@interlock/db/create-pool";
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
  readonly note: NotePerson;
  readonly environment: () => Environment;
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

  async create(
    actor: Actor,
    { name, scopes, days }: { name: string; scopes: readonly KeyScope[]; days: number },
  ): Promise<KeyAnswer> {
    const lacking = await this.#lacking(actor);
    if (lacking !== null) return lacking;
    const own = await listKeys(this.#ground.pool, actor.userId);
    const good = own.filter((row) => stateOfKey(row, Date.now()) === "good");
    if (good.length >= KEYS_MAX)
      return refused(`You have ${KEYS_MAX} keys that are good: revoke one first.`);
    const until = new Date(Date.now() + days * DAY_MS);
    const secret = await this.#make(actor, { name, scopes: [...new Set(scopes)], until });
    return { accepted: true, sentence: `The key ${name} is made. ${SHOWN_ONCE}`, secret };
  }

  async rotate(
    actor: Actor,
    { id, overlapHours }: { id: string; overlapHours: number },
  ): Promise<KeyAnswer> {
    const lacking = await this.#lacking(actor);
    if (lacking !== null) return lacking;
    const { pool, note } = this.#ground;
    const old = await keyById(pool, id);
    if (old === null || old.userId !== actor.userId) return refused(NOT_YOURS);
    if (stateOfKey(old, Date.now()) !== "good")
      return refused("Only a key that is good can be replaced: make a new one.");
    const lifeMs = old.expiresAt.getTime() - old.createdAt.getTime();
    const wanted = { name: old.name, scopes: scopesOf(old), until: new Date(Date.now() + lifeMs) };
    const secret = await this.#make(actor, wanted);
    const ends = new Date(Math.min(old.expiresAt.getTime(), Date.now() + overlapHours * HOUR_MS));
    await pool.query(`update api_key set "expiresAt" = $2 where id = $1`, [id, ends]);
    const detail = `replaced; the old one ends ${ends.toISOString()}`;
    note(noteOf(actor, "key_changed", { about: labelOf(old), detail }));
    const rest =
      overlapHours === 0 ? "The old one has ended." : `The old one goes on for ${overlapHours} h.`;
    return { accepted: true, sentence: `${rest} ${SHOWN_ONCE}`, secret };
  }

  /** Ending a key is never held up: whoever may, does it at once. */
  async revoke(actor: Actor, id: string): Promise<KeyAnswer> {
    const { pool, note } = this.#ground;
    const row = await keyById(pool, id);
    if (row === null || (row.userId !== actor.userId && !seesAll(actor))) return refused(NOT_YOURS);
    if (row.revokedAt !== null) return refused("This key was revoked already.");
    await pool.query(`update api_key set "revokedAt" = now() where id = $1`, [id]);
    note(noteOf(actor, "key_revoked", { about: labelOf(row), detail: `of ${row.maker}` }));
    return {
      accepted: true,
      sentence: `The key ${row.name} is revoked: its next request is refused.`,
    };
  }

  async #make(
    actor: Actor,
    { name, scopes, until }: { name: string; scopes: readonly KeyScope[]; until: Date },
  ): Promise<string> {
    const { pool, note, environment } = this.#ground;
    const { text, prefix, hash } = makeKey(environment());
    await pool.query(
      `insert into api_key (id, "userId", name, prefix, hash, scopes, environment, "expiresAt")
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [randomUUID(), actor.userId, name, prefix, hash, scopes, environment(), until],
    );
    const detail = `for ${scopes.join(" and ")}, until ${until.toISOString()}`;
    note(noteOf(actor, "key_created", { about: `${name} (${prefix})`, detail }));
    return text;
  }

  /** Whoever finds a browser left open takes no key home. */
  async #lacking(actor: Actor): Promise<KeyAnswer | null> {
    const lacking = await lacksConfirmation(this.#ground.pool, actor, {
      recentSignInSuffices: this.#ground.environment() !== "live",
    });
    if (lacking === null) return null;
    const { sentence, needs } = lacking;
    return { accepted: false, sentence, ...(needs === "step_up" ? { needs } : {}) };
  }
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
