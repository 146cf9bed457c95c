import type { Ticker } from "@interlock/core/ids";
import { signOfQuantity } from "@interlock/core/number/quantity";
import type { StopCover } from "@interlock/core/protection/stop-cover";
import type { Decision } from "../../decision.ts";
import { askQuotesNow } from "../../market-data/ask-quotes.ts";
import { type CommandOutcome, refuse } from "../command-outcome.ts";
import { openOrdersOf } from "../../views.ts";
import { type SeenState, WAITS_FOR_QUOTE, whyNoLocalStop } from "../../risk/local-stop.ts";
import { whyNotPlaced } from "../../risk/broker-stop/keep-stops.ts";
import { openStops } from "../../risk/broker-stop/open-stops.ts";
import { coverOf } from "../../risk/watch-protection.ts";

/**
 * Re-arms the engine's own stop-loss of a symbol on a person's word: what waits for a market is asked for, and what is
 * kept from closing is tried again at once. What only another gesture can mend is refused with its name.
 */
export function rearmStop(decision: Decision, symbol: Ticker): CommandOutcome {
  const cover = coverOf(decision, symbol, decision.time);
  if (cover === null) return refuse(`There is no position in ${symbol}.`);
  const placing = placeAtBroker(decision, symbol);
  if (placing !== null) return placing;
  if (signOfQuantity(cover.unguarded) === 0)
    return refuse(`Nothing to re-arm: every share of ${symbol} is covered by a stop.`);
  if (decision.state.stops[symbol] !== undefined) return tryAgain(decision, symbol);
  if (canRearm(decision, symbol, cover)) {
    askQuotesNow(decision);
    const sentence = `The venue is asked for the quote of ${symbol}; its stop-loss watches from then on.`;
    return { accepted: true, sentence };
  }
  return refuse(
    `The stop-loss of ${symbol} cannot be re-armed: ${cover.whyUnguarded}${brokerNote(decision, symbol)}. Mend that, close the position, or place a stop at the broker.`,
  );
}

/** Ends the pause before the next stop at the broker, where the policy asks for one and nothing else is in its way. */
function placeAtBroker(decision: Decision, symbol: Ticker): CommandOutcome | null {
  const bps = decision.state.settings?.brokerStopBps ?? 0;
  if (bps <= 0 || openStops(decision, symbol).length > 0) return null;
  if (whyNotPlaced(decision, symbol, bps) !== "") return null;
  decision.views.brokerStops.pauses.delete(symbol);
  const sentence = `A stop of ${symbol} is placed at the broker within a second.`;
  return { accepted: true, sentence };
}

/** Tells whether re-arming mends what a position lacks: a quote that nobody asked for, or one more try at closing. */
export function canRearm(seen: SeenState, symbol: Ticker, cover: StopCover): boolean {
  if (signOfQuantity(cover.unguarded) === 0) return false;
  return seen.state.stops[symbol] !== undefined || whyNoLocalStop(seen, symbol) === WAITS_FOR_QUOTE;
}

/** Why the policy places none at the broker either; empty where there is no policy. */
function brokerNote(decision: Decision, symbol: Ticker): string {
  const bps = decision.state.settings?.brokerStopBps ?? 0;
  const why = bps <= 0 ? "" : whyNotPlaced(decision, symbol, bps);
  return why === "" ? "" : `; none is placed at the broker: ${why}`;
}

/** The pauses between two tries are over: the stop-loss goes on with this very input. */
function tryAgain({ state, views }: Decision, symbol: Ticker): CommandOutcome {
  views.stopAskedAt.delete(symbol);
  for (const { clientOrderId } of openOrdersOf(views, state, symbol))
    views.cancelAskedAt.delete(clientOrderId);
  return { accepted: true, sentence: `The stop-loss of ${symbol} is tried again at once.` };
}
