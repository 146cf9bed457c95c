import type { TapeSource } from "../../tape/tape-source.ts";
import { assetOf } from "../../venue/asset.ts";
import type { VenueState } from "../../venue/venue-state.ts";
import type { FeedName, VenueServerOptions } from "../venue-server-options.ts";
import { Feed } from "./feed.ts";
import type { FeedSlot } from "./stream-server.ts";
import { TEST_SYMBOL, TestFeed } from "./test-feed.ts";

/** The feeds of a venue. */
export interface Feeds {
  readonly live: readonly Feed[];
  readonly delayed: Feed;
  readonly test: TestFeed;
  readonly slots: readonly FeedSlot[];
}

/** Returns the feeds of a venue, and what can be connected to under which name. */
export function makeFeeds(
  options: VenueServerOptions,
  source: TapeSource,
  venue: VenueState,
): Feeds {
  const { symbols, printKinds } = source;
  const context = { assets: symbols.map(assetOf), printKinds };
  const live = [new Feed("iex", context, true), new Feed("sip", context, true)];
  const delayed = new Feed("delayed_sip", context, true);
  const test = new TestFeed(options.seed, () => venue.now);
  const isEntitled = (name: FeedName): boolean => options.feeds.includes(name);
  const slots: FeedSlot[] = [...live, delayed].map((feed) => ({
    feed,
    symbols,
    isTest: false,
    isEntitled: options.feeds.some((name) => name === feed.name),
  }));
  slots.push({
    feed: test.feed,
    symbols: [TEST_SYMBOL],
    isTest: true,
    isEntitled: isEntitled("test"),
  });
  return { live, delayed, test, slots };
}
