import { describe, expect, test } from "vitest";
import {
  accountClass,
  keyClass,
  marketDataStreamUrl,
  readAlpacaEnvironment,
  type TradingMode,
} from "./environment.ts";

const PAPER = { ALPACA_API_KEY: "PKABC", ALPACA_SECRET_KEY: "s3cret" };
const LIVE = { ALPACA_API_KEY: "AKABC", ALPACA_SECRET_KEY: "s3cret" };

function faultsOf(variables: Record<string, string>, mode: TradingMode): readonly string[] {
  const reading = readAlpacaEnvironment(variables, mode);
  return reading.ok ? [] : reading.faults;
}

describe("readAlpacaEnvironment", () => {
  test("sim needs nothing and stays on this machine", () => {
    const reading = readAlpacaEnvironment({}, "sim");
    expect(reading).toMatchObject({
      ok: true,
      environment: {
        tradingUrl: "http://127.0.0.1:8010",
        dataUrl: "http://127.0.0.1:8010",
        orderStreamUrl: "ws://127.0.0.1:8010/stream",
        dataStreamUrl: "ws://127.0.0.1:8010",
      },
    });
  });

  test("paper and live default to Alpaca's own hosts", () => {
    expect(readAlpacaEnvironment(PAPER, "paper")).toMatchObject({
      environment: {
        tradingUrl: "https://paper-api.alpaca.markets",
        orderStreamUrl: "wss://paper-api.alpaca.markets/stream",
        dataUrl: "https://data.alpaca.markets",
        dataStreamUrl: "wss://stream.data.alpaca.markets",
      },
    });
    expect(readAlpacaEnvironment(LIVE, "live")).toMatchObject({
      environment: {
        tradingUrl: "https://api.alpaca.markets",
        orderStreamUrl: "wss://api.alpaca.markets/stream",
      },
    });
  });

  test("reads the names of the SDK where ours are absent", () => {
    const reading = readAlpacaEnvironment(
      { APCA_API_KEY_ID: "PKX", APCA_API_SECRET_KEY: "y" },
      "paper",
    );
    expect(reading).toMatchObject({
      environment: { credentials: { keyId: "PKX", secretKey: "y" } },
    });
  });

  test("a stream address may be given with or without its path", () => {
    const variables = {
      ALPACA_STREAM_URL: "ws://127.0.0.1:9/",
      ALPACA_DATA_STREAM_URL: "ws://127.0.0.1:9/v2/iex",
    };
    const reading = readAlpacaEnvironment(variables, "sim");
    expect(reading).toMatchObject({
      environment: { orderStreamUrl: "ws://127.0.0.1:9/stream", dataStreamUrl: "ws://127.0.0.1:9" },
    });
    if (reading.ok) {
      expect(marketDataStreamUrl(reading.environment, "sip")).toBe("ws://127.0.0.1:9/v2/sip");
    }
  });

  test.each<[string, Record<string, string>, TradingMode, RegExp]>([
    ["no key", { ALPACA_SECRET_KEY: "x" }, "paper", /ALPACA_API_KEY is missing/],
    ["no secret", { ALPACA_API_KEY: "PKA" }, "paper", /ALPACA_SECRET_KEY is missing/],
    ["live key in paper", LIVE, "paper", /is a live key/],
    ["live key in sim", LIVE, "sim", /is a live key/],
    ["paper key in live", PAPER, "live", /is not a live key/],
    ["odd key in paper", { ...PAPER, ALPACA_API_KEY: "X1" }, "paper", /begin with PK/],
    [
      "live host in paper",
      { ...PAPER, ALPACA_BASE_URL: "https://api.alpaca.markets" },
      "paper",
      /live trading/,
    ],
    [
      "paper host in live",
      { ...LIVE, ALPACA_STREAM_URL: "wss://paper-api.alpaca.markets/stream" },
      "live",
      /paper trading/,
    ],
    [
      "foreign host in sim",
      { ALPACA_DATA_URL: "https://data.alpaca.markets" },
      "sim",
      /only this machine/,
    ],
    [
      "plain http to a foreign host",
      { ...PAPER, ALPACA_BASE_URL: "http://example.com" },
      "paper",
      /unencrypted/,
    ],
    [
      "plain ws to a foreign host",
      { ...PAPER, ALPACA_STREAM_URL: "ws://example.com/stream" },
      "paper",
      /unencrypted/,
    ],
    [
      "wrong scheme",
      { ...PAPER, ALPACA_BASE_URL: "wss://example.com" },
      "paper",
      /is not an address/,
    ],
    [
      "no address",
      { ...PAPER, ALPACA_DATA_URL: "nonsense" },
      "paper",
      /ALPACA_DATA_URL "nonsense"/,
    ],
    [
      "password in the address",
      { ...PAPER, ALPACA_DATA_URL: "https://a:b@example.com" },
      "paper",
      /no user name/,
    ],
  ])("refuses %s in one sentence", (_name, variables, mode, sentence) => {
    const faults = faultsOf(variables, mode);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(sentence);
    expect(faults[0]).toMatch(/\.$/);
  });

  test("names every fault and never a secret", () => {
    const faults = faultsOf(
      { ALPACA_SECRET_KEY: "s3cret", ALPACA_BASE_URL: "x", ALPACA_DATA_URL: "http://a.b" },
      "live",
    );
    expect(faults).toHaveLength(3);
    expect(faults.join(" ")).not.toContain("s3cret");
  });
});

test("keys and account numbers say which kind of account they belong to", () => {
  expect([keyClass("PK1"), keyClass("AK1"), keyClass("CK1")]).toEqual(["paper", "live", "unknown"]);
  expect([accountClass("PA3"), accountClass("123")]).toEqual(["paper", "live"]);
});

test.each(["paper", "live"] as const)(
  "in %s keys go to no host but Alpaca's and this machine's",
  (mode) => {
    for (const host of [
      "evil.example",
      "alpaca.markets.evil.example",
      "xalpaca.markets",
      "10.0.0.7",
    ]) {
      const reading = readAlpacaEnvironment({ ALPACA_BASE_URL: `https://${host}` }, mode);
      expect(reading.ok ? [] : reading.faults).toContainEqual(
        expect.stringContaining(`points at ${host}, which is not Alpaca's`),
      );
    }
  },
);
