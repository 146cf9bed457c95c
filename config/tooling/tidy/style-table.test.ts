import { expect, test } from "vitest";
import { readSource } from "./source-file.ts";
import { formatStyleTable, measureStyle } from "./style-table.ts";

const SOURCE = `/** Says why. */
export function add(a: number, b: number, c: number, d: number) {
  // A comment line.
  const url = "// not a comment";
  return a + b + c + d; // beside code: not a comment line
}

const f = (x: any) => (x as string)!;
`;

test("measures files, functions, comments, escapes and tests by the definitions of the table", () => {
  const row = measureStyle("core", [
    readSource("packages/core/src/a.ts", SOURCE),
    readSource("packages/core/src/a.test.ts", "test();\n".repeat(16)),
    readSource("packages/core/README.md", "text\n"),
  ]);
  expect(row).toMatchObject({
    files: 1,
    fileLines: { median: 8, p90: 8, max: 8 },
    functionLines: { median: 5, p90: 5, max: 5 },
    manyParameters: 50,
    comments: 25,
    any: 200,
    casts: 200,
    nonNull: 200,
    tests: 2,
  });
});

test("prints one aligned line for each part", () => {
  const table = formatStyleTable([
    measureStyle("core", [readSource("packages/core/src/a.ts", SOURCE)]),
  ]);
  expect(table.split("\n")).toHaveLength(2);
  expect(table).toContain("8 / 8 / 8");
});
