import { MessageChannel } from "node:worker_threads";
import { ticker } from "@interlock/core/ids";
import { shares } from "@interlock/core/number/quantity";
import { afterEach, expect, test, vi } from "vitest";
import type { WhatIfOrder } from "../risk/what-if.ts";
import type { FromEdge, ToEdge } from "./edge-message.ts";
import { TradingThread } from "./trading-thread.ts";

const ORDER: WhatIfOrder = {
  symbol: ticker("SPY"),
  side: "buy",
  quantity: shares(1),
  pricing: { type: "market" },
  extendedHours: false,
  strategyId: null,
};

const { port1, port2 } = new MessageChannel();
const thread = new TradingThread(port2, {
  stop: () => undefined,
  readBuilders: () => Promise.reject(new Error("the database is silent")),
});
afterEach(() => {
  vi.useRealTimers();
  port1.close();
});

test("each question gets its own answer, and one without an answer ends after two seconds", async () => {
  port1.on("message", (message: FromEdge) => {
    if (message.kind !== "what_if" || message.order.side === "sell") return;
    const unjudged = `asked for ${message.order.symbol}`;
    const answer: ToEdge = { kind: "what_if_judged", askId: message.askId, judgment: { unjudged } };
    port1.postMessage(answer);
  });
  const both = [thread.whatIf(ORDER), thread.whatIf({ ...ORDER, symbol: ticker("IBM") })];
  expect(await Promise.all(both)).toEqual([
    { unjudged: "asked for SPY" },
    { unjudged: "asked for IBM" },
  ]);
  vi.useFakeTimers();
  const silent = expect(thread.whatIf({ ...ORDER, side: "sell" })).rejects.toThrow(
    "the trading thread did not answer within 2000 ms",
  );
  await vi.advanceTimersByTimeAsync(2_000);
  await silent;
});
