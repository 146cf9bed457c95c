import { createPool } from "@interlock/db/create-pool";
import { waitUntil } from "@interlock/db/embedded/wait-until";
import { openProjection } from "@interlock/db/projection/open-projection";
import { Projector } from "../src/edge/project/projector.ts";
import type { Input, InputBody } from "../src/input.ts";
import type { GroupCommitter } from "../src/journal/commit-cycle.ts";
import type { DurableCell } from "../src/journal/durable-cell.ts";
import { inputCodec } from "../src/journal/input-codec.ts";
import { openCommitLog } from "../src/journal/open-commit-log.ts";
import type { EngineRecord } from "../src/record.ts";
import { Rig } from "./rig.ts";

/** The engine's rules with their journal and tape on disk, written as a running engine writes them. */
export class RecordedRig extends Rig {
  readonly #dataDir: string;
  readonly #log: GroupCommitter<Input, EngineRecord>;
  readonly #cell: DurableCell;
  #inputs = 0;

  private constructor(
    dataDir: string,
    parts: { log: GroupCommitter<Input, EngineRecord>; cell: DurableCell },
  ) {
    super();
    this.#dataDir = dataDir;
    this.#log = parts.log;
    this.#cell = parts.cell;
  }

  /** Begins a journal in a data folder that holds none. */
  static async open(dataDir: string): Promise<RecordedRig> {
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
    return new RecordedRig(dataDir, opened);
  }

  override give(body: InputBody): ReturnType<Rig["give"]> {
    const decided = super.give(body);
    this.#inputs += 1;
    this.#log.record({ seq: this.#inputs, time: this.time, body }, decided.records);
    return decided;
  }

  /** Buys, has the venue fill the order in two parts, marks the account, and lets a wish be denied: a small day. */
  tradeABit(): this {
    this.ready();
    this.quote("SPY", "100.00", "100.02");
    const [intent] = this.wish("SPY", 0.2);
    if (intent === undefined) throw new Error("the rig's strategy was not let buy");
    this.accept(intent);
    const half = String(Number(intent.quantity) / 2e9);
    this.fill(intent, { id: "e-1", quantity: half, price: "100.02" });
    this.fill(intent, { id: "e-2", quantity: half, price: "100.03" });
    this.pass(1_000);
    this.pass(60_000);
    this.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false });
    return this;
  }

  /** Resolves once everything given so far is on the disk. */
  async flushed(): Promise<void> {
    await this.#log.flushed();
  }

  async close(): Promise<void> {
    await this.#log.close();
  }

  /** Has the real projector write the journal so far into a database. */
  async project(databaseUrl: string): Promise<void> {
    await this.flushed();
    const pool = createPool({
      connectionString: databaseUrl,
      applicationName: "projector",
      schema: "ledger",
      statementTimeoutMs: 20_000,
    });
    const end = new AbortController();
    const cell = this.#cell;
    const projector = new Projector({ pool, dataDir: this.#dataDir, cell, signal: end.signal });
    const running = projector.run();
    try {
      const { checkpoint } = openProjection(pool);
      const caughtUp = async () => ((await checkpoint()).seq === this.#log.lastSeq ? true : null);
      if ((await waitUntil(caughtUp, { withinMs: 30_000, everyMs: 20 })) === null)
        throw new Error(`the projector is stuck: ${projector.status().error}`);
    } finally {
      end.abort();
      await running;
      await pool.end();
    }
  }
}
