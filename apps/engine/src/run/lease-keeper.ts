import type { DatabasePool } from "@interlock/db/create-pool";
import { acquireLease, type Lease } from "@interlock/db/lease";
import { log } from "./log.ts";

/** What the keeper needs. */
export interface LeaseKeeperParts {
  readonly pool: DatabasePool;
  readonly accountId: string;
  /** Names this process for people. */
  readonly holder: string;
  /** Told when the lease was taken or has lapsed. */
  readonly onChange: (held: boolean, reason: string) => void;
  /** Told when another engine has taken the account over: this one must end. */
  readonly onTakenOver: () => void;
}

/** A lease lapses this long after its last renewal: the longest that an account has no writer after a crash. */
const TTL_MS = 5_000;
const RENEW_MS = 1_000;
/** Nobody else can hold it for longer without renewing it. */
const OTHERS_HOLD_MS_MAX = TTL_MS + 2 * RENEW_MS;
const LOOK_MS = 20;

/**
 * Keeps the account's lease: one account, one writer. While Postgres does not answer the lease lapses by our own clock,
 * and then no order that adds risk leaves; it is taken again as soon as that is possible.
 */
export class LeaseKeeper {
  readonly #parts: LeaseKeeperParts;
  #lease: Lease | null = null;
  #saidHeld = false;
  #timer: ReturnType<typeof setInterval> | null = null;
  #busy = false;

  constructor(parts: LeaseKeeperParts) {
    this.#parts = parts;
  }

  /** Whether the lease is surely ours now: asked right before bytes leave. */
  isHeld(): boolean {
    return this.#lease?.isHeld() === true;
  }

  start(): void {
    void this.#look();
    this.#timer = setInterval(() => void this.#look(), RENEW_MS);
  }

  /**
   * Resolves once the lease is ours, or after the time in which that of a killed predecessor lapses: then Postgres is
   * away, or another engine lives.
   */
  async settled(): Promise<void> {
    const until = performance.now() + OTHERS_HOLD_MS_MAX;
    while (!this.isHeld() && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }

  /** Gives the lease up, so that the next start need not wait for it to lapse. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    const lease = this.#lease;
    this.#lease = null;
    try {
      await lease?.release();
    } catch (error: unknown) {
      log.warn(`The lease was not given up: ${String(error)}. It lapses in ${TTL_MS / 1000} s.`);
    }
  }

  async #look(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    let reason = "";
    try {
      reason = await this.#takeOrRenew();
    } catch (error: unknown) {
      reason = `Postgres does not answer: ${error instanceof Error ? error.message : String(error)}`;
    }
    this.#busy = false;
    const held = this.isHeld();
    if (held === this.#saidHeld || this.#timer === null) return;
    this.#saidHeld = held;
    this.#parts.onChange(held, held ? "" : reason);
  }

  async #takeOrRenew(): Promise<string> {
    const { pool, accountId, holder } = this.#parts;
    if (this.#lease !== null) {
      if (await this.#lease.renew()) return "";
      this.#lease = null;
    }
    const answer = await acquireLease(pool, { accountId, holder, ttlMs: TTL_MS });
    if (answer.kind === "acquired") {
      this.#lease = answer.lease;
      return "";
    }
    if (this.#saidHeld) this.#parts.onTakenOver();
    return `${answer.holder} writes this account`;
  }
}
