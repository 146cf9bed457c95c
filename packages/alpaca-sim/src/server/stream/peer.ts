import type { Socket } from "node:net";
import type { WebSocket } from "ws";
import type { PongGate } from "./pong-gate.ts";

/** Bytes that may wait in a client's socket before it counts as slow. */
const MOST_BUFFERED = 64 * 1024 * 1024;

/** One WebSocket client of any stream: sends frames, pings after them, and knows whether the pong is back. */
export class Peer {
  readonly socket: WebSocket;
  /** Name of the stream that it reads: a feed's, or "stream". */
  readonly stream: string;
  readonly #tcp: Socket;
  readonly #gate: PongGate<Peer>;
  #awaited: number | null = null;
  /** Monotonic time of the last ping, in milliseconds. */
  pingedAt = 0;
  /** While true nothing is sent: the fault of a stream that is open and silent. */
  isMuted = false;

  /** Takes over an open socket; `tcp` is the connection beneath it. */
  constructor(
    socket: WebSocket,
    beneath: { readonly tcp: Socket; readonly stream: string },
    gate: PongGate<Peer>,
  ) {
    this.socket = socket;
    this.stream = beneath.stream;
    this.#tcp = beneath.tcp;
    this.#gate = gate;
    socket.on("pong", (payload: Buffer) => {
      if (this.#awaited === null || payload.toString("latin1") !== String(this.#awaited)) return;
      this.#awaited = null;
      gate.settle(this);
    });
    socket.on("close", () => gate.settle(this));
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Tells whether so much waits unsent that the client must be dropped. */
  get isSlow(): boolean {
    return this.socket.bufferedAmount > MOST_BUFFERED;
  }

  /** Sends one frame. */
  send(frame: string | Buffer, isBinary: boolean): void {
    if (this.isOpen && !this.isMuted) this.socket.send(frame, { binary: isBinary });
  }

  /** Sends a ping after what was sent before; the tape waits for its pong. */
  ping(): void {
    if (!this.isOpen || this.isMuted) return;
    this.#awaited = this.#gate.expect(this);
    this.pingedAt = performance.now();
    this.socket.ping(String(this.#awaited));
  }

  /** Lets what `action` sends leave in one system call. */
  together(action: () => void): void {
    this.#tcp.cork();
    action();
    this.#tcp.uncork();
  }

  /** Cuts the connection without a closing handshake. */
  cut(): void {
    this.socket.terminate();
  }
}
