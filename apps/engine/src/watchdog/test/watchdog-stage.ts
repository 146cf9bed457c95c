import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { type Bundles, buildBundles } from "../../../test/processes/bundles.ts";
import { checkoutRoot } from "../../config/checkout-root.ts";
import { readyPort } from "../../supervisor/child-process.ts";
import { identifyProcess, type ProcessIdentity } from "../../supervisor/process-identity.ts";
import { writeChildrenFile } from "../../supervisor/run-files.ts";

/** Keys that the stage gives to venue and watchdog alike. */
const KEYS = { id: "PKWATCHDOGSTAGE00001", secret: "stage-secret" };

const CHECKOUT = checkoutRoot();

/** Bundles what the stage starts: a process that has to compile its sources first is slow to start. */
export function buildStage(): Bundles {
  return buildBundles({ standIn: join(import.meta.dirname, "stand-in-engine.ts") });
}

/** How the stand-in for the engine behaves. */
export type EngineBehavior = "obeys" | "deaf" | "defiant";

/** A simulated venue as a process, playing a generated day in real time. */
export class VenueProcess {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  static async start(bundle: string): Promise<VenueProcess> {
    const args = [
      "--generate",
      "--from",
      "10:00",
      "--symbols",
      "SPY,IBM",
      "--port",
      "0",
      "--key-id",
      KEYS.id,
      "--secret-key",
      KEYS.secret,
      "--trading-limit",
      "1000000",
    ];
    const child = spawn(process.execPath, [bundle, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    return new VenueProcess(child, await portOf(child));
  }

  /** Places an order; returns its id. */
  async order(order: Record<string, string>): Promise<string> {
    const reply = await this.ask("POST", "/v2/orders", { time_in_force: "day", ...order });
    return z.object({ id: z.string() }).parse(reply).id;
  }

  async openOrders(): Promise<readonly string[]> {
    const reply = await this.ask("GET", "/v2/orders?status=open");
    return z
      .array(z.object({ id: z.string() }))
      .parse(reply)
      .map(({ id }) => id);
  }

  async positions(): Promise<readonly { symbol: string; qty: string }[]> {
    const reply = await this.ask("GET", "/v2/positions");
    return z.array(z.object({ symbol: z.string(), qty: z.string() })).parse(reply);
  }

  /** Every answer comes 100 ms late, and one request in twenty fails without being carried out. */
  async slowAndFaulty(): Promise<void> {
    await this.ask("POST", "/sim/faults", { delayResponsesMs: 100 });
    const fault = { do: "answer", status: 500, body: { message: "internal error" } };
    await this.ask("POST", "/sim/faults/rest", { fault, times: null, probability: 0.05 });
  }

  /** Ends every fault. */
  async soundAgain(): Promise<void> {
    for (const path of ["/sim/faults", "/sim/faults/rest"]) await this.ask("DELETE", path);
  }

  async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      method,
      headers: {
        "APCA-API-KEY-ID": KEYS.id,
        "APCA-API-SECRET-KEY": KEYS.secret,
        "content-type": "application/json",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok && response.status !== 207)
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }
}

/** A data folder with a watchdog and a stand-in for the engine, each a process. */
export class WatchdogStage {
  readonly dataDir = mkdtempSync(join(tmpdir(), "watchdog-"));
  readonly #bundles: Bundles;
  readonly #venuePort: number;
  readonly #children: ChildProcess[] = [];
  watchdogPort = 0;

  constructor(bundles: Bundles, venuePort: number) {
    this.#bundles = bundles;
    this.#venuePort = venuePort;
    mkdirSync(join(this.dataDir, "run"), { mode: 0o700 });
    mkdirSync(join(this.dataDir, "keys"), { mode: 0o700 });
    cpSync(join(CHECKOUT, "config"), join(this.dataDir, "root/config"), {
      recursive: true,
      filter: (path) => !path.includes("absent"),
    });
    const path = join(this.dataDir, "root/config/system.json");
    // Three seconds of silence instead of fifteen: the shortest that the configuration allows.
    writeFileSync(
      path,
      readFileSync(path, "utf8").replace(/"heartbeatTimeoutMs": \d+/, '"heartbeatTimeoutMs": 3000'),
    );
  }

  /** Starts the stand-in and notes it as the supervisor would. */
  async startEngine(behavior: EngineBehavior): Promise<ProcessIdentity> {
    const child = this.#start([this.#bundles.own("standIn"), this.dataDir, behavior]);
    await lineOf(child, (line) => (line === "ready" ? 0 : null));
    const identity = identifyProcess(child.pid ?? 0);
    if (identity === null) throw new Error("the stand-in ended at once");
    writeChildrenFile(this.dataDir, { engine: identity });
    return identity;
  }

  async startWatchdog(): Promise<ChildProcess> {
    const child = this.#start([this.#bundles.own("watchdog")]);
    this.watchdogPort = await portOf(child);
    return child;
  }

  end(): void {
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  #start(args: readonly string[]): ChildProcess {
    const address = `http://127.0.0.1:${this.#venuePort}`;
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        INTERLOCK_CONFIG_ROOT: join(this.dataDir, "root"),
        INTERLOCK_DATA_DIR: this.dataDir,
        INTERLOCK_ENV: "sim",
        WATCHDOG_PORT: "0",
        ALPACA_API_KEY: KEYS.id,
        ALPACA_SECRET_KEY: KEYS.secret,
        ALPACA_BASE_URL: address,
        ALPACA_DATA_URL: address,
      },
    });
    this.#children.push(child);
    return child;
  }
}

function portOf(child: ChildProcess): Promise<number> {
  return lineOf(child, readyPort);
}

function lineOf<T>(child: ChildProcess, read: (line: string) => T | null): Promise<T> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) return reject(new Error("the process has no output"));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const value = read(line);
      if (value !== null) resolve(value);
    });
    child.once("exit", (code) => reject(new Error(`the process ended with code ${code}`)));
  });
}
