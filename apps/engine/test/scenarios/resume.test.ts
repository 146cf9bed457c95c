import { ticker } from "@interlock/core/ids";
import { describe, expect, test } from "vitest";
import { tradingNow } from "../../src/trading-now.ts";
import { answerOf, holding, kill, killPart, working } from "../kill-rig.ts";
import type { Rig } from "../rig.ts";

const IBM = { kind: "symbol", symbol: ticker("IBM") } as const;

describe("what was resumed starts in reduce-only", () => {
  /** A rig in which trading was resumed a moment ago, with a position. */
  function resumed(): Rig {
    const { rig } = holding();
    kill(rig, "halt");
    rig.command({ kind: "resume", reason: "looked into it" });
    return rig;
  }
  function wishes(rig: Rig, target: number): number {
    rig.quote("SPY", "100.00", "100.02");
    return rig.wish("SPY", target).length;
  }

  test("for a minute: an exit passes, new risk is denied with the time left, then trading goes on", () => {
    const rig = resumed();
    expect(answerOf(rig)).toMatch(/For 60 s only orders toward flat pass/);
    expect(rig.state.trading.state).toBe("active");
    expect(tradingNow(rig.state, rig.time)).toMatchObject({ state: "reducing", resumable: false });
    rig.pass(59_000);
    rig.quote("IBM", "50.00", "50.02");
    expect(rig.wish("IBM", 0.5)).toEqual([]);
    expect(rig.told("order_denied").at(-1)?.denials).toContainEqual({
      code: "after_resume",
      what: "Trading",
      leftMs: 1_000,
    });
    expect(wishes(rig, 0)).toBe(1);
    rig.pass(1_000);
    rig.quote("IBM", "50.00", "50.02");
    expect(rig.wish("IBM", 0.5)).toHaveLength(1);
    expect(tradingNow(rig.state, rig.time).state).toBe("active");
  });

  test("that a restart does not shorten", () => {
    const rig = resumed();
    rig.pass(30_000);
    rig.ready();
    rig.quote("IBM", "50.00", "50.02");
    expect(rig.wish("IBM", 0.5)).toEqual([]);
    expect(rig.told("order_denied").at(-1)?.denials).toContainEqual(
      expect.objectContaining({ code: "after_resume", leftMs: 30_000 }),
    );
  });

  test("by itself where it was a part: the rest goes on as it was", () => {
    const { rig } = working();
    killPart(rig, IBM, "halt");
    rig.command({ kind: "resume", reason: "looked into it", scope: IBM });
    expect(answerOf(rig)).toBe("IBM trades again: for 60 s only toward flat.");
    rig.quote("IBM", "50.00", "50.02");
    expect(rig.wish("IBM", 0.5)).toEqual([]);
    expect(rig.told("order_denied").at(-1)?.denials).toContainEqual(
      expect.objectContaining({ code: "after_resume", what: "IBM" }),
    );
    expect(tradingNow(rig.state, rig.time).state).toBe("active");
    rig.pass(60_000);
    rig.quote("IBM", "50.00", "50.02");
    expect(rig.wish("IBM", 0.5)).toHaveLength(1);
  });
});
