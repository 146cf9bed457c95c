import { assert } from "@interlock/core/assert";
import { MINUTE_MS } from "@interlock/core/time";
import { FrameError } from "../frame/msgpack-cursor.ts";
import { type ReconnectPolicy, RECONNECT_POLICY, reconnectDelayMs } from "./reconnect-delay.ts";
import type { StreamNotice, StreamState } from "./stream-notice.ts";
import { type SocketOptions, type SocketTap, TappedSocket } from "./tapped-socket.ts";

/**
 * Keeps one of the SDK's streams connected for as long as its owner wants it. The SDK connects, logs in, subscribes and
 * keeps alive; each connection gets a fresh stream of the SDK, whose list of subscriptions is then complete before
 * the login and is sent once. Reconnecting is ours: the SDK's own gives up after ten attempts without a word, starts
 * its delays anew after every login, however short, and takes a timeout of the login for a refusal of the key.
 */

/**
 * The SDK's stream, as far as it is needed here. No listener is ever put on it: it swallows what a listener throws, and
 * a broken promise of our own code must end the process. The owner reads the protocol from the frames instead.
 */
export interface SdkStream {
  connect(): void;
  disconnect(): void;
}

/** Delays and bounds. Milliseconds of this machine's clock; bytes. */
export interface StreamLimits {
  readonly reconnect: ReconnectPolicy;
  readonly handshakeMs: number;
  /** From the open socket to the login, and from the login to the confirmed subscription. */
  readonly stepMs: number;
  readonly frameBytesMax: number;
  /** More unreadable frames than this in a minute end the connection. */
  readonly malformedPerMinuteMax: number;
  /** Time between our pings, and how long the venue may take to answer one: less than that, or none is ever late. */
  readonly pingMs: number;
  readonly pongMs: number;
  /** How often silence is looked for. */
  readonly watchMs: number;
}

/** What production uses. */
export const STREAM_LIMITS: StreamLimits = {
  reconnect: RECONNECT_POLICY,
  handshakeMs: 5_000,
  stepMs: 10_000,
  frameBytesMax: 1024 * 1024,
  malformedPerMinuteMax: 10,
  pingMs: 10_000,
  pongMs: 5_000,
  watchMs: 1_000,
};

/** What the owner of a connection provides. */
export interface ConnectionOwner {
  readonly url: string;
  readonly encoding: SocketOptions["encoding"];
  readonly limits: StreamLimits;
  readonly holdPong: SocketOptions["holdPong"];
  /** Makes the SDK's stream over the given socket, subscriptions included. */
  makeStream(openSocket: () => TappedSocket): SdkStream;
  /** Takes a frame; returns what the SDK is to see. May throw FrameError for one that cannot be read. */
  frame(data: Buffer, isBinary: boolean): Uint8Array | string | null;
  /** Says why the connection must end although it stands, e.g. silence; null while all is well. Called when ready. */
  findFault(): string | null;
  /** Called when everything subscribed is confirmed, before "ready" is told. */
  becameReady(): void;
  notice(notice: StreamNotice): void;
}

/** One connection attempt: everything that ends with it. */
interface Attempt {
  readonly stream: SdkStream;
  socket: TappedSocket | null;
  lastError: string;
  readyAt: number;
  stepTimer: NodeJS.Timeout | undefined;
  /** Pings of the venue that wait for their answer. */
  heldPongs: number;
}

const FAREWELL_MS = 1_000;

/** Holds one stream of the SDK up. */
export class StreamConnection {
  readonly #owner: ConnectionOwner;
  #attempt: Attempt | null = null;
  #state: StreamState = "stopped";
  #failures = 0;
  #reconnects = 0;
  #retryTimer: NodeJS.Timeout | undefined;
  #watchTimer: NodeJS.Timeout | undefined;
  #gapReason: string | null = null;
  #minDelayMs = 0;
  #malformedAt: number[] = [];

