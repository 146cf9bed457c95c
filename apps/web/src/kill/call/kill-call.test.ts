import { describe, expect, test } from "vitest";
import {
  callKill,
  type KillOrder,
  type KillProgress,
  type KillReply,
  type KillRoute,
} from "./kill-call.ts";

const ORDER: KillOrder = {
  commandId: "command-1",
  mode: "cancel",
  reason: "",
  includeStops: false,
};
const ACCEPTED: KillReply = { kind: "accepted", sentence: "The gate is closed." };
const SIGNED_OUT: KillReply = { kind: "signed_out", why: "Sign in first." };
const SILENT: KillReply = { kind: "no_answer", why: "no answer in 1000 ms" };

interface Asked {
  readonly route: KillRoute;
  readonly commandId: string;
  readonly timeoutMs: number;
}

/** Calls with replies in the order given, then silence, and returns who was asked and the last step. */
async function call(replies: readonly KillReply[], part: Partial<KillOrder> = {}) {
  const asked: Asked[] = [];
  const steps: KillProgress[] = [];
  const ports = {
    ask: async (route: KillRoute, order: KillOrder, timeoutMs: number) => {
      asked.push({ route, commandId: order.commandId, timeoutMs });
      return replies[asked.length - 1] ?? SILENT;
    },
    pause: async () => undefined,
  };
  await callKill({ ...ORDER, ...part }, ports, (step) => steps.push(step));
  return { asked, last: steps.at(-1) };
}

describe("calling the kill switch", () => {
  test("asks the engine once when it answers, with one second of patience", async () => {
    const { asked, last } = await call([ACCEPTED]);
    expect(asked).toEqual([{ route: "engine", commandId: "command-1", timeoutMs: 1_000 }]);
    expect(last).toEqual({ kind: "settled", route: "engine", reply: ACCEPTED });
  });

  test("asks the watchdog when the engine is silent", async () => {
    const { asked, last } = await call([SILENT, ACCEPTED]);
    expect(asked.map(({ route }) => route)).toEqual(["engine", "watchdog"]);
    expect(last).toMatchObject({ kind: "settled", route: "watchdog" });
  });

  test("does not overrule a refusal by asking elsewhere", async () => {
    const { asked, last } = await call([{ kind: "refused", sentence: "A viewer may only halt." }]);
    expect(asked).toHaveLength(1);
    expect(last).toMatchObject({ kind: "settled", reply: { kind: "refused" } });
  });

  test("goes on to the watchdog without a session, to halt or to cancel", async () => {
    const { asked, last } = await call([SIGNED_OUT, ACCEPTED]);
    expect(asked.map(({ route }) => route)).toEqual(["engine", "watchdog"]);
    expect(last).toMatchObject({ kind: "settled", route: "watchdog", reply: ACCEPTED });
  });

  test("stops at a flatten without a session, and sends it once a passkey was used", async () => {
    const once = await call([SIGNED_OUT, ACCEPTED], { mode: "flatten" });
    expect(once.asked).toHaveLength(1);
    expect(once.last).toMatchObject({ kind: "settled", reply: SIGNED_OUT });
    const twice = await call([SIGNED_OUT, ACCEPTED], { mode: "flatten", tap: "signed" });
    expect(twice.last).toMatchObject({ kind: "settled", route: "watchdog", reply: ACCEPTED });
  });

  test("goes on asking both in turn, always with the same command id", async () => {
    const { asked, last } = await call([SILENT, SILENT, SILENT, SILENT, ACCEPTED]);
    expect(asked.map(({ route }) => route)).toEqual([
      "engine",
      "watchdog",
      "engine",
      "watchdog",
      "engine",
    ]);
    expect(new Set(asked.map(({ commandId }) => commandId))).toEqual(new Set(["command-1"]));
    expect(last).toMatchObject({ kind: "settled", route: "engine" });
  });

  test("W17 gives up after ten rounds and says so", async () => {
    const { asked, last } = await call([]);
    expect(asked).toHaveLength(20);
    expect(last).toEqual({ kind: "gave_up" });
  });
});
