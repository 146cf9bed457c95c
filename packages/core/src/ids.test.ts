import { describe, expect, it } from "vitest";
import {
  commandId,
  executionId,
  isTicker,
  signalId,
  strategyId,
  ticker,
  venueOrderId,
} from "./ids.ts";

describe("isTicker", () => {
  it.each(["A", "SPY", "GOOGL", "BRK.B", "FAKEPA", "ABC.WS"])("accepts %s", (text) => {
    expect(isTicker(text)).toBe(true);
  });

  it.each(["", "spy", "SPY ", "TOOLONGX", ".B", "BRK.", "BRK.ABCD", "__proto__", "A-B"])(
    "refuses %j",
    (text) => {
      expect(isTicker(text)).toBe(false);
    },
  );
});

describe("ids", () => {
  it("are the text they are made of", () => {
    const made = [ticker, venueOrderId, executionId, strategyId, signalId, commandId].map((make) =>
      String(make("x")),
    );
    expect(made).toEqual(["x", "x", "x", "x", "x", "x"]);
  });
});
