import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { CommitLog } from "../../apps/engine/src/engine.ts";

/** Who is told of each approved order. */
export interface LogTap {
  /** The order is decided; its record is about to be written. */
  readonly decided?: (intent: OrderIntent) => void;
  /** Its record is on the way to the disk. */
  readonly recorded?: (intent: OrderIntent) => void;
}

/** Returns the log with somebody who is told of each approved order as it passes. */
export function tapLog(log: CommitLog, tap: LogTap): CommitLog {
  return {
    record: (input, records) => {
      if (records.length === 0) return log.record(input, records);
      const approved = records.find((record) => record.kind === "order_approved");
      if (approved !== undefined) tap.decided?.(approved.intent);
      const seq = log.record(input, records);
      if (approved !== undefined) tap.recorded?.(approved.intent);
      return seq;
    },
    get lastSeq() {
      return log.lastSeq;
    },
    get durableSeq() {
      return log.durableSeq;
    },
  };
}
