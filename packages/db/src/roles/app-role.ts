import { createHmac } from "node:crypto";
import pg from "pg";
import { codeOf } from "../database-start-error.ts";

/** Tables of the ledger whose rows follow the journal as it goes on; every other one only grows. */
const REWRITTEN = [
  "accounts",
  "strategies",
  "orders",
  "positions",
  "strategy_positions",
  "projection_checkpoint",
];

/** The server does not let this user make roles or give rights: 42501 insufficient_privilege. */
const NOT_ALLOWED = ["42501"];

/**
 * Makes, or brings up to date, the role under which the product uses a database: it owns nothing, may insert and read
 * what only grows, and may neither change nor delete it, nor turn a trigger off. Returns the address to use with it, or
 * null where the user of the address may not make roles, or where the server lets them in without a password and there
 * is no secret to make one from: then triggers alone keep rows as they are. Each call sets the password anew, so that
 * one that an older build had made from less is void; without a secret the role that is there is shut.
 */
export async function prepareAppRole(ownerUrl: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: "interlock roles" });
  client.on("error", () => undefined);
  try {
    await client.connect();
    // Not only the address may hold it, but PGPASSWORD or a password file, too.
    const secret = client.password ?? "";
    const { rows } = await client.query<{ name: string }>("select current_database() as name");
    const database = rows[0]?.name ?? "";
    const role = `interlock_app_${database}`.slice(0, 63);
    const password = secret === "" ? null : passwordFor(secret, role);
    const prepared =
      password === null ? closing(client, role) : statements(client, { role, password, database });
    await client.query("begin");
    // Two starts at once wait for each other.
    await client.query("select pg_advisory_xact_lock(72707371)");
    for (const statement of prepared) await client.query(statement);
    await client.query("commit");
    return password === null ? null : addressFor(ownerUrl, role, password);
  } catch (error) {
    if (NOT_ALLOWED.includes(codeOf(error))) return null;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface RoleParts {
  readonly role: string;
  readonly password: string;
  readonly database: string;
}

function statements(client: pg.Client, { role, password, database }: RoleParts): readonly string[] {
  const name = client.escapeIdentifier(role);
  const rewritten = REWRITTEN.map((table) => `ledger.${table}`).join(", ");
  return [
    `do $do$ begin create role ${name} login; exception when duplicate_object then null; end $do$`,
    `alter role ${name} with login password ${client.escapeLiteral(password)}`,
    `revoke temporary on database ${client.escapeIdentifier(database)} from public`,
    `grant usage on schema ledger, identity to ${name}`,
    `revoke all on all tables in schema ledger from ${name}`,
    `grant select, insert on all tables in schema ledger to ${name}`,
    `grant update on ${rewritten} to ${name}`,
    `grant execute on all functions in schema ledger to ${name}`,
    `grant select, insert, update, delete on all tables in schema identity to ${name}`,
    `grant usage on all sequences in schema identity to ${name}`,
  ];
}

/** Shuts a role that an earlier start has left, whose password somebody may know by now. */
function closing(client: pg.Client, role: string): readonly string[] {
  const shut = `alter role ${client.escapeIdentifier(role)} with nologin password null`;
  return [`do $do$ begin ${shut}; exception when undefined_object then null; end $do$`];
}

/** The same at every start, so that two products on one database do not lock each other out. */
function passwordFor(secret: string, role: string): string {
  return createHmac("sha256", secret).update(role).digest("base64url");
}

function addressFor(ownerUrl: string, role: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = encodeURIComponent(role);
  url.password = encodeURIComponent(password);
  return url.href;
}
