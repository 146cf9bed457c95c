import { role } from "@interlock/api/view/scalars";
import {
  DEFAULT_POLICY,
  requirementsOf,
  SUBJECT_WORDS,
} from "@interlock/core/approval/approval-policy";
import { SUBJECT_KINDS } from "@interlock/core/approval/approval";
import { expect, test } from "vitest";
import { approvesText } from "./role-words.ts";

test.each(role.options)(
  "what a %s approves is said whole, and nothing that they do not approve",
  (one) => {
    const text = approvesText(one);
    for (const kind of SUBJECT_KINDS) {
      const may = requirementsOf(DEFAULT_POLICY, kind).some(({ anyOf }) => anyOf.includes(one));
      expect(text.includes(SUBJECT_WORDS[kind]), kind).toBe(may);
    }
  },
);

test("a risk officer is told of every kind that they approve, and a viewer that it is none", () => {
  expect(approvesText("risk")).toBe(
    "Approves what others ask for: looser limits, a resume or re-arm, an override, a go-live.",
  );
  expect(approvesText("viewer")).toBe("Approves no requests of others.");
});
