import type { KillMode } from "@interlock/api/view/kill-view";
import type { PositionView } from "@interlock/api/view/position-view";
import { quantityText } from "../../format/amount-text.ts";

/** What was known of the account when the figures last arrived. */
export interface DeskFacts {
  readonly mode: KillMode;
  readonly account: string;
  readonly openOrders: number;
  readonly positions: readonly Pick<PositionView, "symbol" | "side" | "quantity">[];
}

/** Says to a broker's trade desk what a kill would have done, so that nobody has to find the words. */
export function deskSentence({ mode, account, openOrders, positions }: DeskFacts): string {
  const orders = `${openOrders} open order${openOrders === 1 ? "" : "s"}`;
  const opening = `“Account ${account}: accept no new order of its programs.`;
  if (mode === "halt") return `${opening} Leave the ${orders} alone.”`;
  const canceling = `${opening} Cancel every open order, ${openOrders === 0 ? "if there is one" : `${orders} as I last saw it`}.`;
  if (mode === "cancel") return `${canceling} Leave the positions.”`;
  const closings = positions
    .filter(({ side }) => side !== "flat")
    .map(({ symbol, side, quantity }) => {
      const shares = quantityText(quantity.replace("-", ""));
      return `${side === "long" ? "sell" : "buy back"} ${shares} ${symbol}`;
    });
  const what =
    closings.length === 0 ? "if there is one" : `as I last saw it ${closings.join(", ")}`;
  return `${canceling} Then close every position at the market, ${what}.”`;
}
