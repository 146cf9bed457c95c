import type { MarketStateView } from "@interlock/api/view/position-view";
import { StateChip } from "./state-chip.tsx";

const WORDS: Readonly<Record<MarketStateView["trading"], string>> = {
  open: "",
  halted: "halted",
  limit_state: "at limit band",
  broken_quote: "quote broken",
  price_jump: "price jumped",
  awaits_quote: "awaits quote",
  status_unknown: "no trade yet",
};

/** Says that a symbol does not trade, or that its quote is in doubt; the sentence is in its title. */
export function TradingChip({ market }: { market: MarketStateView }) {
  const { trading, tradingNote } = market;
  if (tradingNote === "") return null;
  const tone = trading === "halted" ? "critical" : trading === "status_unknown" ? "stale" : "warn";
  return (
    <StateChip tone={tone} title={tradingNote}>
      {WORDS[trading]}
    </StateChip>
  );
}
