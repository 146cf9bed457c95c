import { mapExecutionReport } from "@interlock/alpaca/mapping/execution-report";
import { renderTradeUpdate } from "@interlock/alpaca-sim/render/render-order";
import type { OrderEvent } from "@interlock/alpaca-sim/venue/order/order-event";
import type { ExecutionReport } from "@interlock/core/order/execution-report";
import type { Surroundings } from "../surroundings.ts";

/** Who listens to reports of orders: one connection of one process. */
export interface ReportListener {
  readonly alive: boolean;
  report(report: ExecutionReport): void;
}

/**
 * The stream of order reports. It replays nothing: what happens while nobody listens, and what a fault takes, is told
 * to nobody. Faults double, delay and reorder.
 */
export class OrderReports {
  readonly #surroundings: Surroundings;
  #listener: ReportListener | null = null;
  #connection = 0;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Listens from now on; what is on its way on an older connection is gone. */
  connect(listener: ReportListener): void {
    this.#connection += 1;
    this.#listener = listener;
  }

  /** Cuts the connection: everything on its way is lost. */
  cut(): void {
    this.#connection += 1;
    this.#listener = null;
  }

  /** Tells what happened to orders. */
  tell(events: readonly OrderEvent[]): void {
    for (const event of events) this.#tellOne(event);
  }

  #tellOne(event: OrderEvent): void {
    const { faults } = this.#surroundings;
    if (this.#listener === null || this.#surroundings.strikes(faults.reportLost)) return;
    this.#send(event);
    if (this.#surroundings.strikes(faults.reportDoubled)) this.#send(event);
  }

  #send(event: OrderEvent): void {
    const { faults, scheduler } = this.#surroundings;
    const connection = this.#connection;
    const raw = JSON.stringify({ stream: "trade_updates", data: renderTradeUpdate(event) });
    const late = this.#surroundings.strikes(faults.reportLate);
    const delay = late ? this.#surroundings.between(50, 8_000) : this.#surroundings.between(1, 20);
    scheduler.after(delay, () => {
      if (connection === this.#connection && this.#listener?.alive === true)
        this.#listener.report(this.#read(raw));
    });
  }

  /** Reads the message as the adapter's stream does. */
  #read(raw: string): ExecutionReport {
    const { data }: { data: unknown } = JSON.parse(raw) as { data: unknown };
    const receivedAt = this.#surroundings.scheduler.now;
    const mapped = mapExecutionReport(data, { raw, receivedAt, lastSeen: () => undefined });
    if (!mapped.ok) throw new Error(mapped.error);
    return mapped.value.report;
  }
}
