import { commandId } from "@interlock/core/ids";
import { describe, expect, test } from "vitest";
import type { CommandBody, OperatorCommand } from "../../src/operator/operator-command.ts";
import { digestOf } from "../../src/operator/command-digest.ts";
import { Rig } from "../rig.ts";

const ADA = { userId: "u1", name: "Ada", role: "risk" };
const BO = { userId: "u2", name: "Bo", role: "risk" };
const TIGHTER: CommandBody = {
  kind: "change_limits",
  baseVersion: 1,
  values: { maxOrderQuantity: "50", maxOpenOrders: "4" },
  reason: "a quiet day",
};
const HALT: CommandBody = { kind: "kill", mode: "halt", reason: "", includeStops: false };

function order(rig: Rig, body: CommandBody, actor: OperatorCommand["actor"] = ADA) {
  const id = commandId("c-1");
  rig.give({ kind: "command", command: { commandId: id, actor, via: "console", body } });
  const answer = rig.asked("answer_command").at(-1);
  if (answer === undefined) throw new Error("a command was not answered");
  return answer;
}

describe("one command id", () => {
  test("W07 with the same content gives the first answer again, and has one effect", () => {
    const rig = new Rig().ready();
    const first = order(rig, TIGHTER);
    const again = { ...TIGHTER, values: { maxOpenOrders: "4", maxOrderQuantity: "50" } };
    expect(first.accepted).toBe(true);
    expect(order(rig, again)).toEqual(first);
    expect(rig.told("command_answered")).toHaveLength(1);
  });

  test.each([
    ["another value", { ...TIGHTER, values: { maxOrderQuantity: "40" } }, ADA],
    ["another command", { kind: "rearm_breaker", breaker: "drawdown", reason: "" }, ADA],
    ["another person", TIGHTER, BO],
  ] as const)("W07 with %s is refused, and does nothing", (_what, body, actor) => {
    const rig = new Rig().ready();
    order(rig, TIGHTER);
    const before = rig.entries.length;
    expect(order(rig, body, actor)).toMatchObject({
      accepted: false,
      sentence: expect.stringMatching(/^Nothing was done: this command id was used before/),
    });
    expect(rig.entries.slice(before).flatMap(({ records }) => records)).toEqual([]);
  });

  test("W07 of a kill that comes by another way, in its own words, gets the kill's answer", () => {
    const rig = new Rig().ready();
    const first = order(rig, HALT);
    expect(first.accepted).toBe(true);
    const watchdog = { userId: "watchdog", name: "watchdog", role: "owner" };
    expect(order(rig, { ...HALT, reason: "console said so" }, watchdog)).toEqual(first);
  });

  test("W07 used for a kill after something else is not answered as if trading had stopped", () => {
    const rig = new Rig().ready();
    order(rig, TIGHTER);
    expect(order(rig, HALT).accepted).toBe(false);
  });
});

test("the digest of a command is that of its record as it reads from the journal", () => {
  const body: CommandBody = { ...TIGHTER, level: undefined, expiresAt: undefined };
  const read = JSON.parse(JSON.stringify({ actor: ADA, body })) as typeof COMMAND;
  expect(digestOf(read)).toBe(digestOf({ actor: ADA, body }));
});

const COMMAND = { actor: ADA, body: TIGHTER };
