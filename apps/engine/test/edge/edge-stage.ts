import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { createPool } from "@interlock/db/create-pool";
import { createTestDatabase, type TestDatabase } from "@interlock/db/test-database";
import type { Role } from "@interlock/api/view/scalars";
import type { FromEdge, ToEdge } from "../../src/edge/edge-message.ts";
import { createSignInLink } from "../../src/edge/auth/sign-in-link.ts";
import { NO_TARGETS, type NoticeTargets } from "../../src/edge/notices/notice-targets.ts";
import { runEdge } from "../../src/edge/run-edge.ts";
import type { OperatorCommand } from "../../src/operator/operator-command.ts";
import { judgeWhatIf } from "../../src/risk/what-if.ts";
import { secretKey } from "../../src/supervisor/secret-key.ts";
import { ConsoleClient } from "./console-client.ts";
import { fullLadder } from "../approval-rig.ts";
import { JournalingRig } from "../journaling-rig.ts";
import { settings } from "../rig.ts";
import { Screen } from "./screen.ts";
import { anotherSession, sessionOf } from "./signed-cookie.ts";

export const CONSOLE_URL = "http://localhost:3000";
/** Heads come at the start, and when a test stops the edge and starts it again. */
const HEADS_EVERY_MS = 3_600_000;
/** Both inside the data folder, which the stage removes. */
const HEAD_PLACES = [
  { kind: "folder", path: "heads" },
  { kind: "objects", path: "heads-second" },
] as const;

/** What a stage may have otherwise. */
export interface StageOptions {
  /** Whether what the edge tells of people is journaled, too; else a test sees it in `told` alone. */
  readonly journalsPeople?: boolean;
  /** Another way to the same database, e.g. through a proxy that can be cut. */
  readonly databaseUrl?: (url: string) => string | Promise<string>;
}

/**
 * The edge in this thread, over a real journal, database and socket. The rig is the trading thread: a test plays its
 * market, its venue and its operator; commands of a console reach it through the edge's own message port.
 */
export class EdgeStage {
  readonly dataDir: string;
  readonly rig: JournalingRig;
  readonly screen: Screen;
  /** What the edge has told the trading thread. */
  readonly told: FromEdge[] = [];
  /** Where people are told who do not look, for an edge that is started afterwards. */
  notices: NoticeTargets = NO_TARGETS;
  readonly #database: TestDatabase;
  readonly databaseUrl: string;
  #journals = false;
  #port: MessagePort | null = null;
  #edge: Promise<void> = Promise.resolve();
  #httpPort = 0;

  private constructor(
    parts: Pick<EdgeStage, "dataDir" | "rig">,
    database: TestDatabase,
    databaseUrl: string,
  ) {
    this.dataDir = parts.dataDir;
    this.rig = parts.rig;
    this.screen = new Screen(parts.rig);
    this.#database = database;
    this.databaseUrl = databaseUrl;
  }

  /** Opens a stage that is ready, with its edge and a signed-in owner. */
  static async withOwner(): Promise<{ readonly stage: EdgeStage; readonly owner: ConsoleClient }> {
    const stage = await EdgeStage.open();
    stage.rig.ready();
    await stage.startEdge();
    return { stage, owner: await stage.person("owner") };
  }

  /** Opens a stage on which the whole ladder of approvals holds, with its edge. */
  static async withLadder(options: StageOptions = {}): Promise<EdgeStage> {
    const stage = await EdgeStage.open(options);
    stage.rig.ready({ settings: settings({ approvals: fullLadder() }) });
    return stage.startEdge();
  }

  /** Makes the folder, the journal and the database. */
  static async open({
    databaseUrl = (url) => url,
    journalsPeople = false,
  }: StageOptions = {}): Promise<EdgeStage> {
    const dataDir = mkdtempSync(join(tmpdir(), "il-edge-"));
    const database = await createTestDatabase();
    const rig = await JournalingRig.open(dataDir);
    const url = await databaseUrl(database.connectionString);
    const stage = new EdgeStage({ dataDir, rig }, database, url);
    stage.#journals = journalsPeople;
    return stage;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#httpPort}`;
  }

