import { BarBuilder } from "../../tape/bars/bar-builder.ts";
import { REGULAR_PRINT } from "../../tape/print-kind.ts";
import {
  allocateChunk,
  packPrint,
  QUOTE_EVENT,
  type TapeChunk,
  TRADE_EVENT,
} from "../../tape/tape-source.ts";
import { assetOf } from "../../venue/asset.ts";
import { Random } from "../../venue/random.ts";
import { Feed } from "./feed.ts";

/** The one symbol of the test feed. It cannot be traded. */
export const TEST_SYMBOL = "FAKEPACA";
const INTERVAL_MS = 1_000;
const CENT = 10_000;

/** The stream at /v2/test: always on, one quote and one print a second in real time, whatever the tape does. */
export class TestFeed {
  readonly feed: Feed;
  readonly #bars = new BarBuilder(1);
  readonly #random: Random;
  readonly #timer: NodeJS.Timeout;
  readonly #now: () => number;
  #cents = 13_350;
  #prints = 0;

  /** `now` is the time that its events carry. */
  constructor(seed: string, now: () => number) {
    const context = { assets: [assetOf(TEST_SYMBOL)], printKinds: [REGULAR_PRINT] };
    this.feed = new Feed("test", context, false);
    this.#random = new Random(`${seed}/test`);
    this.#now = now;
    this.#timer = setInterval(() => this.#tick(), INTERVAL_MS);
    this.#timer.unref();
  }

  /** Ends the stream's events. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const at = this.#now();
    this.feed.bars("b", this.#bars.finish(at));
    const chunk = this.#makeEvents(at);
    this.#prints += 1;
    this.feed.quote(chunk, 0);
    this.feed.trade(chunk, 1, this.#prints);
    const price = chunk.priceA[1] ?? 0;
    this.#bars.add({ symbol: 0, at, price, size: chunk.sizeA[1] ?? 0, counts: true }, true);
    this.feed.flush();
  }

  #makeEvents(at: number): TapeChunk {
    const random = this.#random;
    this.#cents = Math.max(100, this.#cents + random.below(7) - 3);
    const chunk = allocateChunk(2);
    chunk.time.fill(at);
    chunk.kind[0] = QUOTE_EVENT;
    chunk.priceA[0] = this.#cents * CENT;
    chunk.priceB[0] = (this.#cents + 1 + random.below(3)) * CENT;
    chunk.sizeA[0] = 100 * (1 + random.below(9));
    chunk.sizeB[0] = 100 * (1 + random.below(9));
    chunk.kind[1] = TRADE_EVENT;
    chunk.priceA[1] = random.unit() < 0.5 ? chunk.priceA[0] : chunk.priceB[0];
    chunk.sizeA[1] = 1 + random.below(400);
    chunk.sizeB[1] = packPrint("V", 0);
    return chunk;
  }
}
