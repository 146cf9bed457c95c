import { describe, expect, test } from "vitest";
import { progressWords, waitsForMe } from "./approval-words.ts";

const none = { approve: "no", decline: "no", apply: "no", edit: "no", cancel: "no" };

describe("a request waits for", () => {
  test("who may decide it", () => {
    const obstacles = { ...none, approve: "" };
    expect(waitsForMe({ state: "waiting", mine: false, obstacles })).toBe(true);
  });

  test("its requester once it can be applied, or must be edited", () => {
    expect(waitsForMe({ state: "approved", mine: true, obstacles: { ...none, apply: "" } })).toBe(
      true,
    );
    expect(waitsForMe({ state: "conflicted", mine: true, obstacles: { ...none, edit: "" } })).toBe(
      true,
    );
  });

  test("nobody else", () => {
    expect(waitsForMe({ state: "waiting", mine: true, obstacles: none })).toBe(false);
    expect(waitsForMe({ state: "approved", mine: false, obstacles: { ...none, apply: "" } })).toBe(
      false,
    );
  });
});

test("what a role has done is counted up to what it was asked for, declines not", () => {
  const by = (role: string) => ({ name: role, role });
  const word = { reason: "", at: 1, tied: false };
  const decisions = [
    { ...word, by: by("risk"), verdict: "approve" as const },
    { ...word, by: by("owner"), verdict: "decline" as const },
    { ...word, by: by("ops"), verdict: "approve" as const },
  ];
  const required = [{ anyOf: ["risk", "owner"], count: 2 }];
  expect(progressWords({ required, decisions })).toEqual(["1 of 2 from risk or owner"]);
});
