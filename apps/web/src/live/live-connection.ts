import type { LiveFrame, LiveView } from "@interlock/api/view/live-view";
import {
  applyFrame,
  applyPoll,
  emptyLiveState,
  type LiveState,
  startStream,
} from "./live-state.ts";
import { reconnectDelayMs } from "./reconnect-delay.ts";

/** How the console hears from the engine at present. */
export interface Transport {
  readonly mode: "connecting" | "live" | "polling" | "lost";
  /** Monotonic time at which the socket was lost; null while it lives. */
  readonly lostAt: number | null;
  /** Monotonic time of the next attempt to connect, or null while one is under way. */
  readonly retryAt: number | null;
  /** The session has ended: only signing in again helps. */
  readonly signedOut: boolean;
}

/** A socket as this class needs it: one handler each, called at most once for `closed`. */
export interface SocketHandlers {
  readonly opened: () => void;
  /** Null for a message that is no frame of the contract. */
  readonly message: (frame: LiveFrame | null) => void;
  readonly closed: () => void;
}

/** The answer to one poll. */
export type PollAnswer =
  | { readonly kind: "view"; readonly view: LiveView }
  | { readonly kind: "signed_out" }
  | { readonly kind: "failed" };

/** Everything outside: sockets, HTTP, clocks, timers. */
export interface ConnectionPorts {
  readonly connect: (handlers: SocketHandlers) => { close(): void };
  readonly poll: () => Promise<PollAnswer>;
  readonly monotonic: () => number;
  readonly wall: () => number;
  readonly random: () => number;
  /** Calls back once after `ms`; the function returned cancels it. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

const SILENCE_MS = 5_000;
const POLL_AFTER_MS = 5_000;
const POLL_EVERY_MS = 2_000;
const WATCH_EVERY_MS = 500;

/**
 * Keeps one live feed: connects, folds frames, returns with growing delays after a loss, and polls while the socket is
 * away for longer than five seconds. A socket that says nothing for five seconds counts as lost.
 */
export class LiveConnection {
  private readonly ports: ConnectionPorts;
  private state: LiveState = emptyLiveState;
  private transport: Transport = {
    mode: "connecting",
    lostAt: null,
    retryAt: null,
    signedOut: false,
  };
  private socket: { close(): void } | null = null;
  private stream = 0;
  private attempt = 0;
  private heardAt = 0;
  private polledAt = Number.NEGATIVE_INFINITY;
  private polling = false;
  private cancelRetry: () => void = () => undefined;
  private cancelWatch: () => void = () => undefined;
  private readonly listeners = new Set<() => void>();

  constructor(ports: ConnectionPorts) {
    this.ports = ports;
  }

  readonly getState = (): LiveState => this.state;
  readonly getTransport = (): Transport => this.transport;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): void {
    this.transport = { ...this.transport, lostAt: this.ports.monotonic() };
    this.open();
    this.watch();
  }

  stop(): void {
    this.cancelRetry();
    this.cancelWatch();
    this.dropSocket();
  }

  /** Tries at once when there is no socket: the network or the tab came back. */
  readonly hurry = (): void => {
    if (this.transport.retryAt === null) return;
    this.attempt = 0;
    this.open();
  };

  private open(): void {
    this.cancelRetry();
    this.dropSocket();
    const stream = this.stream;
    this.heardAt = this.ports.monotonic();
    this.state = startStream(this.state);
    this.transport = { ...this.transport, retryAt: null };
    const ifCurrent = (act: () => void) => () => {
      if (stream === this.stream) act();
    };
    this.socket = this.ports.connect({
      opened: ifCurrent(() => {
        this.heardAt = this.ports.monotonic();
      }),
      message: (frame) => ifCurrent(() => this.hear(frame))(),
      closed: ifCurrent(() => this.lose()),
    });
    this.tell();
  }

  /** From here on, callbacks of the present socket are ignored. */
  private dropSocket(): void {
    this.stream++;
    this.socket?.close();
    this.socket = null;
  }

  private hear(frame: LiveFrame | null): void {
    const receipt = { monotonic: this.ports.monotonic(), wall: this.ports.wall() };
    this.heardAt = receipt.monotonic;
    const next = frame === null ? null : applyFrame(this.state, frame, receipt);
    if (next === null) return this.lose();
    this.state = next;
    this.attempt = 0;
    this.transport = { mode: "live", lostAt: null, retryAt: null, signedOut: false };
    this.tell();
  }

  private lose(): void {
    this.dropSocket();
    const now = this.ports.monotonic();
    const delay = reconnectDelayMs(this.attempt++, this.ports.random());
    const mode = this.transport.mode === "live" ? "lost" : this.transport.mode;
    this.transport = {
      ...this.transport,
      mode,
      lostAt: this.transport.lostAt ?? now,
      retryAt: now + delay,
    };
    this.cancelRetry = this.ports.after(delay, () => this.open());
    this.tell();
  }

  /** Notices silence and starts polls; runs for as long as the connection does. */
  private watch(): void {
    const now = this.ports.monotonic();
    if (this.socket !== null && now - this.heardAt > SILENCE_MS) this.lose();
    const { lostAt } = this.transport;
    const due = lostAt !== null && now - lostAt >= POLL_AFTER_MS;
    if (due && !this.polling && now - this.polledAt >= POLL_EVERY_MS) void this.poll();
    this.cancelWatch = this.ports.after(WATCH_EVERY_MS, () => this.watch());
  }

  private async poll(): Promise<void> {
    this.polling = true;
    this.polledAt = this.ports.monotonic();
    const answer = await this.ports.poll();
    this.polling = false;
    // The socket may have returned meanwhile: its frames are younger than this answer.
    if (this.transport.lostAt === null) return;
    this.settlePoll(answer);
    this.tell();
  }

  private settlePoll(answer: PollAnswer): void {
    if (answer.kind === "view") {
      const receipt = { monotonic: this.ports.monotonic(), wall: this.ports.wall() };
      this.state = applyPoll(this.state, answer.view, receipt);
      this.transport = { ...this.transport, mode: "polling", signedOut: false };
      return;
    }
    const signedOut = answer.kind === "signed_out" || this.transport.signedOut;
    const mode = this.state.view === null ? "connecting" : "lost";
    this.transport = { ...this.transport, mode, signedOut };
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
