import { mkdtempSync, rmSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KillDesks } from "../kill/kill-desks.ts";
import { MemoryVenue } from "../kill/test/memory-venue.ts";
import { OutsideEngine, TEST_LIMITS, TEST_PACE } from "../kill/test/outside-engine.ts";
import { type KillClaims, signKillToken } from "../kill-token.ts";
import { type KillListener, openKillListener } from "../listener/kill-listener.ts";
import { STANDING_TOKEN_LENGTH_MIN, standingTokenCheck } from "../standing-token.ts";

const KEY = Buffer.alloc(32, 7);
export const STANDING = "s".repeat(STANDING_TOKEN_LENGTH_MIN);
export const CONSOLE = "http://localhost:3000";

/** A kill token of a trader, unless a test wants another. */
export function token(more: Partial<KillClaims> = {}): string {
  const claims = {
    userId: "u1",
    name: "Ada",
    role: "trader" as const,
    iat: 0,
    exp: Date.now() + 60_000,
    sessionUntil: Date.now() + 60_000,
  };
  return signKillToken({ ...claims, ...more }, KEY);
}

interface Call {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Over the Unix socket instead of TCP. */
  readonly unix?: boolean;
}

/** What the listener answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

/** The watchdog's listener with a desk, an engine and a venue that a test plays; of an account with real money. */
export class ListenerStage {
  readonly folder = mkdtempSync(join(tmpdir(), "listen-"));
  readonly venue = new MemoryVenue();
  readonly engine = new OutsideEngine();
  readonly desk = new KillDesks({
    environment: "live",
    dataDir: this.folder,
    venue: this.venue,
    engine: this.engine,
    feed: "iex",
    limits: TEST_LIMITS,
    pace: TEST_PACE,
    say: () => {},
  });
  #listener: KillListener | null = null;

  /** Listens on a port of its own and a Unix socket. */
  static async open(): Promise<ListenerStage> {
    const stage = new ListenerStage();
    const { desk, engine, folder } = stage;
    const opened = await openKillListener(
      { port: 0, host: "127.0.0.1", socket: join(folder, "w.sock") },
      (port) => ({
        desk,
        consoleUrl: CONSOLE,
        allowedOrigins: [CONSOLE, `http://localhost:${port}`],
        tokens: { key: KEY, revokedAt: () => null, isStanding: standingTokenCheck(STANDING) },
        policy: { viewersHalt: true },
        scopes: ["symbol:IBM"],
        health: () => ({ engineAlive: engine.alive(), latched: desk.latched }),
      }),
    );
    if (!opened.ok) throw new Error(opened.error);
    stage.#listener = opened.value;
    return stage;
  }

  get listener(): KillListener {
    if (this.#listener === null) throw new Error("nobody listens");
    return this.#listener;
  }

  async close(): Promise<void> {
    await this.listener.close();
    this.desk.close();
    rmSync(this.folder, { recursive: true });
  }

  /** Sends a request as written: no client adds, follows or forbids anything. */
  call({
    path = "/kill",
    method = "POST",
    headers = {},
    body = "",
    unix = false,
  }: Call): Promise<Answer> {
    const target = unix
      ? { socketPath: join(this.folder, "w.sock") }
      : { host: "127.0.0.1", port: this.listener.port };
    return new Promise((resolve, reject) => {
      const request = httpRequest({ ...target, path, method, headers }, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      });
      request.on("error", reject);
      request.end(body);
    });
  }
}
