import { describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import { MarketQueue, type MarketTick } from "./market-queue.ts";

function quote(symbol: string, venueAt: number): MarketTick {
  const sides = { bid: price("100"), bidSize: 1, ask: price("100.02"), askSize: 1 };
  return { kind: "quote", quote: { symbol: ticker(symbol), venueAt, ...sides } };
}

function trade(symbol: string, venueAt: number): MarketTick {
  const rest = { price: price("100"), size: 1, exchange: "V", conditions: [] };
  return { kind: "trade", trade: { symbol: ticker(symbol), venueAt, ...rest } };
}

function drain(queue: MarketQueue): string[] {
  const taken: string[] = [];
  for (let tick = queue.take(); tick !== undefined; tick = queue.take()) {
    const { symbol, venueAt } = tick.kind === "quote" ? tick.quote : tick.trade;
    taken.push(`${tick.kind} ${symbol} ${venueAt}`);
  }
  return taken;
}

describe("market events that wait", () => {
  test("S14 are one quote of each symbol, its newest, in the place of its oldest", () => {
    const queue = new MarketQueue();
    for (let at = 1; at <= 100_000; at += 1) queue.add(quote(at % 2 === 0 ? "SPY" : "IBM", at));
    expect(queue.size).toBe(2);
    expect(queue.conflated).toBe(99_998);
    expect(drain(queue)).toEqual(["quote IBM 99999", "quote SPY 100000"]);
  });

  test("are every trade, in order, up to the bound", () => {
    const queue = new MarketQueue();
    const added = [1, 2, 3].map((at) => queue.add(trade("SPY", at)));
    queue.add(quote("SPY", 4));
    expect(added).toEqual([true, true, true]);
    expect(drain(queue)).toEqual(["trade SPY 1", "trade SPY 2", "trade SPY 3", "quote SPY 4"]);
  });

  test("S14 are bounded for trades, too: beyond it the newest is kept, and the loss is told and counted", () => {
    const queue = new MarketQueue(3);
    const added = [1, 2, 3, 4, 5].map((at) => queue.add(trade("SPY", at)));
    expect(added).toEqual([true, true, true, false, false]);
    expect(queue.lost).toBe(2);
    expect(drain(queue)).toEqual(["trade SPY 1", "trade SPY 2", "trade SPY 5"]);
  });

  test("leave no trace once they are taken", () => {
    const queue = new MarketQueue(2);
    for (let round = 0; round < 10_000; round += 1) {
      queue.add(trade("SPY", round));
      queue.add(quote("SPY", round));
      if (round % 2 === 1) drain(queue);
    }
    expect(queue).toMatchObject({ size: 0, lost: 0, conflated: 5_000 });
  });
});
