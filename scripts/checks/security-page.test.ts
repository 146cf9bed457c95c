import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../setup/checkout.mjs";

const page = readFileSync(join(ROOT, "docs", "security.md"), "utf8");

test("every test and file that docs/security.md names is there", () => {
  const named = [...page.matchAll(/`((?:apps|packages|e2e|config|scripts)\/[^`]+)`/g)].map(
    ([, path = ""]) => path,
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test("every item of docs/security.md names a test", () => {
  const items = page.split("\n").filter((line) => /^\| \d+\.\d+/.test(line));
  expect(items.length).toBeGreaterThan(15);
  for (const item of items) expect(item).toMatch(/`[^`]+\.(test|spec)\.ts` \|$/);
});
