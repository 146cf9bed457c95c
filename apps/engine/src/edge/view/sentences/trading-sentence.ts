import type { TradingHold } from "@interlock/core/risk/trading-state";
import type { EngineRecord } from "../../../record.ts";
import { holdWords } from "../../../trading-now.ts";

type TradingRecord = Extract<
  EngineRecord,
  { readonly kind: "trading_held" | "hold_released" | "trading_resumed" }
>;

/** Says in one sentence what holds trading, or no longer does. */
export function tradingSentence(record: TradingRecord): string {
  switch (record.kind) {
    case "trading_held":
      return `Trading is held (${record.hold.state}): ${heldBecause(record.hold)}`;
    case "hold_released":
      return `Trading is no longer held by ${record.source.replaceAll("_", " ")}: ${record.how}.`;
    case "trading_resumed":
      return `${record.by} resumed trading: ${record.reason}`;
  }
}

/** The start tells of a crash loop and of a restore in codes; the others are sentences. */
function heldBecause(hold: TradingHold): string {
  return hold.source === "crash_loop" ? holdWords(hold) : hold.reason;
}
