import { ticker } from "@interlock/core/ids";
import type { Quote } from "@interlock/core/market/quote";
import { fail, ok, type Result } from "@interlock/core/result";
import { emptyFields, quoteFrom } from "../frame/message-fields.ts";
import { wireLatestQuotes, wireQuote } from "../wire/market-data.ts";
import { describeIssues } from "./schema-issues.ts";
import { readTime } from "./venue-time.ts";

/** Last quotes, each with the venue's own time of it, and a sentence for each that could not be used. */
export interface LatestQuotes {
  readonly quotes: readonly Quote[];
  readonly refused: readonly string[];
}

/** Reads the last quotes of several symbols. One that cannot be used is left out and named, never repaired. */
export function readLatestQuotes(json: unknown): Result<LatestQuotes> {
  const parsed = wireLatestQuotes.safeParse(json);
  if (!parsed.success) return fail(describeIssues("latest quotes", parsed.error));
  const quotes: Quote[] = [];
  const refused: string[] = [];
  for (const [symbol, wire] of Object.entries(parsed.data.quotes)) {
    const quote = readLatestQuote(symbol, wire);
    if (quote.ok) quotes.push(quote.value);
    else refused.push(quote.error);
  }
  return ok({ quotes, refused });
}

/** The same rules as for a quote of the stream: only the writing of its time differs. */
function readLatestQuote(symbol: string, wire: unknown): Result<Quote> {
  const parsed = wireQuote.safeParse(wire);
  if (!parsed.success) return fail(describeIssues(`latest quote of ${symbol}`, parsed.error));
  const { t, bp, bs, ap, as } = parsed.data;
  const read = quoteFrom({
    ...emptyFields(),
    symbol: ticker(symbol),
    time: readTime(t) ?? Number.NaN,
    bidPrice: bp,
    bidSize: bs,
    askPrice: ap,
    askSize: as,
  });
  if (typeof read === "string" || read.kind !== "quote")
    return fail(`latest quote of ${symbol} at "${t}" cannot be used: ${JSON.stringify(read)}`);
  return ok(read.quote);
}
