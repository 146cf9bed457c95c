import { connect, type Socket } from "node:net";
import { fail, ok, type Result } from "@interlock/core/result";
import {
  CONTROL_LINE_BYTES_MAX,
  type ControlReply,
  controlReply,
  type Heartbeat,
} from "./control-socket-protocol.ts";
import { LineSplitter, parseJsonLine } from "./json-lines.ts";
import type { CommandAnswer, OperatorCommand } from "./operator-command.ts";

/** What a client of the control socket is told without asking. */
export interface ControlEvents {
  heartbeat?(beat: Heartbeat): void;
  closed?(): void;
}

type Waiting = (reply: Result<ControlReply>) => void;

/** A connection to a running engine. Every request has a deadline: a stopped engine keeps its socket open. */
export class ControlSocketClient {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #events: ControlEvents;
  #nextId = 1;

  private constructor(socket: Socket, events: ControlEvents) {
    this.#socket = socket;
    this.#events = events;
    const lines = new LineSplitter(CONTROL_LINE_BYTES_MAX);
    socket.on("data", (chunk: Buffer) => {
      const split = lines.push(chunk);
      if (split.ok) for (const line of split.value) this.#receive(line);
      else socket.destroy();
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#closed());
  }

  /** Connects to run/engine.sock; fails with a sentence when nothing listens there. */
  static open(path: string, events: ControlEvents = {}): Promise<Result<ControlSocketClient>> {
    return new Promise((resolve) => {
      const socket = connect(path);
      const refuse = (): void => resolve(fail(`the engine does not listen on ${path}`));
      socket.once("error", refuse);
      socket.once("connect", () => {
        socket.off("error", refuse);
        resolve(ok(new ControlSocketClient(socket, events)));
      });
    });
  }

  /** Gives a command and waits for the engine's durable answer, at most `timeoutMs`. */
  async command(command: OperatorCommand, timeoutMs: number): Promise<Result<CommandAnswer>> {
    const reply = await this.#request({ command }, timeoutMs);
    if (!reply.ok) return reply;
    return "answer" in reply.value
      ? ok(reply.value.answer)
      : fail("the engine answered something else");
  }

  /** Asks for the engine's present state. */
  async status(timeoutMs: number): Promise<Result<Readonly<Record<string, unknown>>>> {
    const reply = await this.#request({ status: true }, timeoutMs);
    if (!reply.ok) return reply;
    return "status" in reply.value
      ? ok(reply.value.status)
      : fail("the engine answered something else");
  }

  close(): void {
    this.#socket.destroy();
  }

  #request(body: object, timeoutMs: number): Promise<Result<ControlReply>> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => this.#settle(id, fail(`the engine did not answer within ${timeoutMs} ms`)),
        timeoutMs,
      );
      this.#waiting.set(id, (reply) => {
        clearTimeout(timer);
        resolve(reply);
      });
      if (this.#socket.destroyed) this.#settle(id, fail("the connection to the engine is closed"));
      else this.#socket.write(`${JSON.stringify({ id, ...body })}\n`);
    });
  }

  #receive(line: string): void {
    const json = parseJsonLine(line);
    const reply = json.ok ? controlReply.safeParse(json.value) : null;
    // What we cannot read says nothing about the engine; the deadline of the request decides.
    if (!reply?.success) return;
    if ("heartbeat" in reply.data) return this.#events.heartbeat?.(reply.data.heartbeat);
    if (reply.data.id === null) return;
    this.#settle(
      reply.data.id,
      "error" in reply.data ? fail(`the engine refused: ${reply.data.error}`) : ok(reply.data),
    );
  }

  #settle(id: number, reply: Result<ControlReply>): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.(reply);
  }

  #closed(): void {
    for (const id of [...this.#waiting.keys()])
      this.#settle(id, fail("the engine closed the connection"));
    this.#events.closed?.();
  }
}
