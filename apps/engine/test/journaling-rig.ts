import type { GroupCommitter } from "../src/journal/commit-cycle.ts";
import type { DurableCell } from "../src/journal/durable-cell.ts";
import { inputCodec } from "../src/journal/input-codec.ts";
import { openCommitLog } from "../src/journal/open-commit-log.ts";
import { writeSnapshot } from "../src/journal/snapshot.ts";
import type { Input, InputBody } from "../src/input.ts";
import type { EngineRecord } from "../src/record.ts";
import { Rig } from "./rig.ts";

/** A journal that was begun, and where. */
interface OpenJournal {
  readonly dataDir: string;
  readonly log: GroupCommitter<Input, EngineRecord>;
  readonly cell: DurableCell;
}

/** Begins a journal in a data folder that holds none. Throws when it cannot, and when a write fails later. */
export async function openJournal(dataDir: string): Promise<OpenJournal> {
  const opened = await openCommitLog<Input, EngineRecord>({
    dir: dataDir,
    codec: inputCodec,
    after: null,
    onEntry: () => undefined,
    onDurable: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });
  if (!opened.ok) throw new Error(opened.fault.sentence);
  return { dataDir, log: opened.log, cell: opened.cell };
}

/** A rig that keeps its journal on the disk, as the engine does: what follows a journal can follow it. */
export class JournalingRig extends Rig {
  readonly cell: DurableCell;
  protected readonly dataDir: string;
  readonly #log: GroupCommitter<Input, EngineRecord>;
  #inputs = 0;

  protected constructor({ dataDir, log, cell }: OpenJournal) {
    super();
    this.dataDir = dataDir;
    this.#log = log;
    this.cell = cell;
  }

  /** Begins a journal in a data folder that holds none. */
  static async open(dataDir: string): Promise<JournalingRig> {
    return new JournalingRig(await openJournal(dataDir));
  }

  override give(body: InputBody): ReturnType<Rig["give"]> {
    const decided = super.give(body);
    this.#inputs += 1;
    this.#log.record({ seq: this.#inputs, time: this.time, body }, decided.records);
    return decided;
  }

  /** Resolves with the journal's last entry once it is durable. */
  async durable(): Promise<number> {
    await this.#log.flushed();
    return this.#log.durableSeq;
  }

  /** Writes a snapshot of the state as it is now. */
  async snapshotToDisk(): Promise<void> {
    const seq = await this.durable();
    const hash = this.#log.durable.hash.toString("hex");
    const written = await writeSnapshot(this.dataDir, { seq, hash, state: this.state });
    if (!written.ok) throw new Error(written.error);
  }

  /** Has the journal begin a new segment with its next entry, as a new day does. */
  beginSegment(): void {
    this.#log.rotate();
  }

  get folder(): string {
    return this.dataDir;
  }

  close(): Promise<void> {
    return this.#log.close();
  }
}
