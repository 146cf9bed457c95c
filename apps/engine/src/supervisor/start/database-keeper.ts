import { existsSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { stopEmbeddedPostgres } from "@interlock/db/embedded/start-embedded-postgres";
import { DatabaseStartError } from "@interlock/db/database-start-error";
import { openDatabase } from "@interlock/db/open-database";
import { fail, ok, type Result } from "@interlock/core/result";

/** The database of a data folder while the product runs. */
export interface DatabaseKeeper {
  readonly url: string;
  /** The same for the product: by a role that may not change the audit trail, where the server lets one be made. */
  readonly appUrl: string;
  /** Ends the embedded server; an existing one is left alone. */
  close(): Promise<void>;
}

const UNPROTECTED =
  "The database's user may make no roles, or has no password: the product works as the owner of its tables, whose rows " +
  "triggers alone keep from being changed. Give the user of DATABASE_URL the right CREATEROLE and a password to have it " +
  "work as one that may not.";
const CHECK_MS = 1_000;
/** Somebody who stops the server in order has a reason; after this long it is started all the same. */
const RESPECT_MS = 60_000;

/** The folder of the embedded server in a data folder. */
export function postgresFolder(dataDir: string): string {
  return join(dataDir, "postgres");
}

/**
 * Opens the database and keeps the embedded server running: one that crashed is started again at once, one that was
 * stopped in order after a minute. It runs detached, so that a killed supervisor loses nothing; the next
 * start finds it.
 */
export async function keepDatabase(
  { dataDir, databaseUrl }: { readonly dataDir: string; readonly databaseUrl: string | null },
  say: (sentence: string) => void,
): Promise<Result<DatabaseKeeper>> {
  const folder = postgresFolder(dataDir);
  const opened = await open(folder, databaseUrl);
  if (!opened.ok) return opened;
  const { connectionString: url, appConnectionString, embedded } = opened.value;
  if (appConnectionString === null) say(UNPROTECTED);
  const urls = { url, appUrl: appConnectionString ?? url };
  if (embedded === null) return ok({ ...urls, close: async () => {} });
  const timer = watchServer({ folder, port: embedded.port, say });
  return ok({
    ...urls,
    close: async () => {
      clearInterval(timer);
      await stopEmbeddedPostgres(folder);
    },
  });
}

async function open(folder: string, databaseUrl: string | null) {
  try {
    return ok(
      await openDatabase({ dataDir: folder, ...(databaseUrl === null ? {} : { databaseUrl }) }),
    );
  } catch (error) {
    if (error instanceof DatabaseStartError) return fail(error.message);
    throw error;
  }
}

interface Watched {
  readonly folder: string;
  readonly port: number;
  readonly say: (sentence: string) => void;
}

function watchServer(watched: Watched): NodeJS.Timeout {
  let downSince: number | null = null;
  let busy = false;
  return setInterval(() => {
    if (busy) return;
    busy = true;
    void check().finally(() => {
      busy = false;
    });
  }, CHECK_MS);

  async function check(): Promise<void> {
    if (await answers(watched.port)) {
      downSince = null;
      return;
    }
    downSince ??= performance.now();
    const crashed = existsSync(join(watched.folder, "cluster", "postmaster.pid"));
    if (!crashed && performance.now() - downSince < RESPECT_MS) return;
    watched.say(
      crashed
        ? "The database server ended; it is started again."
        : "The database server was stopped a minute ago; it is started again.",
    );
    const again = await open(watched.folder, null);
    watched.say(again.ok ? "The database server runs again." : again.error);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect({ port, host: "127.0.0.1", timeout: CHECK_MS });
    const end = (answer: boolean) => {
      probe.destroy();
      resolve(answer);
    };
    probe.once("connect", () => end(true));
    probe.once("error", () => end(false));
    // A server that is merely slow is no dead one.
    probe.once("timeout", () => end(true));
  });
}
