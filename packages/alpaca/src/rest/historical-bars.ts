import type { Ticker } from "@interlock/core/ids";
import type { Bar } from "@interlock/core/market/bar";
import { fail, ok, type Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";
import type { MarketDataFeed } from "../environment.ts";
import { mapBar } from "../mapping/bar.ts";
import { describeIssues } from "../mapping/schema-issues.ts";
import { readTime } from "../mapping/venue-time.ts";
import { type WireBarsPage, wireBarsPage } from "../wire/market-data.ts";
import { judgeAnswer } from "./judge-reply.ts";
import { answered, unanswered, type VenueAnswer } from "./venue-answer.ts";
import type { VenueRequests } from "./venue-requests.ts";

const BARS_PER_PAGE = 10_000;
const PAGES_MAX = 100;

/** Which bars: start and end inclusive, prices as traded or adjusted for splits. */
export interface BarsQuestion {
  readonly symbols: readonly Ticker[];
  readonly timeframe: "1Min" | "1Day";
  readonly startAt: UnixMs;
  readonly endAt: UnixMs;
  readonly feed: MarketDataFeed;
  readonly adjustment: "raw" | "split";
}

/** Bars by time, and a sentence for each that could not be used. */
export interface BarsFound {
  readonly bars: readonly Bar[];
  readonly refused: readonly string[];
}

interface Gathered {
  readonly bars: Bar[];
  readonly refused: string[];
}

function gather(page: WireBarsPage, into: Gathered): void {
  for (const [symbol, bars] of Object.entries(page.bars)) {
    for (const wire of bars) {
      const startAt = readTime(wire.t);
      const bar =
        startAt === null
          ? fail(`bar of ${symbol} has time "${wire.t}", which is not RFC 3339`)
          : mapBar(symbol, startAt, wire);
      if (bar.ok) into.bars.push(bar.value);
      else into.refused.push(bar.error);
    }
  }
}

function readPage(json: unknown): Result<WireBarsPage> {
  const parsed = wireBarsPage.safeParse(json);
  return parsed.success ? ok(parsed.data) : fail(describeIssues("bars", parsed.error));
}

/** Fetches historical bars, all pages. A bar that cannot be used is left out and named, never repaired. */
export async function fetchBars(
  requests: VenueRequests,
  question: BarsQuestion,
): Promise<VenueAnswer<BarsFound>> {
  const found: Gathered = { bars: [], refused: [] };
  let token: string | null = null;
  for (let page = 0; page < PAGES_MAX; page++) {
    const pageToken: { pageToken?: string } = token === null ? {} : { pageToken: token };
    const reply = await requests.run(
      "query",
      () =>
        requests.sdk.marketData.stocks.stockBarsRaw({
          symbols: question.symbols.join(","),
          timeframe: question.timeframe,
          start: new Date(question.startAt),
          end: new Date(question.endAt),
          limit: BARS_PER_PAGE,
          adjustment: question.adjustment,
          feed: question.feed === "test" ? "iex" : question.feed,
          ...pageToken,
        }),
      "data",
    );
    const answer = judgeAnswer(reply, requests, readPage);
    if (!answer.ok) return answer;
    gather(answer.value, found);
    token = answer.value.next_page_token;
    if (token === null) {
      found.bars.sort((a, b) => a.startAt - b.startAt);
      return answered(found);
    }
  }
  const message = "The venue lists bars without end: ask for a shorter time.";
  return unanswered({ kind: "malformed", message, retryAt: null, raw: "" });
}
