import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { createTestDatabase, type TestDatabase } from "@interlock/db/test-database";
import { checkoutRoot } from "../src/config/checkout-root.ts";
import type { Env } from "../src/config/env.ts";
import { type LoadedConfig, loadConfig } from "../src/config/load-config.ts";
import { createSignInLink } from "../src/edge/auth/sign-in-link.ts";
import type { FromEdge } from "../src/edge/edge-message.ts";
import { runEdge } from "../src/edge/run-edge.ts";
import type { Attestor } from "../src/golive/attestation.ts";
import { readJournal } from "../src/journal/read-journal.ts";
import { ControlSocketClient } from "../src/operator/control-socket-client.ts";
import type { EngineRecord } from "../src/record.ts";
import type { EdgeHost, EdgeHostOptions } from "../src/run/edge-host.ts";
import { log } from "../src/run/log.ts";
import { runEngine } from "../src/run/run-engine.ts";
import { prepareDataFolder } from "../src/supervisor/data-folder.ts";
import { ConsoleClient } from "./edge/console-client.ts";
import type { VenueInProcess } from "./venue-in-process.ts";

const CONSOLE_URL = "http://localhost:3000";
const ANSWER_MS = 5_000;

/** What a test wants otherwise: of the environment, or which keys may attest. */
interface EngineChange extends Partial<Env> {
  readonly attestors?: readonly Attestor[];
}

type Status = Readonly<Record<string, unknown>>;

/** A folder and a database in which one engine after another can run, in this process. */
export class EngineHome {
  readonly dataDir: string;
  readonly #database: TestDatabase;

  private constructor(dataDir: string, database: TestDatabase) {
    this.dataDir = dataDir;
    this.#database = database;
  }

  static async open(): Promise<EngineHome> {
    log.level = "silent";
    const dataDir = mkdtempSync(join(tmpdir(), "il-run-"));
    const prepared = prepareDataFolder(dataDir);
    if (!prepared.ok) throw new Error(prepared.error);
    return new EngineHome(dataDir, await createTestDatabase());
  }

  get databaseUrl(): string {
    return this.#database.connectionString;
  }

  /** Everything journaled so far, in order. */
  records(): EngineRecord[] {
    return [...readJournal<EngineRecord>(this.dataDir, 1)].flatMap(({ records }) => [...records]);
  }

  async close(): Promise<void> {
    await this.#database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** The whole trading process in this one, its edge in the same thread, at a simulated venue. */
export class EngineInProcess {
  readonly home: EngineHome;
  readonly port: number;
  readonly #stop: () => Promise<void>;

  private constructor(home: EngineHome, port: number, stop: () => Promise<void>) {
    this.home = home;
    this.port = port;
    this.#stop = stop;
  }

  /** Starts it; resolves once it listens and may trade. */
  static async start(
    home: EngineHome,
    venue: VenueInProcess,
    { attestors = [], ...env }: EngineChange = {},
  ): Promise<EngineInProcess> {
    let stop: () => Promise<void> = () => Promise.resolve();
    return new Promise((resolve, reject) => {
      runEngine(
        {
          env: { ...environmentOf(home), ...env },
          venueEnv: venue.environment,
          config: simulation(attestors),
        },
        {
          openEdge: openEdgeHere,
          onStoppable: (given) => {
            stop = given;
          },
          folding: () => undefined,
          alive: () => undefined,
          announce: (port) => resolve(new EngineInProcess(home, port, () => stop())),
        },
      ).catch(reject);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What it says of itself through its control socket. */
  async status(): Promise<Status> {
    const client = await ControlSocketClient.open(join(this.home.dataDir, "run", "engine.sock"));
    if (!client.ok) throw new Error(client.error);
    const answer = await client.value.status(ANSWER_MS);
    client.value.close();
    if (!answer.ok) throw new Error(answer.error);
    return answer.value;
  }

  /** Signs the owner in at its edge. */
  async signIn(): Promise<ConsoleClient> {
    const { databaseUrl } = this.home;
    const link = await createSignInLink({ databaseUrl, consoleUrl: CONSOLE_URL });
    return ConsoleClient.signIn({ url: this.url, origin: CONSOLE_URL }, link);
  }

  /** Ends it in order. */
  stop(): Promise<void> {
    return this.#stop();
  }
}

function simulation(attestors: readonly Attestor[]): LoadedConfig {
  const loaded = loadConfig({ environment: "sim", root: checkoutRoot() });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const { config } = loaded;
  return { ...config, settings: { ...config.settings, attestors } };
}

function environmentOf({ dataDir, databaseUrl }: EngineHome): Env {
  return {
    environment: "sim",
    root: checkoutRoot(),
    dataDir,
    databaseUrl,
    marketData: null,
    enginePort: 0,
    watchdogPort: 0,
    consoleUrl: CONSOLE_URL,
    startHalted: "",
    symbols: undefined,
  };
}

/** The edge in the engine's own thread, behind the same messages. */
function openEdgeHere({ start, onMessage }: EdgeHostOptions): EdgeHost {
  const { port1, port2 } = new MessageChannel();
  port1.on("message", (message: FromEdge) => onMessage(message));
  const running = runEdge(start, port2);
  return {
    send: (message) => port1.postMessage(message),
    stop: async () => {
      port1.postMessage({ kind: "stopping" });
      await running;
      port1.close();
      port2.close();
    },
  };
}
