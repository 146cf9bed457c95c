import { describe, expect, test } from "vitest";
import { type FreshKind, type FreshQuestion, freshState, worstState } from "./freshness.ts";

const ask = (part: Partial<FreshQuestion>) =>
  freshState({ kind: "mark", ageMs: 0, heartbeatAgeMs: 0, marketOpen: true, ...part });

describe("freshness", () => {
  test.each<[FreshKind, number, number]>([
    ["heartbeat", 2_000, 5_000],
    ["mark", 2_000, 5_000],
    ["order", 3_000, 10_000],
    ["position", 5_000, 15_000],
    ["account", 35_000, 65_000],
    ["limit", 10_000, 60_000],
  ])("a %s is fresh to %d ms and stale above %d ms", (kind, agingMs, staleMs) => {
    expect(ask({ kind, ageMs: agingMs })).toBe("fresh");
    expect(ask({ kind, ageMs: agingMs + 1 })).toBe("aging");
    expect(ask({ kind, ageMs: staleMs })).toBe("aging");
    expect(ask({ kind, ageMs: staleMs + 1 })).toBe("stale");
  });

  test("a figure that was never received is unknown", () => {
    expect(ask({ ageMs: null })).toBe("unknown");
    expect(ask({ ageMs: Number.NaN })).toBe("unknown");
  });

  test("W17 a dead heartbeat makes everything stale, however young the figure", () => {
    expect(ask({ kind: "limit", ageMs: 0, heartbeatAgeMs: 5_001 })).toBe("stale");
    expect(ask({ kind: "limit", ageMs: 0, heartbeatAgeMs: null })).toBe("stale");
  });

  test("a mark of a closed market is closed and not stale", () => {
    expect(ask({ ageMs: 3_600_000, marketOpen: false })).toBe("closed");
    expect(ask({ kind: "order", ageMs: 3_600_000, marketOpen: false })).toBe("stale");
  });

  test("a quiet symbol has more patience, an ordinary one not less", () => {
    expect(ask({ ageMs: 12_000, staleAfterMs: 20_000 })).toBe("aging");
    expect(ask({ ageMs: 6_000, staleAfterMs: 0 })).toBe("stale");
  });

  test("a total is as old as its oldest input", () => {
    expect(worstState(["fresh", "stale", "aging"])).toBe("stale");
    expect(worstState(["fresh", "closed"])).toBe("fresh");
    expect(worstState([])).toBe("fresh");
  });
});
