import { describe, expect, test } from "vitest";
import { checkCalls } from "./banned-calls.ts";
import { checkLinks } from "./link-rules.ts";
import { checkName } from "./name-rules.ts";
import type { Offence } from "./offence.ts";
import { checkFileSize, checkFolders } from "./size-rules.ts";
import { readSource } from "./source-file.ts";
import { checkTypeEscapes } from "./type-escapes.ts";

const rulesOf = (offences: readonly Offence[]) => [...new Set(offences.map(({ rule }) => rule))];
const lines = (count: number) =>
  Array.from({ length: count }, (_, at) => `const a${at} = ${at};`).join("\n");

describe("size", () => {
  test.each([
    ["a file of 400 lines passes", "core/a.ts", lines(400), []],
    ["a file of 401 lines does not", "core/a.ts", lines(401), ["file-lines"]],
    ["a function of 70 lines passes", "core/a.ts", `function f() {\n${lines(68)}\n}`, []],
    [
      "a function of 71 lines does not",
      "core/a.ts",
      `function f() {\n${lines(69)}\n}`,
      ["function-lines"],
    ],
    [
      "a suite may be longer, it is a heading",
      "core/a.test.ts",
      `describe("x", () => {\n${lines(90)}\n});`,
      [],
    ],
    [
      "a comment of 121 columns does not pass",
      "core/a.ts",
      `// ${"x".repeat(118)}`,
      ["line-columns"],
    ],
    ["a long sentence in quotes stays whole", "core/a.ts", `const a = "${"x".repeat(130)}";`, []],
    ["the length of a document is its own affair", "docs/a.md", lines(900), []],
  ])("%s", (_, path, text, rules) => {
    expect(rulesOf(checkFileSize(readSource(path, text)))).toEqual(rules);
  });

  test("31 imports are too many", () => {
    const imports = Array.from({ length: 31 }, (_, at) => `import { a } from "./a${at}.ts";`).join(
      "\n",
    );
    expect(rulesOf(checkFileSize(readSource("core/a.ts", imports)))).toEqual(["imports"]);
  });

  test("a folder holds 20 files, tests not counted, and lies at most 4 below src", () => {
    const folder = (count: number, path: string) =>
      Array.from({ length: count }, (_, at) => readSource(`${path}/a${at}.ts`, ""));
    expect(checkFolders([...folder(20, "core/src"), readSource("core/src/a.test.ts", "")])).toEqual(
      [],
    );
    expect(rulesOf(checkFolders(folder(21, "core/src")))).toEqual(["files-per-folder"]);
    expect(checkFolders(folder(1, "core/src/a/b/c/d"))).toEqual([]);
    expect(rulesOf(checkFolders(folder(1, "core/src/a/b/c/d/e")))).toEqual(["folder-depth"]);
  });
});

describe("names", () => {
  test.each([
    ["packages/core/src/order/order-status.ts", []],
    ["packages/core/src/order/order-status.test.ts", []],
    ["packages/core/src/order/orderStatus.ts", ["kebab-case"]],
    ["packages/core/src/Order/order.ts", ["kebab-case"]],
    ["packages/core/src/order/index.ts", ["no-barrel"]],
    ["packages/core/src/order/utils.ts", ["empty-name"]],
    ["packages/core/src/helpers/order.ts", ["empty-name"]],
    ["apps/web/src/app/(console)/orders/[id]/page.tsx", []],
    ["apps/web/src/app/api/auth/[...all]/route.ts", []],
    ["docs/ARCHITECTURE.md", []],
  ])("%s", (path, rules) => {
    expect(rulesOf(checkName(readSource(path, "")))).toEqual(rules);
  });
});

