import { expect, test } from "vitest";
import { DENIAL_GUIDE } from "../../packages/core/test/denial-guide.ts";
import { denialPage } from "./denial-page.mjs";
import { readDenialPage } from "./run-denials.mjs";

test("docs/denials.md is what the checks say: write it with npm run denials -- --write", () => {
  expect(readDenialPage()).toBe(denialPage(DENIAL_GUIDE));
});

test("every denial has a line of its own, with what it says and what to do", () => {
  const codes = DENIAL_GUIDE.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const { says, next } of DENIAL_GUIDE) {
    expect(says).toMatch(/\.$/);
    expect(next).toMatch(/\.$/);
  }
});
