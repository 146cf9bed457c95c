import { createServer, type Server, type Socket } from "node:net";
import { fail, ok, type Result } from "@interlock/core/result";
import {
  CONTROL_LINE_BYTES_MAX,
  type ControlReply,
  controlRequest,
  type Heartbeat,
} from "./control-socket-protocol.ts";
import { LineSplitter, parseJsonLine } from "./json-lines.ts";
import type { CommandAnswer, OperatorCommand } from "./operator-command.ts";
import { listenUnix } from "./unix-listener.ts";

/** What the engine does with what arrives on its control socket. */
export interface ControlHandler {
  /** Takes a command; resolves once its answer is durable. */
  command(command: OperatorCommand): Promise<CommandAnswer>;
  /** The engine's present state as free JSON, for `status`. */
  status(): Readonly<Record<string, unknown>>;
}

/** The open control socket. */
export interface ControlSocketServer {
  /** Connections now, e.g. the watchdog's. */
  readonly clients: number;
  /** To be called after every completed decision cycle, never by a timer; clients get at most one a second. */
  heartbeat(beat: () => Heartbeat): void;
  close(): Promise<void>;
}

const HEARTBEAT_INTERVAL_MS = 1_000;
/** A client that does not read is cut off here: it must never cost the engine memory. */
const UNSENT_BYTES_MAX = 8 * 1024 * 1024;

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

class ControlServer implements ControlSocketServer {
  readonly #server: Server;
  readonly #handler: ControlHandler;
  readonly #clients = new Set<Socket>();
  #beatAt = Number.NEGATIVE_INFINITY;

  constructor(handler: ControlHandler) {
    this.#handler = handler;
    this.#server = createServer((socket) => this.#admit(socket));
  }

  get clients(): number {
    return this.#clients.size;
  }

  get server(): Server {
    return this.#server;
  }

  heartbeat(beat: () => Heartbeat): void {
    const now = performance.now();
    if (now - this.#beatAt < HEARTBEAT_INTERVAL_MS) return;
    this.#beatAt = now;
    if (this.#clients.size === 0) return;
    const reply: ControlReply = { heartbeat: beat() };
    for (const client of this.#clients) this.#send(client, reply);
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #admit(socket: Socket): void {
    this.#clients.add(socket);
    const lines = new LineSplitter(CONTROL_LINE_BYTES_MAX);
    socket.on("data", (chunk: Buffer) => {
      const split = lines.push(chunk);
      if (!split.ok) {
        this.#send(socket, { id: null, error: split.error });
        socket.end();
        return;
      }
      for (const line of split.value) void this.#answer(socket, line);
    });
    // A client that vanishes is its own business; "close" follows and forgets it.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#clients.delete(socket));
  }

  async #answer(socket: Socket, line: string): Promise<void> {
    const json = parseJsonLine(line);
    if (!json.ok) return this.#send(socket, { id: null, error: json.error });
    const request = controlRequest.safeParse(json.value);
    if (!request.success) return this.#send(socket, refusal(json.value));
    const id = request.data.id;
    try {
      if ("status" in request.data)
        return this.#send(socket, { id, status: this.#handler.status() });
      this.#send(socket, { id, answer: await this.#handler.command(request.data.command) });
    } catch (error) {
      this.#send(socket, { id, error: describe(error) });
    }
  }

  #send(socket: Socket, reply: ControlReply): void {
    if (socket.destroyed || socket.writableEnded) return;
    socket.write(`${JSON.stringify(reply)}\n`);
    if (socket.writableLength > UNSENT_BYTES_MAX) socket.destroy();
  }
}

function refusal(value: unknown): ControlReply {
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : null;
  return {
    id: typeof id === "number" && Number.isInteger(id) ? id : null,
    error:
      'expected {"id":1,"command":{...}} or {"id":1,"status":true}; see control-socket-protocol.ts',
  };
}

/** Opens run/engine.sock (mode 0600). Fails with a sentence when another process answers on it. */
export async function openControlSocket(
  path: string,
  handler: ControlHandler,
): Promise<Result<ControlSocketServer>> {
  const control = new ControlServer(handler);
  const listening = await listenUnix(control.server, path);
  return listening.ok ? ok(control) : fail(listening.error);
}
