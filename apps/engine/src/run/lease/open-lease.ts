import { hostname } from "node:os";
import { createPool, type DatabasePool } from "@interlock/db/create-pool";
import type { Env } from "../../config/env.ts";
import { fall } from "../fall.ts";
import { LeaseKeeper, type OtherWriter } from "./lease-keeper.ts";

/** The account's lease, and the connection that it is kept over. */
export interface OpenLease {
  readonly lease: LeaseKeeper;
  readonly pool: DatabasePool;
}

/** Takes the account for this engine; ends the start when another one writes it. */
export async function openLease(env: Env, accountId: string): Promise<OpenLease> {
  const pool = createPool({
    connectionString: env.databaseUrl ?? "",
    applicationName: "interlock lease",
    maxConnections: 1,
  });
  const home = `${hostname()}, folder ${env.dataDir}`;
  const lease = new LeaseKeeper({ pool, accountId, home, process: `process ${process.pid}` });
  const other = await lease.claim();
  if (other === null) return { lease, pool };
  await pool.end();
  return fall(`Not started: ${describeOther(accountId, other)}`);
}

function describeOther(accountId: string, { holder, remainingMs }: OtherWriter): string {
  const until = new Date(Date.now() + remainingMs).toISOString();
  return `account ${accountId} is written by another engine, ${holder}, at least until ${until}. Stop that engine first, or start this one with the keys of another account.`;
}
