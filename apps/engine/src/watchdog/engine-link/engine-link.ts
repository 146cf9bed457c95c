import { setTimeout as pause } from "node:timers/promises";
import { fail, ok, type Result } from "@interlock/core/result";
import { ControlSocketClient } from "../../operator/control-socket-client.ts";
import type { Heartbeat } from "../../operator/control-socket-protocol.ts";
import type { CommandAnswer, OperatorCommand } from "../../operator/operator-command.ts";
import { signalProcess, waitUntilGone } from "../../supervisor/process-identity.ts";
import { readChildrenFile, runPath } from "../../supervisor/run-files.ts";
import { releaseEngineHold, takeEngineHold } from "../kill/engine-hold.ts";
import type { EngineControl } from "../kill/engine-control.ts";

/** A sign of life no older than this counts as an engine that gets on. */
const ALIVE_MS = 3_000;
const RECONNECT_MS = 250;
/** SIGKILL cannot be refused; what takes longer is a process stuck in the kernel. */
const GONE_MS = 5_000;

/** The engine of a data folder, reached over its control socket and ended by its process number. */
export class EngineLink implements EngineControl {
  readonly #dataDir: string;
  readonly #heard: (beat: Heartbeat) => void;
  readonly #closed = new AbortController();
  #client: ControlSocketClient | null = null;
  #connecting: Promise<void> | null = null;
  #heardAt = Number.NEGATIVE_INFINITY;

  constructor(dataDir: string, heard: (beat: Heartbeat) => void) {
    this.#dataDir = dataDir;
    this.#heard = heard;
  }

  /** Keeps connected, whatever happens to the engine, until closed. */
  async follow(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      if (this.#client === null) await this.#connect();
      await pause(RECONNECT_MS, undefined, { signal: this.#closed.signal }).catch(() => {
        // Closed while waiting; the loop's condition ends it.
      });
    }
  }

  close(): void {
    this.#closed.abort();
    this.#client?.close();
  }

  alive(): boolean {
    return this.#client !== null && performance.now() - this.#heardAt < ALIVE_MS;
  }

  async command(command: OperatorCommand, timeoutMs: number): Promise<Result<CommandAnswer>> {
    if (this.#client === null) await this.#connect();
    if (this.#client === null) return fail("the engine does not listen");
    return this.#client.command(command, timeoutMs);
  }

  async status(timeoutMs: number): Promise<Result<Readonly<Record<string, unknown>>>> {
    if (this.#client === null) await this.#connect();
    if (this.#client === null) return fail("the engine does not listen");
    return this.#client.status(timeoutMs);
  }

  async stop(): Promise<Result<true>> {
    const identity = readChildrenFile(this.#dataDir).engine;
    if (identity === undefined) {
      if (this.#client === null) return ok(true);
      return fail("an engine answers but no supervisor started it: end its process by hand");
    }
    signalProcess(identity, "SIGKILL");
    if (await waitUntilGone(identity, GONE_MS)) return ok(true);
    return fail(`process ${identity.pid} of the engine does not end: end it by hand`);
  }

  takeHold(reason: string): boolean {
    return takeEngineHold(this.#dataDir, reason);
  }

  releaseHold(): void {
    releaseEngineHold(this.#dataDir);
  }

  /** Connects once, however many ask for it at the same time. */
  #connect(): Promise<void> {
    this.#connecting ??= this.#dial().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  async #dial(): Promise<void> {
    const opened = await ControlSocketClient.open(runPath(this.#dataDir, "engine.sock"), {
      heartbeat: (beat) => {
        this.#heardAt = performance.now();
        this.#heard(beat);
      },
      closed: () => {
        this.#client = null;
      },
    });
    if (!opened.ok) return;
    if (this.#closed.signal.aborted) opened.value.close();
    else this.#client = opened.value;
  }
}
