import type { Decision } from "../decision.ts";
import { CLOCK_MS, type Input } from "../input.ts";

/** Before a question that failed is asked again; doubled by each failure running. */
const GAP_MS = 2_000;
const GAP_DOUBLINGS_MAX = 3;

/**
 * Asks the venue for the last quote of everything we trade, when quotes may have passed unseen: at the start, and
 * after the stream was away. A stream says nothing of a market that is quiet; what is held would go on at an old mark.
 *
 * 1. At a real venue the market goes on between the first answer and the subscription: it is asked once more then.
 *    A simulated tape begins with the subscription, and an answer beside its first events would come anywhere among
 *    them.
 * 2. A failure keeps nothing from going on: whoever looks is told once, and it is asked again, later and later.
 * 3. What is held outside the universe has no stream of ours: the venue values it at every comparison, and a quote that
 *    nothing follows would stand in its way.
 */
export function askForQuotes(decision: Decision, { body }: Input): void {
  switch (body.kind) {
    case "engine_started":
      return ask(decision);
    case "connection":
      if (body.channel === "market_data") noteStream(decision, body.up);
      return;
    case "stream_gap":
      if (body.channel === "market_data") ask(decision);
      return;
    case "latest_quotes":
      return noteEnd(decision, null);
    case "venue_query_failed":
      if (body.what === "quotes") noteEnd(decision, body.reason);
      return;
    case "clock":
      return askAgain(decision);
    default:
      return;
  }
}

/** Asks for the last quotes at once, e.g. because a person wants a stop-loss to see a market. */
export function askQuotesNow(decision: Decision): void {
  ask(decision);
}

function noteStream(decision: Decision, up: boolean): void {
  const { quoteQuestion } = decision.views;
  if (!up) quoteQuestion.streamWasDown = true;
  else if (quoteQuestion.streamWasDown || decision.state.settings?.environment !== "sim")
    ask(decision);
}

function ask(decision: Decision): void {
  const { quoteQuestion, markets } = decision.views;
  if (quoteQuestion.inFlight) {
    quoteQuestion.wanted = true;
    return;
  }
  Object.assign(quoteQuestion, {
    inFlight: true,
    wanted: false,
    askedAt: decision.time,
    clocksSince: 0,
  });
  decision.perform({ kind: "request_quotes", symbols: [...markets.keys()] });
}

function noteEnd(decision: Decision, failure: string | null): void {
  const { quoteQuestion } = decision.views;
  quoteQuestion.inFlight = false;
  quoteQuestion.failures = failure === null ? 0 : quoteQuestion.failures + 1;
  if (quoteQuestion.failures === 1)
    decision.alert(
      "warning",
      `The latest quotes are not known yet, so a quiet market shows old marks: ${failure}`,
    );
  if (failure === null && quoteQuestion.wanted) ask(decision);
}

function askAgain(decision: Decision): void {
  const { quoteQuestion } = decision.views;
  const { inFlight, failures, askedAt } = quoteQuestion;
  quoteQuestion.clocksSince += 1;
  if (inFlight || failures === 0 || decision.isKeyRefused()) return;
  const gap = GAP_MS * 2 ** Math.min(failures, GAP_DOUBLINGS_MAX);
  if (decision.time - askedAt >= gap || quoteQuestion.clocksSince * CLOCK_MS >= gap) ask(decision);
}
