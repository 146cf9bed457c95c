import { expect, test } from "vitest";
import { signInResult } from "./verify-link.ts";

test.each([
  ["basic", 200, "signed_in"],
  ["opaqueredirect", 0, "expired"],
  ["basic", 302, "expired"],
  ["basic", 403, "expired"],
  ["basic", 429, "throttled"],
  ["basic", 500, "unreachable"],
  ["basic", 502, "unreachable"],
] as const)("an answer of type %s and status %d means %s", (type, status, result) => {
  expect(signInResult(type, status)).toBe(result);
});
