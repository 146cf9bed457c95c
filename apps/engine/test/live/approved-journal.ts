import { money } from "@interlock/core/number/money";
import type { VenueSnapshot } from "@interlock/core/order/execution-report";
import type { EngineStarted, InputBody } from "../../src/input.ts";
import type { EngineRecord } from "../../src/record.ts";
import { GoLiveRig } from "../golive-rig.ts";
import { openJournal } from "../journaling-rig.ts";

/** What an engine is that an approval is bound to. */
export type ApprovedEngine = Pick<
  EngineStarted,
  "settings" | "build" | "accountId" | "accountNumber"
>;

type Log = Awaited<ReturnType<typeof openJournal>>["log"];

/** The rules of an engine in live, by whose decisions a real journal is written: people bring it to live or not. */
export class LiveJournal extends GoLiveRig {
  readonly #log: Log;
  readonly #engine: ApprovedEngine;
  #inputs = 0;

  private constructor(engine: ApprovedEngine, log: Log) {
    super();
    this.#engine = engine;
    this.#log = log;
  }

  /** Begins a journal in a data folder that holds none, and finishes recovery. */
  static async open(
    dataDir: string,
    engine: ApprovedEngine & Partial<EngineStarted>,
  ): Promise<LiveJournal> {
    const { log } = await openJournal(dataDir);
    return new LiveJournal(engine, log).live(engine);
  }

  override give(body: InputBody): ReturnType<GoLiveRig["give"]> {
    const decided = super.give(body);
    this.#write(body, decided.records);
    return decided;
  }

  override snapshot(change: Partial<VenueSnapshot> = {}): ReturnType<GoLiveRig["snapshot"]> {
    const { accountId, accountNumber } = this.#engine;
    const account: VenueSnapshot["account"] = {
      accountId,
      accountNumber,
      status: "ACTIVE",
      cash: this.state.adopted ? this.state.portfolio.cash : money("100000"),
      equity: money("100000"),
      lastEquity: money("100000"),
      buyingPower: money("400000"),
      accruedFees: money("0"),
      tradingBlocked: false,
    };
    return super.snapshot({ account, ...change });
  }

  /** Puts records into the chain that no rule decided, as somebody might who can write the file. */
  forge(records: readonly EngineRecord[]): void {
    this.#write({ kind: "clock" }, records);
  }

  /** Resolves once everything is on the disk, where another may read it. */
  async flushed(): Promise<void> {
    await this.#log.flushed();
  }

  /** Makes everything durable and leaves the folder to an engine. */
  async close(): Promise<void> {
    await this.#log.flushed();
    await this.#log.close();
  }

  #write(body: InputBody, records: readonly EngineRecord[]): void {
    this.#inputs += 1;
    this.#log.record({ seq: this.#inputs, time: this.time, body }, records);
  }
}
