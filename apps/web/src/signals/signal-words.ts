import type { LaterPrice, SignalDecision, SignalView } from "@interlock/api/view/signals-view";
import type { ChipTone } from "../components/state-chip.tsx";
import { priceText } from "../format/amount-text.ts";

interface DecisionWords {
  readonly label: string;
  readonly tone: ChipTone;
  readonly meaning: string;
}

/** What became of a signal, in words. */
export const DECISION_WORDS: Readonly<Record<SignalDecision, DecisionWords>> = {
  sent: { label: "sent", tone: "ok", meaning: "Its order passed every check and was sent" },
  denied: {
    label: "denied",
    tone: "critical",
    meaning: "Our limits refused its order: it never left",
  },
  expired: {
    label: "expired",
    tone: "warn",
    meaning: "Its order ran out of time without a fill",
  },
  suppressed: { label: "no order", tone: "neutral", meaning: "It asked for no order" },
};

/** Writes a target with its sign: "+0.50", "−1.00", "0.00". */
export function targetText(target: number): string {
  const size = Math.abs(target).toFixed(2);
  if (Number(size) === 0) return "0.00";
  return target > 0 ? `+${size}` : `\u2212${size}`;
}

/** Writes a move in hundredths of a percent: "+12.3 bps". */
export function moveText(bps: number): string {
  const size = `${Math.abs(bps).toFixed(1)} bps`;
  if (bps === 0) return size;
  return bps > 0 ? `+${size}` : `\u2212${size}`;
}

/** Returns what is known of the price so many minutes after a signal; null for one that was not blocked. */
export function laterOf(signal: SignalView, minutes: number): LaterPrice | null {
  return signal.later.find((one) => one.minutes === minutes) ?? null;
}

/** Says a later price in one sentence, or why there is none. */
export function laterSentence(later: LaterPrice): string {
  if (later.price === null) return `After ${later.minutes} minutes: no price. ${later.absence}`;
  const price = priceText(later.price);
  if (later.moveBps === null) return `After ${later.minutes} minutes: ${price}. ${later.absence}`;
  const word = later.moveBps > 0 ? "missed" : "spared";
  const what =
    later.moveBps === 0 ? "no move" : `${word} ${moveText(Math.abs(later.moveBps)).slice(1)}`;
  return `After ${later.minutes} minutes: ${price}, ${what} against the arrival mid.`;
}
