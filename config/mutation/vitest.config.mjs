import { defineConfig } from "vitest/config";

/** The tests that have to notice every change of the risk gate and of the order's life: core's own, and no others. */
export default defineConfig({
  test: {
    include: ["packages/core/src/{order,risk}/**/*.test.ts"],
    exclude: ["**/node_modules/**"],
    testTimeout: 60_000,
  },
});
