import { expect, test } from "vitest";
import { isFlattenTap, signFlattenTap } from "./flatten-tap.ts";
import { signKillToken } from "./kill-token.ts";

const KEY = Buffer.alloc(32, 1);
const CHECK = { userId: "u1", key: KEY, now: 1_000 };
const TAP = signFlattenTap({ userId: "u1", exp: 2_000 }, KEY);

test("a tap counts for the person who made it, until its time is over", () => {
  expect(isFlattenTap(TAP, CHECK)).toBe(true);
  expect(isFlattenTap(TAP, { ...CHECK, userId: "u2" })).toBe(false);
  expect(isFlattenTap(TAP, { ...CHECK, now: 2_000 })).toBe(false);
});

test.each([
  ["none", undefined],
  ["of another key", signFlattenTap({ userId: "u1", exp: 2_000 }, Buffer.alloc(32, 2))],
  [
    "a kill token",
    signKillToken({ userId: "u1", name: "Ada", role: "owner", iat: 0, exp: 2_000 }, KEY),
  ],
  [
    "altered",
    `${Buffer.from('{"userId":"u1","exp":9000}').toString("base64url")}.${TAP.split(".")[1] ?? ""}`,
  ],
  ["no text of ours", "a.b"],
])("what is none is none: %s", (_what, text) => {
  expect(isFlattenTap(text, CHECK)).toBe(false);
});
