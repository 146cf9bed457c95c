import { expect, test } from "vitest";
import { goneFiles, LONG_FILES, rankOf } from "./longest-first.ts";

test("long test files come before all others, the longest first", () => {
  const paths = ["/x/packages/core/src/ids.test.ts", ...LONG_FILES.map((file) => `/x/${file}`)];
  expect(paths.map(rankOf)).toEqual([LONG_FILES.length, ...LONG_FILES.keys()]);
});

test("every long test file that is named exists", () => {
  expect(goneFiles()).toEqual([]);
});
