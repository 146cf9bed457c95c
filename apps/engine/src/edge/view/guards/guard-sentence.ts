import { formatDollars } from "@interlock/core/number/money";
import { formatPrice } from "@interlock/core/number/price";
import { formatQuantity } from "@interlock/core/number/quantity";
import { BREAKER_LABELS } from "@interlock/core/risk/breakers/breaker";
import type { EngineRecord } from "../../../record.ts";

type GuardRecord = Extract<
  EngineRecord,
  {
    readonly kind:
      | "guard_tripped"
      | "best_price_seen"
      | "stop_cover_lost"
      | "stop_cover_found"
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
    case "stop_cover_lost":
      return `${formatQuantity(record.quantity)} ${record.symbol} are covered by no stop: ${record.why}.`;
    case "stop_cover_found":
      return `The stops of ${record.symbol} are in order again: ${record.how}.`;
    case "high_water_raised":
      return `The high-water mark of equity is ${formatDollars(record.highWater.equity)}.`;
    case "breaker_rearmed":
      return `${record.by} re-armed the breaker ${BREAKER_LABELS[record.breaker]}: ${record.reason}.`;
  }
}
