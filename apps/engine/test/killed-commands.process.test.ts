import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabasePool } from "@interlock/db/create-pool";
import { presentMonths } from "@interlock/db/retention/detach-month";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { buildBundles } from "./processes/bundles.ts";
import { publishHead, type RecordedLedger, recordLedger } from "./recorded-ledger.ts";

const bundles = buildBundles();
afterAll(() => bundles.remove());

/** From it on the trades of June are older than seven years. */
const SEVEN_YEARS_LATER = Date.UTC(2033, 6, 20);

let ledger: RecordedLedger;
let folder: string;
let pool: DatabasePool;
let wire: Wire;
beforeEach(async () => {
  ledger = await recordLedger((rig) => {
    rig.tradeABit();
    rig.time = SEVEN_YEARS_LATER;
    rig.pass(1_000);
    rig.command({ kind: "kill", mode: "halt", reason: "later", includeStops: false });
  });
  ({ folder, pool } = ledger);
  await publishHead(folder);
  wire = await Wire.open(ledger.databaseUrl);
});
afterEach(async () => {
  await wire.close();
  await ledger.close();
});

type Moment = "before the commit" | "after the commit";

/** Lies between a program and Postgres, and says when the commit of a month that was detached passes. */
class Wire {
  readonly url: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Called, and nothing passes from then on. */
  onMoment: ((moment: Moment) => boolean) | null = null;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async open(connectionString: string): Promise<Wire> {
    const target = new URL(connectionString);
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const url = new URL(connectionString);
    url.port = String(typeof address === "object" ? address?.port : "");
    url.hostname = "127.0.0.1";
    const wire = new Wire(server, url.href);
    server.on("connection", (client) => wire.#join(client, connect(portOf(target), "127.0.0.1")));
    return wire;
  }

  #join(client: Socket, postgres: Socket): void {
    let detached = false;
    let cut = false;
    const pass = (piece: Buffer, to: Socket, moment: Moment | null) => {
      cut ||= moment !== null && this.onMoment?.(moment) === true;
      if (!cut) to.write(piece);
    };
    client.on("data", (piece) => {
      detached ||= piece.includes("detach partition");
      pass(piece, postgres, detached && piece.includes("commit\0") ? "before the commit" : null);
    });
    postgres.on("data", (piece) =>
      pass(piece, client, detached && piece.includes("COMMIT\0") ? "after the commit" : null),
    );
    for (const [own, other] of [
      [client, postgres],
      [postgres, client],
    ] as const) {
      this.#sockets.add(own);
      own.on("error", () => other.destroy());
      own.on("close", () => other.destroy());
    }
  }

  /** Loses every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }
}

function portOf({ port }: URL): number {
  return Number(port === "" ? 5432 : port);
}

/** Runs `db retain --apply`; resolves with its exit code, null when it was killed. */
async function retain(
  databaseUrl: string,
  begun?: (kill: () => void) => void,
): Promise<number | null> {
  return (await retained(databaseUrl, begun)).code;
}

/** Runs `db retain --apply`, and resolves with what it says of a failure, too. */
function retained(
  databaseUrl: string,
  begun?: (kill: () => void) => void,
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const args = [bundles.cli, "db", "retain", "--apply", "--data-dir", folder];
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const child = spawn(process.execPath, args, {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (piece: Buffer) => {
    stderr += piece.toString();
  });
  begun?.(() => child.kill("SIGKILL"));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stderr })));
}

async function killedAt(moment: Moment): Promise<void> {
  const code = await retain(wire.url, (kill) => {
    wire.onMoment = (reached) => {
      if (reached === moment) kill();
      return reached === moment;
    };
  });
  expect(code).toBeNull();
}

const notes = () => readdirSync(join(folder, "notes"));
const journalable = () => notes().filter((name) => name.endsWith(".json"));

test("a month that was archived just before its command was killed is told to the engine once, by the next command", {
  timeout: 120_000,
}, async () => {
  await killedAt("after the commit");
  expect(await presentMonths(pool)).toEqual(["2033-07"]);
  expect(journalable()).toEqual([]);
  expect(await retain(ledger.databaseUrl)).toBe(0);
  expect(notes()).toHaveLength(1);
  const [name = ""] = journalable();
  expect(readFileSync(join(folder, "notes", name), "utf8")).toContain("the rows of 2026-06 were");
  expect(await retain(ledger.databaseUrl)).toBe(0);
  expect(notes()).toEqual([name]);
});

test("a month whose command was killed just before the commit is where it was, told to nobody, and archived by the next", {
  timeout: 120_000,
}, async () => {
  await killedAt("before the commit");
  expect(await presentMonths(pool)).toEqual(["2026-06", "2033-07"]);
  expect(notes()).toHaveLength(1);
  expect(journalable()).toEqual([]);
  expect(await retain(ledger.databaseUrl)).toBe(0);
  expect(await presentMonths(pool)).toEqual(["2033-07"]);
  expect(notes()).toHaveLength(1);
  expect(journalable()).toHaveLength(1);
});

test("a month is not said to stay when it is gone and only its note could not be finished", {
  timeout: 120_000,
}, async () => {
  const { code, stderr } = await retained(wire.url, () => {
    wire.onMoment = (reached) => {
      if (reached === "after the commit") rmSync(join(folder, "notes"), { recursive: true });
      return false;
    };
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/2026-06 is archived, and no longer in the database, but the note of it/);
  expect(await presentMonths(pool)).toEqual(["2033-07"]);
});

test("a month whose commit was never answered is said to be unknown, and settled by the next command", {
  timeout: 120_000,
}, async () => {
  const { code, stderr } = await retained(wire.url, () => {
    wire.onMoment = (reached) => {
      if (reached === "after the commit") wire.cut();
      return reached === "after the commit";
    };
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/Whether 2026-06 is still in the database is not known: .* Run/);
  expect(journalable()).toEqual([]);
  expect(await retain(ledger.databaseUrl)).toBe(0);
  expect(notes()).toHaveLength(1);
  expect(journalable()).toHaveLength(1);
});

test("of a restore drill that was killed nothing is left once another began, which has to wait until it is dead", {
  timeout: 120_000,
}, async () => {
  const before = drills();
  const first = await stoppedDrill(before);
  const meanwhile = await drill().ended;
  expect(meanwhile).toBe(4);
  expect(drills()).toHaveLength(before.length + 1);
  first.child.kill("SIGKILL");
  await first.ended;
  expect(drills()).toHaveLength(before.length + 1);
  expect(await drill().ended).toBe(0);
  expect(drills()).toEqual(before);
});

const drills = () =>
  readdirSync(tmpdir()).filter((name) => name.startsWith("interlock-restore-drill-"));

function drill() {
  const child = spawn(process.execPath, [bundles.cli, "restore-drill", "--data-dir", folder], {
    stdio: "ignore",
  });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  return { child, ended };
}

/** A drill that stands still in the middle of its work. One that was through before it was caught is begun again. */
async function stoppedDrill(before: readonly string[]): Promise<ReturnType<typeof drill>> {
  for (;;) {
    const begun = drill();
    while (drills().length === before.length && begun.child.exitCode === null)
      await new Promise((resolve) => setImmediate(resolve));
    begun.child.kill("SIGSTOP");
    if (begun.child.exitCode === null && drills().length > before.length) return begun;
    begun.child.kill("SIGKILL");
    await begun.ended;
  }
}
