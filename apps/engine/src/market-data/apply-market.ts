import type { Bar } from "@interlock/core/market/bar";
import type { EngineState } from "../state.ts";
import type { MarketRecord } from "../records/market-record.ts";

/** Folds what a market said besides its prices. */
export function applyMarket(state: EngineState, record: MarketRecord): void {
  switch (record.kind) {
    case "trading_halted":
      if (record.halt.symbol === null) state.marketHalt = record.halt;
      else state.halts[record.halt.symbol] = record.halt;
      return;
    case "halt_ended":
      if (record.symbol === null) state.marketHalt = null;
      else delete state.halts[record.symbol];
      return;
    case "bar_revised":
      return applyRevision(state, record.bar);
    case "trade_amended":
    case "bars_missing":
      return;
  }
}

/** Puts a bar in the place of its minute, which may have had none. */
function applyRevision(state: EngineState, bar: Bar): void {
  const bars = state.bars[bar.symbol];
  if (bars === undefined) return;
  const at = bars.findIndex(({ startAt }) => startAt >= bar.startAt);
  if (at < 0) bars.push(bar);
  else bars.splice(at, bars[at]?.startAt === bar.startAt ? 1 : 0, bar);
}
