import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./config/tooling/longest-first.ts";

const sources = [
  "apps/*/{src,server,test}",
  "packages/*/{src,test,scripts}",
  "scripts",
  "config",
  "bench",
  "e2e",
];
const everyTest = sources.map((folder) => `${folder}/**/*.test.{ts,tsx,mjs}`);
const long = "**/*.long.test.ts";
const process = "**/*.process.test.ts";
/** Code without a socket, a file or a state of its own: its tests share what they import, which takes most time. */
const pure = [
  "packages/core",
  "packages/alpaca/src/{frame,mapping,wire}",
  "packages/alpaca-sim/src/venue",
  "apps/engine/src/edge/view",
  "apps/engine/test/scenarios",
  "apps/web/src",
].map((folder) => `${folder}/**/*.test.{ts,tsx}`);
/** Whole engines by the hundred: they test the code that others cover, and take far longer where it is covered. */
const simulated = ["simulation", "fill-storm"].map(
  (folder) => `apps/engine/test/${folder}/**/*.test.ts`,
);
/** One more than there are cores: what talks to sockets, files and a database waits a third of its time. */
const workers = Math.min(4, availableParallelism() + 1);

/**
 * Three kinds of test, told apart by the file's name.
 * `x.test.ts`: fast, side by side in one more worker than the machine has cores; those of pure code are a project, and
 * so are the simulations.
 * `x.process.test.ts`: starts and kills whole processes, which wait more than they work: three files at a time.
 * `x.long.test.ts`: the same guarantees for longer; only `npm run test:long` runs them.
 */
export default defineConfig({
  test: {
    exclude: ["**/node_modules/**", "**/dist/**", "**/.next/**"],
    passWithNoTests: true,
    restoreMocks: true,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: everyTest,
          exclude: ["**/node_modules/**", long, process, ...pure, ...simulated],
          maxWorkers: workers,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "pure",
          include: pure,
          exclude: ["**/node_modules/**", long, process],
          isolate: false,
          maxWorkers: workers,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "simulation",
          include: simulated,
          exclude: ["**/node_modules/**", long],
          maxWorkers: workers,
          testTimeout: 30_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "process",
          include: sources.map((folder) => `${folder}/${process}`),
          exclude: ["**/node_modules/**"],
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: "long",
          include: sources.map((folder) => `${folder}/${long}`),
          exclude: ["**/node_modules/**"],
          maxWorkers: 1,
          testTimeout: 1_800_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 4 },
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["packages/core/src/**/*.ts", "apps/engine/src/**/*.ts"],
      // Entry points run in processes and workers of their own, which report no coverage.
      exclude: ["**/*.test.ts", "**/*.test-d.ts", "**/test/**", "**/main.ts", "**/worker.ts"],
      reporter: ["json-summary", "json"],
      reportsDirectory: "coverage",
      reportOnFailure: true,
    },
  },
});
