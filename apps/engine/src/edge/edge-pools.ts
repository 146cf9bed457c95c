import { createPool, type DatabasePool } from "@interlock/db/create-pool";

/** The edge's connections to Postgres, apart from each other: a slow page of history never holds up the projector. */
export interface EdgePools {
  readonly projector: DatabasePool;
  readonly history: DatabasePool;
  readonly people: DatabasePool;
  readonly audit: DatabasePool;
}

/** Opens the pools; no connection is made before one is needed. */
export function openPools(connectionString: string): EdgePools {
  return {
    projector: createPool({ connectionString, applicationName: "interlock projector" }),
    history: createPool({ connectionString, applicationName: "interlock console" }),
    audit: createPool({
      connectionString,
      applicationName: "interlock audit watch",
      schema: "ledger",
    }),
    people: createPool({
      connectionString,
      applicationName: "interlock people",
      schema: "identity",
    }),
  };
}

/** Ends all connections. */
export async function closePools({ projector, history, people, audit }: EdgePools): Promise<void> {
  await Promise.all([projector.end(), history.end(), people.end(), audit.end()]);
}
