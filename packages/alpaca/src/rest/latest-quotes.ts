import type { Ticker } from "@interlock/core/ids";
import type { MarketDataFeed } from "../environment.ts";
import { type LatestQuotes, readLatestQuotes } from "../mapping/latest-quotes.ts";
import { judgeAnswer } from "./judge-reply.ts";
import { answered, type VenueAnswer } from "./venue-answer.ts";
import type { VenueRequests } from "./venue-requests.ts";

/** Whose last quotes, of which feed: the one that the stream follows, or the two would not be one market. */
export interface LatestQuotesQuestion {
  readonly symbols: readonly Ticker[];
  readonly feed: MarketDataFeed;
}

/** Asks for the last quote of each symbol; one without any is absent from the answer. */
export async function fetchLatestQuotes(
  requests: VenueRequests,
  { symbols, feed }: LatestQuotesQuestion,
): Promise<VenueAnswer<LatestQuotes>> {
  if (symbols.length === 0) return answered({ quotes: [], refused: [] });
  const reply = await requests.run(
    "query",
    () =>
      requests.sdk.marketData.stocks.stockLatestQuotesRaw({
        symbols: symbols.join(","),
        // The test feed has no REST interface.
        feed: feed === "test" ? "iex" : feed,
      }),
    "data",
  );
  return judgeAnswer(reply, requests, readLatestQuotes);
}
