import { randomUUID } from "node:crypto";
import type { InvitationView } from "@interlock/api/people/people-view";
import type { Role } from "@interlock/api/view/scalars";
import { fail, ok, type Result } from "@interlock/core/result";
import type { DatabasePool } from "@interlock/db/create-pool";
import { hashToken, newToken } from "../secret/one-time-text.ts";
import { roleOf } from "./people-rows.ts";

/** Whom an invitation is for, and by whom. */
export interface InvitationTerms {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly invitedBy: string;
  /** The user id of whoever invites by their word alone; null where others had agreed. */
  readonly aloneBy: string | null;
}

type Queries = Pick<DatabasePool, "query">;

interface InvitationRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const LIFE_DAYS = 3;
const COLUMNS = `id, email, name, role, "invitedBy", "createdAt", "expiresAt"`;
const OPEN = `"endedAt" is null and "expiresAt" > now()`;

/** Invitations: what is kept of a link is its hash, and it works once. */
export class Invitations {
  readonly #pool: Queries;

  /** `pool` may be the client of a transaction. */
  constructor(pool: Queries) {
    this.#pool = pool;
  }

  /** Makes one in place of an earlier one for the same address; returns the text of its link. */
  async make(terms: InvitationTerms): Promise<Result<string>> {
    const { email, name, role, invitedBy, aloneBy } = terms;
    const address = email.toLowerCase();
    const { rows } = await this.#pool.query(`select 1 from "user" where email = $1`, [address]);
    if (rows.length > 0)
      return fail(`A person with the e-mail address ${address} is here already.`);
    await this.#pool.query(`update invitation set "endedAt" = now() where email = $1 and ${OPEN}`, [
      address,
    ]);
    const token = newToken();
    await this.#pool.query(
      `insert into invitation (id, email, name, role, "tokenHash", "invitedBy", "invitedAloneBy", "expiresAt")
       values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(days => ${LIFE_DAYS}))`,
      [randomUUID(), address, name, role, hashToken(token), invitedBy, aloneBy],
    );
    return ok(token);
  }

  /** Those that can still be taken up, the newest first. */
  async waiting(): Promise<InvitationView[]> {
    const { rows } = await this.#pool.query<InvitationRow>(
      `select ${COLUMNS} from invitation where ${OPEN} order by "createdAt" desc, id`,
    );
    return rows.map(invitationView);
  }

  /** The invitation of a link; null when it works no more. */
  async find(token: string): Promise<InvitationView | null> {
    const { rows } = await this.#pool.query<InvitationRow>(
      `select ${COLUMNS} from invitation where "tokenHash" = $1 and ${OPEN}`,
      [hashToken(token)],
    );
    return rows[0] === undefined ? null : invitationView(rows[0]);
  }

  /** Takes one back; returns whose it was, or null when there is none any more. */
  async withdraw(id: string): Promise<string | null> {
    const { rows } = await this.#pool.query<{ name: string }>(
      `update invitation set "endedAt" = now() where id = $1 and ${OPEN} returning name`,
      [id],
    );
    return rows[0]?.name ?? null;
  }
}

function invitationView({ createdAt, expiresAt, role, ...row }: InvitationRow): InvitationView {
  return {
    ...row,
    role: roleOf(role),
    createdAt: createdAt.getTime(),
    expiresAt: expiresAt.getTime(),
  };
}
