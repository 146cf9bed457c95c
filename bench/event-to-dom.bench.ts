import type { Page } from "@playwright/test";
import { priceFromUnits } from "@interlock/core/number/price";
import { reportRow } from "./harness/bench-row.ts";
import { runOpenLoop } from "./harness/open-loop.ts";
import { percentile } from "./harness/statistics.ts";
import { openWatchedConsole, type WatchedConsole } from "./product/console.ts";
import { type BenchEngine, openBenchEngine, tradeOf } from "./workload/bench-engine.ts";
import { FILL_PRICE_UNITS } from "./workload/filling-venue.ts";

/**
 * Line 24: from the moment at which the trading thread takes a trade until the overview of the built console shows it
 * or a newer one of its symbol: engine, shared board, edge, WebSocket, the console's proxy, React, DOM. 20 symbols; the
 * price of each trade is its number, so that the page tells which one it shows.
 */
const SYMBOLS = 20;
const RUNS = [
  { rate: 10, seconds: 15, goal: 15 },
  { rate: 1_000, seconds: 8, goal: 33 },
];
const WARM_UP_SECONDS = 2;

/** A price that appeared in the page, and when by the page's clock. */
interface Shown {
  readonly symbol: string;
  readonly price: string;
  readonly atMs: number;
}

/** Runs in the page, hence a text: notes every change of the last price of a market. */
const NOTE_PRICES = `
  globalThis.seenPrices = [];
  const body = document.querySelector(".area-markets tbody");
  const shown = new Map();
  new MutationObserver(() => {
    const atMs = performance.timeOrigin + performance.now();
    for (const row of body.children) {
      const price = row.querySelector("td:nth-of-type(3) [data-value]")?.dataset.value ?? "";
      if (shown.get(row) === price) continue;
      shown.set(row, price);
      seenPrices.push({ symbol: row.querySelector("th").textContent.trim(), price, atMs });
    }
  }).observe(body, { subtree: true, childList: true, characterData: true, attributes: true });
`;

async function watchMarkets(page: Page): Promise<void> {
  await page
    .locator(".area-markets tbody tr")
    .nth(SYMBOLS - 1)
    .waitFor();
  await page.evaluate(NOTE_PRICES);
}

function takeShown(page: Page): Promise<Shown[]> {
  return page.evaluate<Shown[]>("seenPrices.splice(0)");
}

/** How far the page's clock is ahead of ours, from the quickest of some questions. */
async function clockAheadMs(page: Page): Promise<number> {
  let best = { roundTrip: Number.POSITIVE_INFINITY, ahead: 0 };
  for (let n = 0; n < 20; n += 1) {
    const askedMs = performance.timeOrigin + performance.now();
    const theirs = await page.evaluate<number>("performance.timeOrigin + performance.now()");
    const answeredMs = performance.timeOrigin + performance.now();
    const roundTrip = answeredMs - askedMs;
    if (roundTrip < best.roundTrip)
      best = { roundTrip, ahead: theirs - (askedMs + answeredMs) / 2 };
  }
  return best.ahead;
}

class DomBench {
  readonly #console: WatchedConsole<BenchEngine>;
  readonly #page: Page;
  #events = 0;

  constructor(console: WatchedConsole<BenchEngine>, page: Page) {
    this.#console = console;
    this.#page = page;
  }

  /** Returns for each event the milliseconds until the page showed it or a newer one of its symbol, sorted. */
  async run(rate: number, seconds: number): Promise<number[]> {
    await this.#send(rate, WARM_UP_SECONDS);
    await this.#page.waitForTimeout(1_000);
    await takeShown(this.#page);
    const ahead = await clockAheadMs(this.#page);
    const sent = await this.#send(rate, seconds);
    await this.#page.waitForTimeout(1_000);
    const shown = await takeShown(this.#page);
    const latencies = sent.map(({ symbol, units, atMs }) => {
      const first = shown.find(
        (one) => one.symbol === symbol && Math.round(Number(one.price) * 1e6) >= units,
      );
      if (first === undefined) throw new Error(`void: event ${units} of ${symbol} never appeared`);
      return first.atMs - ahead - atMs;
    });
    return latencies.sort((a, b) => a - b);
  }

  async #send(rate: number, seconds: number) {
    const { bench, marketFeed } = this.#console.thread;
    const sent: { symbol: string; units: number; atMs: number }[] = [];
    await runOpenLoop({
      ratePerSecond: rate,
      arrivals: rate * seconds,
      arrive: () => {
        this.#events += 1;
        const symbol = bench.symbols[this.#events % SYMBOLS];
        if (symbol === undefined) return;
        const units = FILL_PRICE_UNITS + this.#events;
        sent.push({ symbol, units, atMs: performance.timeOrigin + performance.now() });
        const trade = { ...tradeOf(symbol, bench.now()), price: priceFromUnits(units) };
        marketFeed.take([{ kind: "trade", trade }]);
      },
    });
    return sent;
  }
}

const startedAt = performance.now();
const watched = await openWatchedConsole((log) =>
  openBenchEngine({
    symbols: SYMBOLS,
    log,
    elapsedMs: () => performance.now() - startedAt,
    onSubmit: () => undefined,
  }),
);
const window = await watched.newWindow();
const page = await window.newPage();
await page.goto(watched.url);
await watchMarkets(page);
const dom = new DomBench(watched, page);
for (const { rate, seconds, goal } of RUNS) {
  const latencies = await dom.run(rate, seconds);
  const [p50, p95, max] = [0.5, 0.95, 1].map((share) => percentile(latencies, share).toFixed(1));
  console.error(`${rate}/s: p50 ${p50} ms, p95 ${p95}, max ${max}`);
  reportRow({
    name: `24 engine event to DOM p95, ${rate.toLocaleString("en-US")}/s`,
    value: percentile(latencies, 0.95),
    unit: "ms",
    goal,
    better: "lower",
  });
}
await watched.close();
process.exit();
