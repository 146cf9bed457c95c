import { expect, test } from "vitest";
import { PERMISSIONS } from "@interlock/api/permissions";
import { signedLines, stepUpWords, WORDED_PATHS } from "./step-up-words.ts";

test("every procedure that has words of its own exists, and every other one is named plainly", () => {
  expect(WORDED_PATHS.filter((path) => !Object.hasOwn(PERMISSIONS, path))).toEqual([]);
  expect(stepUpWords("approvals.approve")).toBe("“Approve the request”");
  expect(stepUpWords("constructor")).toBe("What you pressed");
});

test("what is signed for is shown field by field, as it is sent", () => {
  const input = {
    commandId: "c-1",
    name: "grafana",
    scopes: ["read", "stop"],
    days: 90,
    ask: { kind: "limits", baseVersion: 3, values: { maxOpenOrders: "25" } },
    note: null,
  };
  expect(signedLines(input)).toEqual([
    { name: "name", text: "grafana" },
    { name: "scopes", text: "read, stop" },
    { name: "days", text: "90" },
    { name: "ask kind", text: "limits" },
    { name: "ask base version", text: "3" },
    { name: "ask values max open orders", text: "25" },
  ]);
});

test("no secret, and no hash that says nothing, is shown of what is signed for", () => {
  const input = {
    password: "correct horse",
    code: "123456",
    seenHash: "ab".repeat(32),
    email: "bo@desk",
  };
  expect(signedLines(input)).toEqual([{ name: "email", text: "bo@desk" }]);
});

test("what is long is cut where it can be seen to be", () => {
  const many = Object.fromEntries(Array.from({ length: 104 }, (_, index) => [`line${index}`, "x"]));
  expect(signedLines(many)).toHaveLength(100);
  expect(signedLines(many).at(-1)).toEqual({ name: "and", text: "5 more" });
  expect(signedLines({ reason: "y".repeat(200) })[0]?.text).toMatch(/^y{119}…$/);
  expect(signedLines(undefined)).toEqual([]);
});
