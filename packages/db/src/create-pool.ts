import pg from "pg";

/** Connections to one database. */
export type DatabasePool = pg.Pool;

export interface PoolOptions {
  readonly connectionString: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Schema in which unqualified names are found; by default the server's. */
  readonly schema?: "ledger" | "identity" | string;
  readonly maxConnections?: number;
  /** The server ends a statement after this long, and the client gives up on the answer shortly after. */
  readonly statementTimeoutMs?: number;
  /** Told of connections lost while nobody used them; they are replaced on demand. */
  readonly onConnectionLost?: (error: Error) => void;
}

const CONNECT_TIMEOUT_MS = 5_000;
const KEEPALIVE_MS = 5_000;
/** Past the server's own timeout only a dead connection stays silent. */
const SILENCE_MARGIN_MS = 500;

/**
 * Returns a pool whose connections never hang and never end the process: a lost connection is reported and replaced,
 * a statement has a deadline on both ends, and a transaction left open is ended by the server.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const { statementTimeoutMs = 2_000, onConnectionLost = () => undefined } = options;
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    application_name: options.applicationName,
    max: options.maxConnections ?? 4,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEPALIVE_MS,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + SILENCE_MARGIN_MS,
    idle_in_transaction_session_timeout: Math.max(10_000, statementTimeoutMs * 2),
    ...(options.schema === undefined ? {} : { options: `-c search_path=${options.schema}` }),
  });
  pool.on("error", onConnectionLost);
  // A connection in use reports its loss to the query in flight; this keeps the event itself from ending the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}
