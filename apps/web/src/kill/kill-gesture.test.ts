import { describe, expect, test } from "vitest";
import type { KillOrder } from "./call/kill-call.ts";
import { advanceGesture, startGesture, urgencyOf } from "./kill-gesture.ts";

const ORDER: KillOrder = { commandId: "c", mode: "halt", reason: "", includeStops: false };
const sent = startGesture(ORDER, 1_000);

describe("a kill gesture", () => {
  test("warns after two seconds without an answer, and sends to the broker after three", () => {
    expect(urgencyOf(sent, 2_999)).toBe("sent");
    expect(urgencyOf(sent, 3_000)).toBe("direct_path");
    expect(urgencyOf(sent, 4_000)).toBe("act_at_broker");
  });

  test("stops warning once somebody has taken it, and keeps who and how fast", () => {
    const reply = { kind: "accepted", sentence: "Done." } as const;
    const taken = advanceGesture(sent, { kind: "settled", route: "watchdog", reply }, 3_400);
    expect(urgencyOf(taken, 60_000)).toBeNull();
    expect(taken).toMatchObject({ outcome: "accepted", route: "watchdog", settledAt: 3_400 });
  });

  test("keeps the last attempts that brought nothing", () => {
    const missed = advanceGesture(
      sent,
      { kind: "missed", route: "engine", why: "not reachable" },
      2_000,
    );
    expect(missed.misses).toEqual(["engine: not reachable"]);
    expect(missed.outcome).toBe("pending");
  });

  test("stays with the broker's steps when every attempt failed", () => {
    const gone = advanceGesture(sent, { kind: "gave_up" }, 60_000);
    expect(urgencyOf(gone, 61_000)).toBe("act_at_broker");
  });
});