  /** Starts the edge on any free port; resolves once it listens. */
  async startEdge(port = 0): Promise<this> {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const listening = new Promise<number>((resolve, reject) => {
      port1.on("message", (message: FromEdge) => {
        this.told.push(message);
        if (message.kind === "listening") resolve(message.port);
        if (message.kind === "failed") reject(new Error(message.sentence));
        if (message.kind === "command") void this.#obey(message.command);
        if (message.kind === "person_event" || message.kind === "approval_carried")
          this.#journal(message);
        if (message.kind === "what_if") this.#judge(message);
      });
    });
    const start = {
      dataDir: this.dataDir,
      port,
      consoleUrl: CONSOLE_URL,
      databaseUrl: this.databaseUrl,
      cell: this.rig.cell,
      board: this.screen.board,
      calls: { mark: this.rig.views.callMark, strategies: [] },
      allowedOrigins: [CONSOLE_URL],
      killPolicy: { viewersHalt: true },
      notices: this.notices,
      heads: { everyMs: HEADS_EVERY_MS, places: HEAD_PLACES },
    };
    this.beat();
    this.#edge = runEdge(start, port2).finally(() => port2.close());
    this.#httpPort = await listening;
    return this;
  }

  /** Tells the edge something, as the trading thread does. */
  send(message: ToEdge): void {
    this.#port?.postMessage(message);
  }

  /** Shows a completed decision cycle of this moment, or of a while ago. */
  beat(agoMs = 0): void {
    const wallAt = Date.now() - agoMs;
    this.screen.market.beat({ wallAt, cycles: 1, venueTime: this.rig.time });
  }

  /** Signs somebody in by a link, in a role. */
  async signIn(role: Role = "owner"): Promise<ConsoleClient> {
    const link = await this.link();
    await this.sql(`update identity."user" set role = '${role}'`);
    return ConsoleClient.signIn({ url: this.url, origin: CONSOLE_URL }, link);
  }

  /** Somebody of their own in a role, who has just signed in. */
  async person(role: Role): Promise<ConsoleClient> {
    const { sql, cookie } = sessionOf(role, secretKey(this.dataDir, "auth").toString("hex"));
    await this.sql(sql);
    return new ConsoleClient({ url: this.url, origin: CONSOLE_URL, cookie });
  }

  /** The same person in another browser, with a session of its own. */
  async sessionFor(client: ConsoleClient): Promise<ConsoleClient> {
    const { email } = await client.trpc.session.me.query();
    const { sql, cookie } = anotherSession(email, secretKey(this.dataDir, "auth").toString("hex"));
    await this.sql(sql);
    return new ConsoleClient({ ...client.address, cookie });
  }

  /** A console of somebody who has not signed in. */
  stranger(): ConsoleClient {
    return new ConsoleClient({ url: this.url, origin: CONSOLE_URL, cookie: "" });
  }

  /** Makes a sign-in link as the command line does. */
  link(): Promise<string> {
    return createSignInLink({
      databaseUrl: this.#database.connectionString,
      consoleUrl: CONSOLE_URL,
    });
  }

  async sql(text: string): Promise<Record<string, unknown>[]> {
    const { connectionString } = this.#database;
    const pool = createPool({ connectionString, applicationName: "test" });
    try {
      const { rows } = await pool.query<Record<string, unknown>>(text);
      return rows;
    } finally {
      await pool.end();
    }
  }

  /** The journal's entry that the database has come to. */
  async projectedTo(): Promise<number> {
    const rows = await this.sql("select journal_seq from ledger.projection_checkpoint");
    return Number(rows[0]?.["journal_seq"]);
  }

  async stopEdge(): Promise<void> {
    this.send({ kind: "stopping" });
    await this.#edge;
    this.#port?.close();
    this.#port = null;
  }

  async close(): Promise<void> {
    await this.stopEdge();
    await this.rig.close();
    await this.#database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  #judge({ askId, order }: Extract<FromEdge, { kind: "what_if" }>): void {
    const { state, views, time } = this.rig;
    this.send({
      kind: "what_if_judged",
      askId,
      judgment: judgeWhatIf({ state, views, time }, order),
    });
  }

  /** Takes what the edge tells, as the trading thread does. */
  #journal(message: Extract<FromEdge, { kind: "person_event" | "approval_carried" }>): void {
    if (!this.#journals) return;
    this.rig.give(message);
    void this.rig.durable();
  }

  async #obey(command: OperatorCommand): Promise<void> {
    const { effects } = this.rig.give({ kind: "command", command, hostAt: Date.now() });
    const journalSeq = await this.rig.durable();
    for (const effect of effects) {
      if (effect.kind !== "answer_command") continue;
      const { kind: _kind, ...answer } = effect;
      this.send({ kind: "command_answered", answer: { ...answer, journalSeq } });
    }
  }
}
