import { writeFileSync } from "node:fs";
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** What `npm test` counts of a vitest run. */
interface Tally {
  passed: number;
  failed: number;
  readonly skipped: { readonly name: string; readonly reason: string }[];
}

/**
 * Writes the counts of a run to the file that INTERLOCK_TALLY names, with the reason of every test left out
 * (`context.skip(reason)`). A file that could not be read, and an error outside any test, count as failed tests.
 */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tally: Tally = { passed: 0, failed: unhandled.length, skipped: [] };
    for (const module of modules) {
      tally.failed += module.errors().length;
      for (const test of module.children.allTests()) count(test, tally);
    }
    const path = process.env.INTERLOCK_TALLY;
    if (path !== undefined) writeFileSync(path, JSON.stringify(tally));
  }
}

function count(test: TestCase, tally: Tally): void {
  const result = test.result();
  if (result.state === "passed") tally.passed += 1;
  else if (result.state === "skipped") {
    tally.skipped.push({ name: test.fullName, reason: result.note ?? "" });
  } else tally.failed += 1;
}
