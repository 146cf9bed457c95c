import { describe, expect, test } from "vitest";
import { ChannelPace } from "./channel-pace.ts";

/** A channel that has spoken every so many milliseconds for a minute. */
function spoken(everyMs: number): ChannelPace {
  const pace = new ChannelPace(1_000);
  for (let at = 0; at < 60_000; at += everyMs) pace.hear(at);
  return pace;
}

describe("a channel of market data", () => {
  test("S02 that speaks in every second is liquid, also some seconds after its last word", () => {
    expect(spoken(100).isLiquid(60_000)).toBe(true);
    expect(spoken(100).isLiquid(66_000)).toBe(true);
  });

  test("S02 that speaks now and then is not, so that its pauses are never taken for a dead connection", () => {
    expect(spoken(2_500).isLiquid(60_000)).toBe(false);
    expect(new ChannelPace(1_000).isLiquid(60_000)).toBe(false);
  });

  test("S02 is not liquid for a burst, however large", () => {
    const pace = new ChannelPace(1_000);
    for (let event = 0; event < 100_000; event += 1) pace.hear(10_000 + event / 100);
    expect(pace.isLiquid(12_000)).toBe(false);
  });

  test("S02 shows it anew after a reconnect", () => {
    const pace = spoken(100);
    pace.begin(61_000);
    expect(pace.isLiquid(61_000)).toBe(false);
  });

  test("is liquid no more when it has been silent for a minute", () => {
    expect(spoken(100).isLiquid(125_000)).toBe(false);
  });
});
