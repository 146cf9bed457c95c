import { createPool } from "@interlock/db/create-pool";
import { waitUntil } from "@interlock/db/embedded/wait-until";
import { openProjection } from "@interlock/db/projection/open-projection";
import { Projector } from "../src/edge/project/projector.ts";
import { JournalingRig, openJournal } from "./journaling-rig.ts";

/** A rig with its journal on the disk that trades a small day and has it projected into a database. */
export class RecordedRig extends JournalingRig {
  static override async open(dataDir: string): Promise<RecordedRig> {
    return new RecordedRig(await openJournal(dataDir));
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

  /** Has the real projector write the journal so far into a database. */
  async project(databaseUrl: string): Promise<void> {
    const lastSeq = await this.durable();
    const pool = createPool({
      connectionString: databaseUrl,
      applicationName: "projector",
      schema: "ledger",
      statementTimeoutMs: 20_000,
    });
    const end = new AbortController();
    const { dataDir, cell } = this;
    const projector = new Projector({ pool, dataDir, cell, signal: end.signal });
    const running = projector.run();
    try {
      const { checkpoint } = openProjection(pool);
      const caughtUp = async () => ((await checkpoint()).seq === lastSeq ? true : null);
      if ((await waitUntil(caughtUp, { withinMs: 30_000, everyMs: 20 })) === null)
        throw new Error(`the projector is stuck: ${projector.status().error}`);
    } finally {
      end.abort();
      await running;
      await pool.end();
    }
  }
}
