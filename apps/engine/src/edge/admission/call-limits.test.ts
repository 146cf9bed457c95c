import { expect, test } from "vitest";
import type { Actor } from "@interlock/api/actor";
import { appRouter } from "@interlock/api/app-router";
import { PERMISSIONS, type Permission } from "@interlock/api/permissions";
import type { ApiContext } from "@interlock/api/trpc";
import { makeCallLimits } from "./call-limits.ts";

const ADA: Actor = {
  userId: "ada",
  name: "Ada",
  email: "ada@desk.test",
  role: "viewer",
  by: "session",
  session: { id: "s1", ip: null, device: null },
};
const KEY: Actor = { ...ADA, by: "api_key", keyId: "k1", scopes: ["trade"] };
const TIMES = Array.from({ length: 100 }, (_, index) => index);

test("a key that calls without end starves itself, neither its person nor another key of theirs", () => {
  const limits = makeCallLimits(() => 0);
  const waits = TIMES.map(() => limits.waitMs(KEY, "mutation"));
  expect(waits.at(-1)).toBeGreaterThan(0);
  expect(limits.waitMs(ADA, "mutation")).toBe(0);
  expect(limits.waitMs({ ...KEY, keyId: "k2" }, "mutation")).toBe(0);
});

test("sessions of one person count together", () => {
  const limits = makeCallLimits(() => 0);
  for (const index of TIMES) {
    const session = { ...ADA.session, id: `s${index % 10}` };
    limits.waitMs({ ...ADA, session }, "mutation");
  }
  expect(limits.waitMs(ADA, "mutation")).toBeGreaterThan(0);
});

test.each([
  ["a role", ADA, "This needs the role"],
  ["a key", { ...KEY, role: "risk" }, "No API key may do this"],
] as const)(
  "what %s may not do counts for nothing, and the refusal says so each time",
  async (_who, actor, why) => {
    const limits = makeCallLimits(() => 0);
    const { strategies } = appRouter.createCaller({ actor, limits, stepUpId: null } as ApiContext);
    const input = {
      commandId: crypto.randomUUID(),
      strategyId: "trend",
      reason: "the cause was found",
    };
    for (const _ of TIMES) await expect(strategies.enable(input)).rejects.toThrow(why);
    expect(limits.waitMs(actor, "mutation")).toBe(0);
  },
);

test("stopping, closing and taking access away are never counted", () => {
  const rows: readonly (readonly [string, Permission])[] = Object.entries(PERMISSIONS);
  const free = rows.flatMap(([path, row]) => (row.free === true ? [path] : []));
  expect(free.sort()).toEqual([
    "approvals.cancel",
    "approvals.decline",
    "devices.refuse",
    "golive.abort",
    "golive.demote",
    "keys.revoke",
    "kill.engage",
    "orders.cancel",
    "people.endSessions",
    "people.suspend",
    "positions.close",
    "profile.endOtherSessions",
    "profile.endSession",
  ]);
});
