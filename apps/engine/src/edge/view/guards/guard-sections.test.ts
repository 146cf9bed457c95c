import { describe, expect, test } from "vitest";
import type { BreakerView } from "@interlock/api/view/guard-view";
import { BREAKER_BLOCKS, BREAKERS } from "@interlock/core/risk/breakers/breaker";
import { bought } from "../../../../test/edge/bought.ts";
import { Screen } from "../../../../test/edge/screen.ts";
import { Rig } from "../../../../test/rig.ts";

const breakerOf = (screen: Screen, id: BreakerView["id"]) =>
  screen.draw().breakers.find((one) => one.id === id);

describe("the breakers", () => {
  test("are all shown, each with its limit, what it blocks and what goes on", () => {
    const { breakers } = new Screen(new Rig().ready()).draw();
    expect(breakers.map(({ id }) => id)).toEqual(BREAKERS);
    expect(new Set(breakers.map(({ blocks }) => blocks))).toEqual(new Set([BREAKER_BLOCKS]));
    expect(breakers.every(({ leaves }) => leaves.includes("stop-losses"))).toBe(true);
    expect(breakers.every(({ rearm }) => rearm === null)).toBe(true);
  });

  test("show how far each is from its limit, and say what one without a figure waits for", () => {
    const { screen } = bought();
    screen.quote("SPY", "99.00", "99.02");
    expect(breakerOf(screen, "daily_loss")).toMatchObject({
      state: "armed",
      used: "$49.50",
      limit: "$5,000.00",
      usedPercent: 1,
    });
    expect(breakerOf(screen, "slippage")).toMatchObject({
      state: "unknown",
      usedPercent: null,
      sentence: "Waits for three orders that filled.",
    });
  });

  test("circuit: shows what is nearer to its limit, rejected orders or a price that moved, and ages by the clock", () => {
    const { rig, screen } = bought();
    expect(breakerOf(screen, "circuit_breaker")).toMatchObject({
      state: "armed",
      used: "0 rejected",
      limit: "5",
      usedPercent: 0,
    });
    for (const bid of ["100.00", "100.00", "101.00", "101.00"]) {
      rig.time += 1_500;
      screen.quote("SPY", bid, `${bid.slice(0, -1)}2`);
    }
    expect(breakerOf(screen, "circuit_breaker")).toMatchObject({
      used: "100 bps",
      limit: "500 bps",
      usedPercent: 20,
      sentence: "SPY moved so far within 60 s. Orders that the venue rejected: 0 of 5 within 60 s.",
    });
    rig.pass(61_000);
    expect(breakerOf(screen, "circuit_breaker")?.usedPercent).toBe(0);
  });

  test("once tripped say why and since when, and whether they can be re-armed now", () => {
    const { rig, screen } = bought();
    rig.give({ kind: "clock" });
    const hold = { state: "reducing" as const, reason: "too many", at: rig.time, by: null };
    rig.state.trading = { state: "reducing", holds: [{ ...hold, source: "slippage" }] };
    screen.book.state.trading = rig.state.trading;
    expect(breakerOf(screen, "slippage")).toMatchObject({
      state: "tripped",
      sentence: "too many",
      trippedAt: rig.time,
      rearm: { obstacle: "", needsReason: true },
    });
  });
});

describe("the protection of positions", () => {
  test("names who covers which shares, and what the next session leaves", () => {
    const { screen } = bought();
    screen.quote("SPY", "100.00", "100.02");
    const [row] = screen.draw().protection;
    expect(row).toMatchObject({
      symbol: "SPY",
      held: "49",
      byVenue: "0",
      byBoth: "0",
      byEngine: "49",
      uncovered: "0",
      unguarded: "0",
      doubt: "",
      alarmSince: null,
      rearmable: false,
    });
    expect(row?.nextSession).toContain("No stop at the broker stays for the open");
  });

  test("says which shares nothing covers, and why", () => {
    const { rig, screen } = bought();
    rig.give({ kind: "connection", channel: "market_data", up: false, reason: "gone" });
    screen.follow();
    expect(screen.draw().protection[0]).toMatchObject({
      uncovered: "49",
      unguarded: "49",
      why: "blind: market data is down",
      whyUnguarded: "blind: market data is down",
      rearmable: false,
    });
  });
});
