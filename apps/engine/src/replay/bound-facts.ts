import { strategiesHash } from "../golive/running-binding.ts";
import type { EngineRecord } from "../record.ts";

/** Something of an entry that another build must come to as well, as text to compare. */
export interface BoundFact {
  readonly what: "order" | "start" | "fill" | "bar";
  readonly text: string;
}

/**
 * Returns what binds a tape to its journal, whatever build decides it: each order as risk let it pass, and what came
 * from outside and is journaled as it came, namely starts, fills and bars. Of these only the figures count: a build
 * may say more about them.
 */
export function boundFacts(records: readonly EngineRecord[]): readonly BoundFact[] {
  return records.flatMap((record) => factOf(record) ?? []);
}

function factOf(record: EngineRecord): BoundFact | null {
  switch (record.kind) {
    case "order_approved":
      return { what: "order", text: JSON.stringify(record.intent) };
    case "engine_started": {
      const { build, instance, accountNumber, settings } = record;
      const ran = [settings.environment, strategiesHash(settings)];
      return { what: "start", text: JSON.stringify([build, instance, accountNumber, ...ran]) };
    }
    case "fill_booked": {
      const { executionId, clientOrderId, quantity, price, venueAt } = record.fill;
      const text = JSON.stringify([executionId, clientOrderId, quantity, price, venueAt]);
      return { what: "fill", text };
    }
    case "bar_closed": {
      const { symbol, startAt, open, high, low, close, volume } = record.bar;
      return {
        what: "bar",
        text: JSON.stringify([symbol, startAt, open, high, low, close, volume]),
      };
    }
    default:
      return null;
  }
}
