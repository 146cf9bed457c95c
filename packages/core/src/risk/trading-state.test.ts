import { describe, expect, it } from "vitest";
import {
  ACTIVE_CONTROL,
  type HoldSource,
  imposeHold,
  releaseHold,
  resumeTrading,
  strictness,
  TRADING_STATES,
  type TradingControl,
  type TradingHold,
} from "./trading-state.ts";

function hold(source: HoldSource, state: TradingHold["state"] = "halted"): TradingHold {
  return { source, state, reason: `${source} says so`, at: 1, by: null };
}

function held(...holds: TradingHold[]): TradingControl {
  return holds.reduce(imposeHold, ACTIVE_CONTROL);
}

describe("trading state", () => {
  it("goes from free to strict", () => {
    expect(TRADING_STATES.map(strictness)).toEqual([0, 1, 2]);
  });

  it("is that of the strictest hold", () => {
    expect(held(hold("reconciliation", "reducing")).state).toBe("reducing");
    expect(held(hold("reconciliation", "reducing"), hold("daily_loss")).state).toBe("halted");
    expect(held(hold("daily_loss"), hold("reconciliation", "reducing")).state).toBe("halted");
  });

  it("lists its holds by source, whatever the order in which they came", () => {
    const one = held(hold("watchdog"), hold("circuit_breaker"), hold("operator", "reducing"));
    const other = held(hold("operator", "reducing"), hold("watchdog"), hold("circuit_breaker"));
    expect(one).toEqual(other);
    expect(one.holds.map(({ source }) => source)).toEqual([
      "circuit_breaker",
      "operator",
      "watchdog",
    ]);
  });
});

describe("imposeHold", () => {
  it("keeps the first cause when the same source says the same again", () => {
    const once = held(hold("daily_loss"));
    expect(imposeHold(once, { ...hold("daily_loss"), reason: "again" })).toBe(once);
  });

  it("lets a source become stricter, never milder", () => {
    const reducing = held(hold("operator", "reducing"));
    expect(imposeHold(reducing, hold("operator"))).toEqual(held(hold("operator")));
    expect(imposeHold(held(hold("operator")), hold("operator", "reducing")).state).toBe("halted");
  });
});

describe("resumeTrading", () => {
  const request = { by: "pat", reason: "the feed is back and the book agrees" };

  it("ends all latched holds at once", () => {
    expect(resumeTrading(held(hold("daily_loss"), hold("kill_switch")), request)).toEqual({
      ok: true,
      value: ACTIVE_CONTROL,
    });
  });

  it.each(["", "   "])("needs a reason, not %j", (reason) => {
    expect(resumeTrading(held(hold("daily_loss")), { by: "pat", reason })).toEqual({
      ok: false,
      error: "a resume needs a reason: say what was found and why it is safe",
    });
  });

  it("has nothing to do when nothing holds", () => {
    expect(resumeTrading(ACTIVE_CONTROL, request)).toEqual({
      ok: false,
      error: "trading is active already",
    });
  });

  it.each<HoldSource>([
    "recovery",
    "reconciliation",
    "order_stream",
    "account_lease",
    "approval",
    "venue_account",
    "account_stale",
    "venue_key",
    "venue_clock",
    "venue_calendar",
  ])(
    "cannot shorten a hold on %s, which ends by evidence, and leaves it when others end",
    (source) => {
      expect(resumeTrading(held(hold(source)), request)).toEqual({
        ok: false,
        error: `a resume cannot shorten what holds trading (${source} says so)`,
      });
      const resumed = resumeTrading(held(hold(source), hold("operator")), request);
      expect(resumed).toMatchObject({ ok: true, value: { state: "halted", holds: [{ source }] } });
    },
  );
});

describe("a resume that is refused", () => {
  it("names everything that holds trading still", () => {
    const both = held(hold("venue_clock"), hold("recovery"));
    expect(resumeTrading(both, { by: "pat", reason: "all is well" })).toEqual({
      ok: false,
      error: "a resume cannot shorten what holds trading (recovery says so; venue_clock says so)",
    });
  });

  it("keeps the holds that it may not end", () => {
    const keeping = ["daily_loss"] as const;
    const request = { by: "pat", reason: "all is well", keeping };
    expect(resumeTrading(held(hold("daily_loss")), request).ok).toBe(false);
    expect(resumeTrading(held(hold("daily_loss"), hold("operator")), request)).toEqual({
      ok: true,
      value: held(hold("daily_loss")),
    });
  });
});

describe("releaseHold", () => {
  it("ends a source's own hold and no other", () => {
    expect(releaseHold(held(hold("recovery")), "recovery")).toEqual(ACTIVE_CONTROL);
    expect(releaseHold(held(hold("recovery"), hold("daily_loss")), "recovery")).toEqual(
      held(hold("daily_loss")),
    );
  });
});
