import { expect, test } from "vitest";
import { signInResult } from "./verify-link.ts";

test.each([
  [200, "signed_in"],
  [403, "expired"],
  [429, "throttled"],
  [500, "unreachable"],
  [502, "unreachable"],
] as const)("an answer of status %d means %s", (status, result) => {
  expect(signInResult(status)).toBe(result);
});
