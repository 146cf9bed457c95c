import { defineConfig } from "vitest/config";
import { PlainFirst } from "./plain-first.mjs";

/**
 * The tests that have to notice every change of the risk gate, of the order's life and of a kill: core's own, and no
 * others.
 */
export default defineConfig({
  test: {
    // The page of denials is a test, too: of what each check is called, measures, and holds for.
    include: [
      "packages/core/src/{kill,order,risk}/**/*.test.ts",
      "scripts/denials/*.test.ts",
      "config/mutation/every-module.ts",
    ],
    // The streams of whole books take seconds; what only they would notice wants a plain case of its own.
    exclude: ["**/node_modules/**", "**/limit-levels.property.test.ts"],
    sequence: { sequencer: PlainFirst },
    // The copy that is changed lies under node_modules, and is loaded like any source: what the runner adds to it too.
    server: { deps: { inline: [/\.cache\/mutation\//] } },
    setupFiles: ["config/mutation/set-runs.mjs"],
    // One worker loads the modules once for all files. Each change has a worker of its own, so nothing is left over.
    isolate: false,
    maxWorkers: 1,
    testTimeout: 60_000,
  },
});
