import { createHash } from "node:crypto";
import { decodeEntry, encodeEntry } from "../../../src/journal/journal-entry.ts";
import type { CommitLog } from "../../../src/engine.ts";
import type { Input } from "../../../src/input.ts";
import type { EngineRecord, JournalEntry } from "../../../src/record.ts";
import type { Surroundings } from "../surroundings.ts";

/** What survives a process: the entries that reached the device, and the newest snapshot of the state. */
export class SimulatedDisk {
  readonly entries: string[] = [];
  snapshot: { readonly seq: number; readonly state: string } | null = null;

  /** Reads everything after an entry. Throws on an entry that cannot be read. */
  readAfter(seq: number): JournalEntry[] {
    return this.entries.slice(seq).map((payload, index) => {
      const entry = decodeEntry<EngineRecord>(payload, seq + index + 1);
      if (!entry.ok) throw new Error(entry.error);
      return entry.value;
    });
  }

  /** A hash of every byte of the journal. */
  hash(): string {
    const hash = createHash("sha256");
    for (const entry of this.entries) hash.update(entry).update("\n");
    return hash.digest("hex");
  }
}

/** Whom the journal tells. */
export interface JournalOwner {
  isAlive(): boolean;
  /** An entry was decided and gathered; it is not durable yet. */
  decided(payload: string): void;
  durable(seq: number): void;
  /** The device refused: the process must end. */
  failed(): void;
}

/**
 * The engine's port to a journal whose device is simulated: groups are durable after a while, or after seconds, or
 * never. What a crash finds gathered but not acknowledged is on the device in part.
 */
export class SimulatedJournal implements CommitLog {
  readonly #surroundings: Surroundings;
  readonly #disk: SimulatedDisk;
  readonly #owner: JournalOwner;
  #pending: string[] = [];
  #lastSeq: number;
  #hasBegun = false;

  constructor(surroundings: Surroundings, disk: SimulatedDisk, owner: JournalOwner) {
    this.#surroundings = surroundings;
    this.#disk = disk;
    this.#owner = owner;
    this.#lastSeq = disk.entries.length;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Whether something decided is not durable yet. */
  get isWriting(): boolean {
    return this.#lastSeq > this.durableSeq;
  }

  get durableSeq(): number {
    return this.#disk.entries.length;
  }

  record(input: Input, records: readonly EngineRecord[]): number {
    if (records.length === 0 || !this.#owner.isAlive()) return this.#lastSeq;
    this.#lastSeq += 1;
    const payload = encodeEntry({
      seq: this.#lastSeq,
      input: input.seq,
      time: input.time,
      records,
    });
    this.#pending.push(payload);
    this.#owner.decided(payload);
    if (!this.#hasBegun) this.#write();
    return this.#lastSeq;
  }

  /** Ends with the process. Of what was gathered, a part drawn by chance had reached the device. */
  crash(): void {
    const kept = this.#surroundings.random.below(this.#pending.length + 1);
    this.#disk.entries.push(...this.#pending.slice(0, kept));
    this.#pending = [];
  }

  #write(): void {
    this.#hasBegun = true;
    const { faults } = this.#surroundings;
    const slow = this.#surroundings.strikes(faults.journalSlow);
    const takes = slow ? this.#surroundings.between(20, 4_000) : this.#surroundings.between(0, 2);
    const group = this.#pending.length;
    this.#surroundings.scheduler.after(takes, () => this.#written(group));
  }

  #written(group: number): void {
    if (!this.#owner.isAlive()) return;
    if (this.#surroundings.strikes(this.#surroundings.faults.journalFails))
      return this.#owner.failed();
    this.#disk.entries.push(...this.#pending.splice(0, group));
    this.#hasBegun = false;
    if (this.#pending.length > 0) this.#write();
    this.#owner.durable(this.durableSeq);
  }
}