  constructor(owner: ConnectionOwner) {
    this.#owner = owner;
  }

  get state(): StreamState {
    return this.#state;
  }

  /** Connections made after the first. */
  get reconnects(): number {
    return this.#reconnects;
  }

  /** Connects, and reconnects until `stop`. Starts anew after a final failure. */
  start(): void {
    if (this.#attempt !== null || this.#state === "waiting") return;
    this.#failures = 0;
    this.#watchTimer ??= setInterval(() => this.#watch(), this.#owner.limits.watchMs);
    this.#connect();
  }

  /** Disconnects for good. */
  stop(): void {
    clearTimeout(this.#retryTimer);
    clearInterval(this.#watchTimer);
    this.#watchTimer = undefined;
    const attempt = this.#attempt;
    this.#state = "stopped";
    this.#release();
    attempt?.stream.disconnect();
    // The venue gets a moment to take its leave; a dead one must not keep the process alive.
    const socket = attempt?.socket;
    if (socket) setTimeout(() => socket.terminate(), FAREWELL_MS).unref();
  }

  /** Tells the owner that messages may have been missed while the connection stands. */
  gap(reason: string): void {
    if (this.#state === "ready") this.#owner.notice({ kind: "gap", reason });
    else this.#gapReason ??= reason;
  }

  /** Tells that the venue confirmed everything that was asked for. */
  confirm(): void {
    const attempt = this.#attempt;
    if (attempt === null || this.#state !== "authorized") return;
    clearTimeout(attempt.stepTimer);
    this.#state = "ready";
    attempt.readyAt = performance.now();
    attempt.lastError = "";
    this.#minDelayMs = 0;
    this.#owner.becameReady();
    this.#owner.notice({ kind: "ready" });
    const reason = this.#gapReason;
    this.#gapReason = null;
    if (reason !== null) this.#owner.notice({ kind: "gap", reason });
  }

  /** Tells that confirmed subscriptions changed: until the venue confirms again, the connection is not ready. */
  unconfirm(): void {
    if (this.#attempt === null || this.#state !== "ready") return;
    this.#state = "authorized";
    this.#expectStep("the venue did not confirm the subscription");
  }

  /** Ends the connection for a reason and connects again later. */
  reconnect(reason: string): void {
    const attempt = this.#attempt;
    if (attempt === null) return;
    attempt.lastError = reason;
    const socket = attempt.socket;
    this.#lost(reason);
    socket?.terminate();
  }

  /** Keeps the next attempt back at least as long as the policy says for too many connections. */
  holdOff(): void {
    this.#minDelayMs = this.#owner.limits.reconnect.connectionLimitMs;
  }

  /** Ends the connection for a reason that only a person can remove. */
  fail(reason: string): void {
    const socket = this.#attempt?.socket;
    this.#release();
    this.#state = "failed";
    this.#gapReason = reason;
    socket?.terminate();
    this.#owner.notice({ kind: "down", reason, retryInMs: null });
  }

  #connect(): void {
    this.#state = "connecting";
    const attempt: Attempt = {
      stream: this.#owner.makeStream(() => this.#openSocket()),
      socket: null,
      lastError: "",
      readyAt: 0,
      stepTimer: undefined,
      heldPongs: 0,
    };
    this.#attempt = attempt;
    attempt.stream.connect();
  }

  #openSocket(): TappedSocket {
    const { url, encoding, limits, holdPong } = this.#owner;
    const attempt = this.#attempt;
    assert(attempt !== null, "the SDK opens a socket only while it connects");
    const isCurrent = (): boolean => attempt === this.#attempt;
    const tap: SocketTap = {
      opened: () => {
        if (isCurrent()) this.#opened();
      },
      frame: (data, isBinary) => (isCurrent() ? this.#receive(data, isBinary) : null),
      failed: (reason) => {
        attempt.lastError = reason;
      },
      closed: (code, reason) => {
        if (isCurrent())
          this.#lost(attempt.lastError || `closed (${code}${reason === "" ? "" : ` ${reason}`})`);
      },
    };
    const { frameBytesMax, handshakeMs } = limits;
    const hold =
      holdPong === null ? null : (pong: () => void) => this.#hold(attempt, pong, holdPong);
    const socket = new TappedSocket(
      { url, encoding, frameBytesMax, handshakeMs, holdPong: hold },
      tap,
    );
    attempt.socket = socket;
    return socket;
  }

  #hold(attempt: Attempt, pong: () => void, holdPong: (pong: () => void) => void): void {
    attempt.heldPongs += 1;
    let answered = false;
    holdPong(() => {
      if (answered) return;
      answered = true;
      attempt.heldPongs -= 1;
      pong();
    });
  }

  #opened(): void {
    this.#state = "connected";
    this.#owner.notice({ kind: "connected" });
    this.#expectStep("the venue did not take the login");
  }

  /** Tells that the venue took the login. */
  authorized(): void {
    if (this.#state !== "connected") return;
    this.#state = "authorized";
    this.#owner.notice({ kind: "authorized" });
    this.#expectStep("the venue did not confirm the subscription");
  }

  #expectStep(reason: string): void {
    const attempt = this.#attempt;
    if (attempt === null) return;
    clearTimeout(attempt.stepTimer);
    const { stepMs } = this.#owner.limits;
    attempt.stepTimer = setTimeout(() => {
      if (attempt === this.#attempt)
        this.reconnect(attempt.lastError || `${reason} within ${stepMs} ms`);
    }, stepMs);
  }

  #receive(data: Buffer, isBinary: boolean): Uint8Array | string | null {
    try {
      return this.#owner.frame(data, isBinary);
    } catch (error: unknown) {
      if (!(error instanceof FrameError)) throw error;
      this.#malformed(error.message);
      return null;
    }
  }

  #malformed(why: string): void {
    const now = performance.now();
    this.#malformedAt = this.#malformedAt.filter((at) => now - at < MINUTE_MS);
    this.#malformedAt.push(now);
    if (this.#malformedAt.length > this.#owner.limits.malformedPerMinuteMax) {
      this.#malformedAt = [];
      this.reconnect(`too many unreadable frames, the last one: ${why}`);
      return;
    }
    this.gap(`a frame could not be read: ${why}`);
  }

  /** Remembers an error that the venue sent, to be told as the reason if the connection ends. */
  remember(error: string): void {
    if (this.#attempt !== null) this.#attempt.lastError = error;
  }

  #watch(): void {
    // A venue that waits for our answer to its ping is silent because of us.
    if (this.#state !== "ready" || (this.#attempt?.heldPongs ?? 0) > 0) return;
    const fault = this.#owner.findFault();
    if (fault !== null) this.reconnect(fault);
  }

  #lost(reason: string): void {
    const attempt = this.#attempt;
    if (attempt === null) return;
    const { reconnect } = this.#owner.limits;
    const wasReady = attempt.readyAt > 0;
    const wasStable = wasReady && performance.now() - attempt.readyAt >= reconnect.stableMs;
    if (wasStable) this.#failures = 0;
    const delay = reconnectDelayMs(reconnect, this.#failures, Math.random());
    const retryInMs = Math.round(Math.max(delay, this.#minDelayMs));
    this.#failures += 1;
    this.#release();
    this.#state = "waiting";
    if (wasReady) this.#gapReason = reason;
    this.#retryTimer = setTimeout(() => {
      this.#state = "stopped";
      this.#reconnects += 1;
      this.#connect();
    }, retryInMs);
    this.#owner.notice({ kind: "down", reason, retryInMs });
  }

  /** Lets go of the attempt, so that nothing of it is heard any more. */
  #release(): void {
    if (this.#attempt !== null) clearTimeout(this.#attempt.stepTimer);
    this.#attempt = null;
  }
}
