import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../scripts/setup/checkout.mjs";

const modules = ["kill", "order", "risk"].flatMap((part) => {
  const folder = join(ROOT, "packages/core/src", part);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => join(folder, file));
});

/**
 * A change that keeps a module from being loaded fails every file of tests before it has a test that could fail, which
 * Stryker takes for a change that nobody noticed. Here it fails a test.
 */
test("every module of kills, orders and risk can be loaded", async () => {
  expect(modules.length).toBeGreaterThan(50);
  for (const file of modules) await import(/* @vite-ignore */ file);
});

/** The same holds of a file of tests: what it makes before its first test may fail under a change. */
test("every file of tests before this one could be loaded", () => {
  const { testFiles } = globalThis as unknown as { testFiles: { begun: number; ended: number } };
  expect(testFiles.ended).toBe(testFiles.begun - 1);
});
