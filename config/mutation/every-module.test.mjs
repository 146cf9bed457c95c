import { expect, test } from "vitest";

const modules = import.meta.glob(["../../packages/core/src/{order,risk}/**/*.ts", "!**/*.test.ts"]);

/**
 * A change that keeps a module from being loaded fails every file of tests before it has a test that could fail, which
 * Stryker takes for a change that nobody noticed. Here it fails a test.
 */
test("every module of orders and risk can be loaded", async () => {
  expect(Object.keys(modules).length).toBeGreaterThan(50);
  for (const load of Object.values(modules)) await load();
});
