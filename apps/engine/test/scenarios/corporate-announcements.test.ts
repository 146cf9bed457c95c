import { describe, expect, test } from "vitest";
import { isoDate } from "@interlock/core/market/civil-date";
import { announce, heldOverNight, morning, tenForOne, warnings } from "../corporate.ts";
import { Rig } from "../rig.ts";

describe("announcements", () => {
  test("are asked for at the start, of everything watched, from days back to weeks ahead", () => {
    const rig = new Rig().start();
    const [first, ...more] = rig.asked("request_corporate_actions");
    expect(first).toMatchObject({ from: "2026-06-09", to: "2026-08-15" });
    expect(first?.symbols).toContain("SPY");
    expect(more).toEqual([]);
    expect(rig.effects.findIndex(({ kind }) => kind === "request_corporate_actions")).toBeLessThan(
      rig.effects.findIndex(({ kind }) => kind === "request_snapshot"),
    );
  });

  test("are asked for again when the day changes, before pre-market and before the open, each once", () => {
    const rig = new Rig().ready();
    announce(rig);
    const asked = () => rig.asked("request_corporate_actions").length;
    const before = asked();
    for (const [hour, minute, more] of [
      [4, 1, 1],
      [4, 2, 1],
      [7, 56, 2],
      [8, 30, 2],
      [13, 1, 3],
      [15, 0, 3],
    ] as const) {
      rig.time = Date.UTC(2026, 5, 17, hour, minute, 0);
      rig.give({ kind: "clock" });
      expect(asked() - before, `${hour}:${minute}`).toBe(more);
      announce(rig);
    }
  });

  test("that cannot be had are asked for again, later and later, and people are told once", () => {
    const rig = new Rig().ready();
    const failed = () =>
      rig.give({ kind: "venue_query_failed", what: "corporate_actions", reason: "503" });
    for (let times = 0; times < 5; times += 1) {
      failed();
      rig.pass(64_000);
    }
    expect(rig.asked("request_corporate_actions")).toHaveLength(6);
    expect(warnings(rig).filter(({ sentence }) => sentence.includes("503"))).toHaveLength(1);
    expect(rig.state.connections.venue_rest).toBe(true);
  });

  test("told twice are recorded once, and changed ones are a new revision", () => {
    const rig = heldOverNight(tenForOne());
    announce(rig, tenForOne({ raw: "in another order" }));
    announce(rig, tenForOne({ ratio: { newShares: 5, oldShares: 1 } }));
    expect(rig.told("corporate_action_announced")).toMatchObject([
      { revision: 1, action: { exDate: "2026-06-17", ratio: { newShares: 10, oldShares: 1 } } },
      { revision: 2, action: { ratio: { newShares: 5, oldShares: 1 } } },
    ]);
    expect(warnings(rig).at(-1)?.sentence).toMatch(
      /10-for-1 split on 2026-06-17 is now SPY 5-for-1/,
    );
  });

  test("that are taken back before their day are over", () => {
    const rig = heldOverNight(tenForOne());
    announce(rig);
    expect(rig.state.corporate.actions).toEqual({});
    morning(rig);
    expect(rig.views.waitingActions.size).toBe(0);
  });

  test("of an unknown type are kept as they came and told, and block nothing", () => {
    const raw = '{"quantum_splits":[{"id":"q"}]}';
    const rig = heldOverNight(
      tenForOne({ kind: "other", venueType: "quantum_splits", ratio: null, raw }),
    );
    expect(rig.state.corporate.actions["split-1"]?.action.raw).toBe(raw);
    expect(warnings(rig).at(-1)?.sentence).toContain('unknown type "quantum_splits"');
    morning(rig);
    expect(rig.views.waitingActions.size).toBe(0);
  });

  test("whose day was before the shares were bought concern nothing", () => {
    const rig = heldOverNight(tenForOne({ exDate: isoDate("2026-06-15") }));
    expect(rig.told("corporate_action_announced")).toEqual([]);
  });
});
