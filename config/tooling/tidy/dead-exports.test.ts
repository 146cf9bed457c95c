import { expect, test } from "vitest";
import { checkDeadExports } from "./dead-exports.ts";
import { readSource } from "./source-file.ts";

const MAIN = 'import { used } from "./a.ts";\nused();';

function check(files: Readonly<Record<string, string>>): string[] {
  return checkDeadExports(Object.entries(files).map(([path, text]) => readSource(path, text))).map(
    ({ file, message }) => `${file}: ${message.split(":")[0]}`,
  );
}

test("an export that another file imports lives; one that none imports does not", () => {
  const a = "export function used() {}\nexport function unused() {}";
  expect(check({ "apps/engine/src/main.ts": MAIN, "apps/engine/src/a.ts": a })).toEqual([
    "apps/engine/src/a.ts: no other file imports unused",
  ]);
});

test("a file that nothing opens is dead, unless it is an entry, a test or a page", () => {
  expect(
    check({
      "apps/engine/src/a.ts": "export const a = 1;",
      "apps/engine/src/a.test.ts": "",
      "apps/web/src/app/page.tsx": "export default function Page() { return null; }",
      "scripts/start.mjs": "",
    }),
  ).toEqual(["apps/engine/src/a.ts: nothing opens this file"]);
});

test("imports through a package's name, dynamic imports and worker URLs count", () => {
  const main = [
    'import { a } from "@interlock/core/order/a";',
    'const b = await import("./b.ts");',
    'new Worker(new URL("./c.ts", import.meta.url));',
  ].join("\n");
  expect(
    check({
      "apps/engine/src/main.ts": main,
      "packages/core/src/order/a.ts": "export const a = 1;",
      "apps/engine/src/b.ts": "export const b = 1;",
      "apps/engine/src/c.ts": "export const c = 1;",
    }),
  ).toEqual([]);
});

test("a type that a signature of its own file names may stay exported; one that nobody names may not", () => {
  const a =
    "export interface Named { a: 1 }\nexport interface Lost { a: 1 }\nexport function used(a: Named) {}";
  expect(check({ "apps/engine/src/main.ts": MAIN, "apps/engine/src/a.ts": a })).toEqual([
    "apps/engine/src/a.ts: no other file imports Lost",
  ]);
});
