import { mkdirSync } from "node:fs";
import { clientOrderId } from "@interlock/core/ids";
import { formatQuantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { createPool } from "@interlock/db/create-pool";
import { waitUntil } from "@interlock/db/embedded/wait-until";
import { openProjection } from "@interlock/db/projection/open-projection";
import { Projector } from "../src/edge/project/projector.ts";
import { JournalingRig, openJournal } from "./journaling-rig.ts";
import { MORNING } from "./rig.ts";

/** 10:00 in New York on regular days. */
const JULY = Date.UTC(2026, 6, 15, 14, 0, 0);
const AUGUST = Date.UTC(2026, 7, 18, 14, 0, 0);

/** Has an engine trade a small day in a folder that it makes; returns its last entry. */
export async function recordDay(dataDir: string): Promise<number> {
  mkdirSync(dataDir, { recursive: true });
  const rig = (await RecordedRig.open(dataDir)).tradeABit();
  const lastSeq = await rig.durable();
  await rig.close();
  return lastSeq;
}

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

  /**
   * Trades in June 2026, in July and in August, so that every monthly table has rows of each; in the end the venue
   * reports an execution of June that nobody had heard of.
   */
  tradeMonths(): this {
    const [bought] = [MORNING, JULY, AUGUST].map((at) => this.#tradeDay(at));
    if (bought !== undefined)
      this.fill(bought, { id: "late", quantity: "1", price: "100.02", at: MORNING });
    return this;
  }

  /** Starts, buys, sells again, marks the account, and is asked for what cannot be. */
  #tradeDay(at: number): OrderIntent | undefined {
    this.time = at;
    this.ready();
    const [bought] = [0.2, 0].map((target) => {
      this.pass(10_000);
      this.quote("SPY", "100.00", "100.02");
      const [intent] = this.wish("SPY", target);
      if (intent === undefined)
        throw new Error(JSON.stringify(this.told("order_denied").at(-1)?.denials));
      this.accept(intent);
      const quantity = formatQuantity(intent.quantity);
      this.fill(intent, { id: `e-${intent.clientOrderId}`, quantity, price: "100.02" });
      return intent;
    });
    this.pass(60_000);
    this.command({ kind: "cancel_order", clientOrderId: clientOrderId("il-nobody-1") });
    return bought;
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
