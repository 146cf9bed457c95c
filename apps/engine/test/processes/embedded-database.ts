import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  startEmbeddedPostgres,
  stopEmbeddedPostgres,
} from "@interlock/db/embedded/start-embedded-postgres";
import { openDatabase } from "@interlock/db/open-database";

/** A Postgres of one test's own, which can be stopped or frozen and comes back under the same address. */
export class EmbeddedDatabase {
  readonly connectionString: string;
  readonly #dataDir: string;

  private constructor(dataDir: string, connectionString: string) {
    this.#dataDir = dataDir;
    this.connectionString = connectionString;
  }

  /** Starts one with an empty ledger. */
  static async start(): Promise<EmbeddedDatabase> {
    const dataDir = mkdtempSync(join(tmpdir(), "il-pg-"));
    // As root the server runs as another user.
    chmodSync(dataDir, 0o755);
    const { connectionString } = await openDatabase({ dataDir });
    return new EmbeddedDatabase(dataDir, connectionString);
  }

  /** Shuts it down: connections are refused from now on. */
  stop(): Promise<void> {
    return stopEmbeddedPostgres(this.#dataDir);
  }

  async startAgain(): Promise<void> {
    const { port } = await startEmbeddedPostgres({ dataDir: this.#dataDir });
    const before = new URL(this.connectionString).port;
    if (String(port) !== before) throw new Error(`port ${before} was taken meanwhile, now ${port}`);
  }

  /** Stops every process of the server where it stands: connections stay open and nothing answers. Linux only. */
  freeze(): void {
    for (const pid of this.#processes()) process.kill(pid, "SIGSTOP");
  }

  thaw(): void {
    for (const pid of this.#processes()) process.kill(pid, "SIGCONT");
  }

  /** Stops it and deletes it. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  /** The server's main process first, so that it starts no others while they are stopped. */
  #processes(): number[] {
    const file = join(this.#dataDir, "cluster", "postmaster.pid");
    const postmaster = Number(readFileSync(file, "utf8").split("\n")[0]);
    const children = readdirSync("/proc").filter((name) => parentOf(name) === postmaster);
    return [postmaster, ...children.map(Number)];
  }
}

function parentOf(pid: string): number | null {
  if (!/^\d+$/.test(pid)) return null;
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]);
  } catch {
    // It ended meanwhile.
    return null;
  }
}
