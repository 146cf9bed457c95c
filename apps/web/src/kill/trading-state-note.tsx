"use client";
import { type ChipTone, StateChip } from "../components/state-chip.tsx";
import { useTradingState } from "./use-kill.ts";

const WORDS: Readonly<Record<"active" | "reducing" | "halted", { tone: ChipTone; words: string }>> =
  {
    active: { tone: "ok", words: "Gate open: trading is active" },
    reducing: { tone: "warn", words: "Reducing: only orders that lower risk pass" },
    halted: { tone: "critical", words: "Gate closed: trading is halted" },
  };

/** Whether orders that add risk pass at present. */
export function TradingStateNote() {
  const trading = useTradingState();
  if (trading === null) return <StateChip tone="neutral">Trading state unknown</StateChip>;
  const { tone, words } = WORDS[trading.state];
  return (
    <span data-testid="trading-state" data-state={trading.state}>
      <StateChip tone={tone} title={trading.cause}>
        {words}
      </StateChip>
    </span>
  );
}
