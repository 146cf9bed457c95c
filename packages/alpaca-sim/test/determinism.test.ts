import { describe, expect, it } from "vitest";
import type { VenueServerOptions } from "../src/server/venue-server-options.ts";
import { ExactClient } from "./exact-client.ts";
import { marketSlice } from "./market-slice.ts";
import { asRecord, TestVenue } from "./running-venue.ts";

const slice = marketSlice();

/** Replays the slice to a client and returns what the account came to. */
async function replay(
  options: Partial<VenueServerOptions>,
  dawdles: () => Promise<void>,
): Promise<Record<string, unknown>> {
  const venue = await TestVenue.start({
    tape: slice.tape,
    fromMinute: 600,
    windowMs: 100,
    tradingPerMinute: 100_000,
    ...options,
  });
  try {
    return await new ExactClient(venue, dawdles).trade();
  } finally {
    await venue.close();
  }
}

/** Lets the event loop turn so many times, so that answers come late. */
async function turns(count: number): Promise<void> {
  for (let left = count; left > 0; left--) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}

describe(`a replay of ${slice.name}`, () => {
  it("ends the same, to the byte, at every speed and however slow its client is", async () => {
    const quick = await replay({ speed: "max" }, async () => turns(1));
    const again = await replay({ speed: "max" }, async () => turns(1));
    const dawdling = await replay({ speed: "max" }, async () =>
      turns(1 + Math.floor(Math.random() * 40)),
    );
    const paced = await replay({ speed: 50_000 }, async () => turns(3));
    const fills = quick["fills"];
    expect(Array.isArray(fills) ? fills.length : 0).toBeGreaterThan(10);
    expect(asRecord(quick["tape"])["finished"]).toBe(true);
    expect(again).toEqual(quick);
    expect(dawdling).toEqual(quick);
    expect(paced).toEqual(quick);
  }, 60_000);
});
