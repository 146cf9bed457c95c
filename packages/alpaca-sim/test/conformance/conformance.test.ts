import { isoDate } from "@interlock/core/market/civil-date";
import { afterAll, beforeAll, describe, it } from "vitest";
import { SIMULATION_KEY, SIMULATION_SECRET } from "../../src/server/venue-server-options.ts";
import { TestVenue } from "../running-venue.ts";
import { CASES } from "./cases.ts";
import type { ConformanceClient, Target } from "./conformance-client.ts";
import { RawClient } from "./raw-client.ts";
import { SdkClient } from "./sdk-client.ts";

/**
 * The same promises asked of the simulated venue by the official SDK and by plain HTTP and WebSocket. With
 * INTERLOCK_CONFORMANCE=paper they are asked of Alpaca's paper venue instead, with the keys of the environment: then
 * cases that want fills are passed over while the market is closed, and orders of one or two shares are sent.
 */
const IS_PAPER = process.env["INTERLOCK_CONFORMANCE"] === "paper";

let venue: TestVenue | null = null;
let target: Target;
let isOpen = true;
let made = 0;

beforeAll(async () => {
  target = IS_PAPER ? paperTarget() : await simulatedTarget();
  isOpen = await new RawClient(target).isOpen();
});
afterAll(async () => venue?.close());

async function simulatedTarget(): Promise<Target> {
  venue = await TestVenue.start({
    speed: 1,
    fromMinute: 600,
    tape: {
      kind: "generated",
      firstDate: isoDate("2026-11-20"),
      symbols: ["SPY", "IBM"],
      days: 1,
      activity: 20,
    },
    tradingPerMinute: 10_000,
  });
  const host = `127.0.0.1:${venue.port}`;
  return {
    tradingUrl: `http://${host}`,
    dataUrl: `http://${host}`,
    streamUrl: `ws://${host}/stream`,
    dataStreamUrl: `ws://${host}/v2/iex`,
    keyId: SIMULATION_KEY,
    secretKey: SIMULATION_SECRET,
    symbol: "SPY",
  };
}

/** Never the live venue: its keys begin otherwise. */
function paperTarget(): Target {
  const keyId = process.env["ALPACA_API_KEY"] ?? process.env["APCA_API_KEY_ID"] ?? "";
  const secretKey = process.env["ALPACA_SECRET_KEY"] ?? process.env["APCA_API_SECRET_KEY"] ?? "";
  if (!keyId.startsWith("PK") || secretKey === "") {
    throw new Error("give the keys of a paper account in ALPACA_API_KEY and ALPACA_SECRET_KEY");
  }
  return {
    tradingUrl: "https://paper-api.alpaca.markets",
    dataUrl: "https://data.alpaca.markets",
    streamUrl: "wss://paper-api.alpaca.markets/stream",
    dataStreamUrl: "wss://stream.data.alpaca.markets/v2/iex",
    keyId,
    secretKey,
    symbol: "SPY",
  };
}

const CLIENTS: readonly (readonly [string, (to: Target) => ConformanceClient])[] = [
  ["the official SDK", (to) => new SdkClient(to)],
  ["plain HTTP and WebSocket", (to) => new RawClient(to)],
];

describe.each(CLIENTS)("%s finds that", (_name, connect) => {
  it.for(CASES)("$name", async (one, context) => {
    context.skip(one.trades === true && !isOpen, "the market is closed");
    const freshId = (): string => {
      made += 1;
      return `conformance-${process.pid}-${Date.now()}-${made}`;
    };
    await one.run({ client: connect(target), symbol: target.symbol, freshId });
  });
});
