import { expect, test } from "vitest";
import { PERMISSIONS } from "@interlock/api/permissions";
import { stepUpWords, WORDED_PATHS } from "./step-up-words.ts";

test("every procedure that has words of its own exists, and every other one is named plainly", () => {
  expect(WORDED_PATHS.filter((path) => !Object.hasOwn(PERMISSIONS, path))).toEqual([]);
  expect(stepUpWords("approvals.approve")).toBe("“Approve the request”");
  expect(stepUpWords("constructor")).toBe("What you pressed");
});
