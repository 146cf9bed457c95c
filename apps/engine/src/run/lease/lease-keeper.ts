import type { DatabasePool } from "@interlock/db/create-pool";
import { acquireLease, type Lease } from "@interlock/db/lease";
import type { WriterStanding } from "../../execution/alpaca-performer.ts";
import { log } from "../log.ts";

/** What the keeper needs. */
export interface LeaseKeeperParts {
  readonly pool: DatabasePool;
  readonly accountId: string;
  /** Names the host and the data folder, of which one engine at a time can run: a lock sees to that. */
  readonly home: string;
  /** Tells this process from others of the same home. */
  readonly process: string;
  readonly timing?: LeaseTiming;
}

/** Who is told what becomes of the lease. */
export interface LeaseNews {
  /** The lease was taken, or has lapsed and nobody says who has it. */
  readonly onChange: (held: boolean, reason: string) => void;
  /** Another engine holds it. */
  readonly onTaken: (by: string) => void;
}

/** How long a lease lasts after its last renewal, and how often it is renewed. */
export interface LeaseTiming {
  readonly ttlMs: number;
  readonly renewMs: number;
}

/** Another engine that holds the lease, and for how long at most unless it renews. */
export interface OtherWriter {
  readonly holder: string;
  readonly remainingMs: number;
}

/** A lease lapses this long after its last renewal: the longest that an account has no writer after a crash. */
const TIMING: LeaseTiming = { ttlMs: 5_000, renewMs: 1_000 };
const LOOK_MS = 20;

/**
 * Keeps the account's lease: one account, one writer. While Postgres does not answer the lease lapses by our own clock,
 * and then no order that adds risk leaves; it is taken again as soon as that is possible. An engine that finds another
 * one in possession sends nothing at all until the lease is its own.
 */
export class LeaseKeeper {
  readonly #parts: LeaseKeeperParts;
  readonly #timing: LeaseTiming;
  readonly #madeAt = performance.now();
  #news: LeaseNews | null = null;
  #lease: Lease | null = null;
  /** Who holds it instead, by the last word on it. */
  #other: OtherWriter | null = null;
  #told: WriterStanding = "unsure";
  #timer: ReturnType<typeof setInterval> | null = null;
  #looking: Promise<void> | null = null;

  constructor(parts: LeaseKeeperParts) {
    this.#parts = parts;
    this.#timing = parts.timing ?? TIMING;
  }

  /** Who writes the account now: asked right before bytes leave. */
  standing(): WriterStanding {
    if (this.#lease?.isHeld() === true) return "only";
    return this.#other === null ? "unsure" : "another";
  }

  /**
   * Takes the account before anything is decided. Returns the other engine that holds it and goes on renewing; null
   * when it is ours, or when nobody can say: Postgres is silent, or the lease is that of our own killed predecessor.
   */
  async claim(): Promise<OtherWriter | null> {
    await this.#takeOrRenew();
    while (this.#other !== null && performance.now() < this.#othersEnd) {
      await pause(this.#timing.renewMs / 2);
      await this.#takeOrRenew();
    }
    return this.#other;
  }

  start(news: LeaseNews): void {
    this.#news = news;
    this.#tell("");
    this.#look();
    this.#timer = setInterval(() => this.#look(), this.#timing.renewMs);
  }

  /**
   * Resolves once the lease is ours, or after the time in which that of a killed predecessor lapses: then Postgres is
   * away, or another engine lives.
   */
  async settled(): Promise<void> {
    const until = performance.now() + this.#lapseMs;
    while (this.standing() !== "only" && performance.now() < until) await pause(LOOK_MS);
  }

  /** Gives the lease up, so that the next start need not wait for it to lapse. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#news = null;
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

  /** Nobody can hold it for longer without renewing it. */
  get #lapseMs(): number {
    return this.#timing.ttlMs + 2 * this.#timing.renewMs;
  }

  get #othersEnd(): number {
    return this.#madeAt + this.#lapseMs;
  }

  #look(): void {
    this.#looking ??= this.#takeOrRenew()
      .then((reason) => this.#tell(reason))
      .finally(() => {
        this.#looking = null;
      });
  }

  #tell(reason: string): void {
    const standing = this.standing();
    if (standing === this.#told || this.#news === null) return;
    this.#told = standing;
    if (standing === "another") this.#news.onTaken(this.#other?.holder ?? "");
    else this.#news.onChange(standing === "only", reason);
  }

  /** Returns why the lease is not ours; empty when it is. */
  async #takeOrRenew(): Promise<string> {
    try {
      return await this.#ask();
    } catch (error: unknown) {
      return `Postgres does not answer: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  async #ask(): Promise<string> {
    const { pool, accountId, home, process } = this.#parts;
    if (this.#lease !== null) {
      if (await this.#lease.renew()) return "";
      this.#lease = null;
    }
    const { ttlMs } = this.#timing;
    const answer = await acquireLease(pool, { accountId, holder: `${home} (${process})`, ttlMs });
    if (answer.kind === "acquired") {
      this.#lease = answer.lease;
      this.#other = null;
      return "";
    }
    const { holder, remainingMs } = answer;
    if (this.#isPredecessor(holder)) return "the lease of the engine before this one has to lapse";
    this.#other = { holder, remainingMs };
    return `${holder} writes this account`;
  }

  /** The folder's lock says that nobody else runs from here: a lease of this home is a dead one's, until it outlives it. */
  #isPredecessor(holder: string): boolean {
    return holder.startsWith(`${this.#parts.home} (`) && performance.now() < this.#othersEnd;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
