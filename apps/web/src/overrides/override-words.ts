import type { OverrideView } from "@interlock/api/view/override-view";
import { priceText, quantityText } from "../format/amount-text.ts";

type Restated = Pick<OverrideView, "side" | "quantity" | "symbol" | "limitPrice">;

/** What is sent, as a person reads it back: "BUY 30 SPY at 412.10". */
export function restatedText({ side, quantity, symbol, limitPrice }: Restated): string {
  const at = limitPrice === null ? "at market" : `at ${priceText(limitPrice)}`;
  return `${side.toUpperCase()} ${quantityText(quantity)} ${symbol} ${at}`;
}

/** How each standing is said and weighed. */
export const STANDING_WORDS = {
  open: { label: "stands", tone: "warn" },
  used: { label: "used", tone: "ok" },
  void: { label: "void", tone: "neutral" },
  expired: { label: "expired", tone: "neutral" },
} as const satisfies Readonly<Record<OverrideView["standing"], unknown>>;
