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
  readonly timing?: LeaseTiming;
}

/** How long a lease lasts after its last renewal, and how often it is renewed. */
export interface LeaseTiming {
  readonly ttlMs: number;
  readonly renewMs: number;
}

/** A lease lapses this long after its last renewal: the longest that an account has no writer after a crash. */
const TIMING: LeaseTiming = { ttlMs: 5_000, renewMs: 1_000 };
const LOOK_MS = 20;

/**
 * Keeps the account's lease: one account, one writer. While Postgres does not answer the lease lapses by our own clock,
 * and then no order that adds risk leaves; it is taken again as soon as that is possible.
 */
export class LeaseKeeper {
  readonly #parts: LeaseKeeperParts;
  readonly #timing: LeaseTiming;
  #lease: Lease | null = null;
  #saidHeld = false;
  #timer: ReturnType<typeof setInterval> | null = null;
  #looking: Promise<void> | null = null;

  constructor(parts: LeaseKeeperParts) {
    this.#parts = parts;
    this.#timing = parts.timing ?? TIMING;
  }

  /** Whether the lease is surely ours now: asked right before bytes leave. */
  isHeld(): boolean {
    return this.#lease?.isHeld() === true;
  }

  start(): void {
    this.#look();
    this.#timer = setInterval(() => this.#look(), this.#timing.renewMs);
  }

  /**
   * Resolves once the lease is ours, or after the time in which that of a killed predecessor lapses: then Postgres is
   * away, or another engine lives.
   */
  async settled(): Promise<void> {
    const { ttlMs, renewMs } = this.#timing;
    // Nobody else can hold it for longer without renewing it.
    const until = performance.now() + ttlMs + 2 * renewMs;
    while (!this.isHeld() && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }

  /** Gives the lease up, so that the next start need not wait for it to lapse. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    // A request under way may still be granted, and nobody would renew or release that lease.
    await this.#looking;
    const lease = this.#lease;
    this.#lease = null;
    try {
      await lease?.release();
    } catch (error: unknown) {
      log.warn(
        `The lease was not given up: ${String(error)}. It lapses in ${this.#timing.ttlMs / 1000} s.`,
      );
    }
  }

  #look(): void {
    this.#looking ??= this.#askForLease().finally(() => {
      this.#looking = null;
    });
  }

  async #askForLease(): Promise<void> {
    let reason = "";
    try {
      reason = await this.#takeOrRenew();
    } catch (error: unknown) {
      reason = `Postgres does not answer: ${error instanceof Error ? error.message : String(error)}`;
    }
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
    const answer = await acquireLease(pool, { accountId, holder, ttlMs: this.#timing.ttlMs });
    if (answer.kind === "acquired") {
      this.#lease = answer.lease;
      return "";
    }
    if (this.#saidHeld) this.#parts.onTakenOver();
    return `${answer.holder} writes this account`;
  }
}