describe("calls", () => {
  const PURE = "packages/core/src/a.ts";
  test.each([
    [PURE, "const a = Date.now();", ["pure-clock", "calendar-only"]],
    [PURE, "const a = new Date();", ["pure-clock", "calendar-only"]],
    [PURE, "const a = new Date(5);", ["calendar-only"]],
    ["packages/core/src/market/calendar.ts", "const a = new Date(5);", []],
    [PURE, "const a = Math.random();", ["pure-random"]],
    [PURE, "setTimeout(f, 5);", ["pure-timer"]],
    [PURE, "async function f() { await g(); }", ["pure-async"]],
    [PURE, "const a = process.platform;", ["pure-environment"]],
    ["apps/engine/src/decide.ts", "const a = Date.now();", ["pure-clock"]],
    ["apps/engine/src/risk/risk.ts", "const a = performance.now();", ["pure-clock"]],
    ["apps/engine/src/execution/alpaca-venue.ts", "async function f() { await g(); }", []],
    ["packages/alpaca-sim/src/venue/step.ts", "const a = Math.random();", ["pure-random"]],
    ["apps/engine/src/clock.ts", "const a = Date.now();", []],
    ["apps/engine/src/edge/server.ts", "const a = process.env.A;", ["environment"]],
    ["apps/engine/src/main.ts", "const a = process.env.A;", []],
    ["apps/web/src/env.ts", "const a = process.env.A;", []],
    ["packages/db/src/a.ts", "console.log(1);", ["console"]],
    ["apps/engine/src/cli/status.ts", "console.log(1);", []],
    [
      "packages/db/src/a.test.ts",
      "await new Promise((resolve) => setTimeout(resolve, 9));",
      ["sleep-in-test"],
    ],
    [
      "packages/db/src/a.test.ts",
      'import { setTimeout } from "node:timers/promises";',
      ["sleep-in-test"],
    ],
    ["e2e/tests/a.spec.ts", "await page.waitForTimeout(5);", ["sleep-in-test"]],
    ["packages/db/src/a.test.ts", 'test.skip("x", () => {});', ["skipped-test"]],
    ["packages/db/src/a.test.ts", 'describe.only("x", () => {});', ["skipped-test"]],
    ["e2e/tests/a.spec.ts", 'test.skip(!linux, "only on Linux");', []],
    ["packages/db/src/a.test.ts", 'vi.mock("./b.ts");', ["own-module-mocked"]],
    ["packages/db/src/a.test.ts", 'vi.mock("pg");', []],
  ])("%s: %s", (path, text, rules) => {
    expect(rulesOf(checkCalls(readSource(path, text)))).toEqual(rules);
  });

  test("an offence names its line and what to write instead", () => {
    const [offence] = checkCalls(readSource(PURE, "\n\nconst a = Date.now();"));
    expect(offence).toMatchObject({ line: 3, file: PURE });
    expect(offence?.message).toContain("input.time");
  });
});

describe("type escapes", () => {
  const PATH = "packages/core/src/a.ts";
  test.each([
    ["const a: any = 1;", ["any"]],
    ["const a = b!;", ["non-null"]],
    ["const a = f(b as Price, c);", ["cast"]],
    ["const a = b as const;", []],
    ["const ZERO = 0 as unknown as Price;", []],
    ["function price(text: string): Price {\n  return text as Price;\n}", []],
    ["function price(text: string) {\n  return text as Price;\n}", ["cast"]],
  ])("%s", (text, rules) => {
    expect(rulesOf(checkTypeEscapes(readSource(PATH, text)))).toEqual(rules);
  });

  test("a test may cast to build bad input", () => {
    expect(checkTypeEscapes(readSource("packages/core/src/a.test.ts", "f(b as Price);"))).toEqual(
      [],
    );
  });
});

describe("links", () => {
  const exists = (path: string) => ["docs/a.md", "docs/b.md", "README.md"].includes(path);
  const check = (path: string, text: string) =>
    checkLinks([readSource(path, text), readSource("docs/b.md", "# One thing: `code`")], exists)
      .length;

  test.each([
    ["docs/a.md", "[b](b.md)", 0],
    ["docs/a.md", "[b](missing.md)", 1],
    ["docs/a.md", "[b](b.md#one-thing-code)", 0],
    ["docs/a.md", "[b](b.md#other)", 1],
    ["README.md", "![picture](docs/missing.png)", 1],
    ["docs/a.md", "[elsewhere](https://example.com/x)", 0],
    ["packages/core/src/a.ts", "// See docs/b.md.", 0],
    ["packages/core/src/a.ts", "// See docs/missing.md.", 1],
  ])("%s: %s", (path, text, count) => {
    expect(check(path, text)).toBe(count);
  });
});
