import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Test files that take more than ten seconds, the longest first. */
export const LONG_FILES = [
  "apps/engine/test/venue-faults.process.test.ts",
  "apps/engine/test/replay.process.test.ts",
  "apps/engine/test/database-outage.process.test.ts",
  "apps/engine/src/cli/start.process.test.ts",
  "apps/engine/src/watchdog/watchdog.process.test.ts",
  "apps/engine/test/simulation/defects/defects.test.ts",
  "apps/engine/test/crash.process.test.ts",
  "apps/engine/test/faults/crash-points.process.test.ts",
  "apps/engine/test/audit.process.test.ts",
  "apps/engine/test/simulation/simulation.test.ts",
  "apps/engine/src/cli/running-product.test.ts",
  "apps/engine/src/run/run-engine.test.ts",
  "apps/engine/test/faults/slow-database.test.ts",
  "apps/engine/src/cli/kill/kill-command.test.ts",
  "packages/alpaca-sim/test/conformance/conformance.test.ts",
  "apps/engine/test/faults/faulty-links.test.ts",
  "apps/engine/test/fill-storm/fill-storm.test.ts",
] as const;

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Begins long test files first also on a fresh checkout, where no run has measured them: one that began last would keep
 * a single core busy at the end.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rankOf(a.moduleId) - rankOf(b.moduleId));
  }
}

/** Returns a place in the order: of what is not long, all the same one. */
export function rankOf(path: string): number {
  const index = LONG_FILES.findIndex((file) => path.endsWith(file));
  return index === -1 ? LONG_FILES.length : index;
}

/** Names long files that are not there any more. */
export function goneFiles(): string[] {
  return LONG_FILES.filter((file) => !existsSync(`${ROOT}${file}`));
}
