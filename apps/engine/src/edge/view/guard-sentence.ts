import { formatDollars } from "@interlock/core/number/money";
import { formatPrice } from "@interlock/core/number/price";
import { BREAKER_LABELS } from "@interlock/core/risk/breakers/breaker";
import type { EngineRecord } from "../../record.ts";

type GuardRecord = Extract<
  EngineRecord,
  {
    readonly kind:
      | "guard_tripped"
      | "best_price_seen"
      | "high_water_raised"
      | "breaker_warned"
      | "breaker_rearmed";
  }
>;

/** Says what a guard between orders saw, warned of or did, in one sentence. */
export function guardSentence(record: GuardRecord): string {
  switch (record.kind) {
    case "guard_tripped":
    case "breaker_warned":
      return record.sentence;
    case "best_price_seen":
      return `The best price of ${record.symbol} since its entry is ${formatPrice(record.best)}.`;
    case "high_water_raised":
      return `The high-water mark of equity is ${formatDollars(record.highWater.equity)}.`;
    case "breaker_rearmed":
      return `${record.by} re-armed the breaker ${BREAKER_LABELS[record.breaker]}: ${record.reason}.`;
  }
}
