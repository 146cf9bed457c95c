import { describe, expect, test } from "vitest";
import { Screen } from "../../../test/edge/screen.ts";
import { Rig } from "../../../test/rig.ts";

function quoted(): Screen {
  return new Screen(new Rig().ready()).quote("SPY", "100.00", "100.02");
}

function shown(screen: Screen) {
  const { markets, engine } = screen.draw();
  const health = engine.health.find(({ name }) => name === "market_data");
  const { trading, tradingNote } = markets.find(({ symbol }) => symbol === "SPY") ?? {};
  return { trading, tradingNote, status: health?.status, detail: health?.detail };
}

describe("what a console shows of a symbol's market", () => {
  test("is nothing while it trades", () => {
    expect(shown(quoted())).toEqual({
      trading: "open",
      tradingNote: "",
      status: "ok",
      detail: "stream connected",
    });
  });

  test("M09 is its halt, in the words of its market, and in the health of market data", () => {
    const screen = quoted();
    screen.rig.status("SPY", "halted", { words: "Trading Halt, T1" });
    expect(shown(screen)).toEqual({
      trading: "halted",
      tradingNote:
        "Trading in SPY is halted (Trading Halt, T1). No order is sent; working orders stay; it goes on when the market resumes.",
      status: "degraded",
      detail: "stream connected; halted by the market: SPY",
    });
    screen.rig.status("SPY", "trading");
    expect(shown(screen)).toMatchObject({ trading: "awaits_quote", status: "degraded" });
    screen.quote("SPY", "100.00", "100.02");
    expect(shown(screen)).toMatchObject({ trading: "open", status: "ok" });
  });

  test("M03 is a quote that has been crossed for too long", () => {
    const screen = quoted().quote("SPY", "100.05", "100.00");
    expect(shown(screen)).toMatchObject({ trading: "open" });
    screen.rig.pass(5_000);
    expect(shown(screen)).toMatchObject({
      trading: "broken_quote",
      tradingNote: expect.stringContaining("crossed or locked for 5 s"),
      detail: "stream connected; no new risk while the quote is in doubt: SPY",
    });
  });

  test("M09 is an unknown status after the stream was away, and nothing of it at night", () => {
    const screen = quoted();
    screen.rig.give({ kind: "stream_gap", channel: "market_data", reason: "lost" });
    expect(shown(screen)).toMatchObject({
      trading: "status_unknown",
      tradingNote: expect.stringContaining("not known"),
      status: "ok",
    });
    screen.rig.time += 12 * 3_600_000;
    expect(shown(screen)).toMatchObject({ trading: "status_unknown", detail: "stream connected" });
  });

  test("M09 is the same beside a position", () => {
    const screen = quoted();
    const [intent] = screen.rig.wish("SPY", 1);
    if (intent === undefined) throw new Error("no order");
    screen.rig.accept(intent);
    screen.rig.fill(intent, { id: "x1", quantity: "1", price: "100.01" });
    screen.rig.status("SPY", "halted");
    expect(screen.draw().positions).toMatchObject([{ symbol: "SPY", trading: "halted" }]);
  });
});
