import type { Ticker } from "@interlock/core/ids";
import { signOfQuantity } from "@interlock/core/number/quantity";
import type { Decision } from "../../decision.ts";
import { askQuotesNow } from "../../market-data/ask-quotes.ts";
import { type CommandOutcome, refuse } from "../command-outcome.ts";
import { openOrdersOf } from "../../views.ts";
import { type SeenState, WAITS_FOR_QUOTE, whyNoLocalStop } from "../../risk/local-stop.ts";
import { coverOf } from "../../risk/watch-protection.ts";

/**
 * Re-arms the engine's own stop-loss of a symbol on a person's word: what waits for a market is asked for, and what is
 * kept from closing is tried again at once. What only another gesture can mend is refused with its name.
 */
export function rearmStop(decision: Decision, symbol: Ticker): CommandOutcome {
  const cover = coverOf(decision, symbol, decision.time);
  if (cover === null) return refuse(`There is no position in ${symbol}.`);
  if (signOfQuantity(cover.unguarded) === 0)
    return refuse(`Nothing to re-arm: every share of ${symbol} is covered by a stop.`);
  if (decision.state.stops[symbol] !== undefined) return tryAgain(decision, symbol);
  if (canRearm(decision, symbol)) {
    askQuotesNow(decision);
    const sentence = `The venue is asked for the quote of ${symbol}; its stop-loss watches from then on.`;
    return { accepted: true, sentence };
  }
  return refuse(
    `The stop-loss of ${symbol} cannot be re-armed: ${cover.whyUnguarded}. Mend that, close the position, or place a stop at the broker.`,
  );
}

/** Tells whether re-arming mends what a position lacks: a quote that nobody asked for, or one more try at closing. */
export function canRearm(seen: SeenState, symbol: Ticker): boolean {
  return seen.state.stops[symbol] !== undefined || whyNoLocalStop(seen, symbol) === WAITS_FOR_QUOTE;
}

/** The pauses between two tries are over: the stop-loss goes on with this very input. */
function tryAgain({ state, views }: Decision, symbol: Ticker): CommandOutcome {
  views.stopAskedAt.delete(symbol);
  for (const { clientOrderId } of openOrdersOf(views, state, symbol))
    views.cancelAskedAt.delete(clientOrderId);
  return { accepted: true, sentence: `The stop-loss of ${symbol} is tried again at once.` };
}
