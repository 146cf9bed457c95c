import { execFile } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { checkoutRoot } from "../../config/checkout-root.ts";
import type { InputBody } from "../../input.ts";

/** What a rehearsed restore came to, as the command line prints it. */
const outcome = z.looseObject({
  agrees: z.boolean(),
  lastSeq: z.number(),
  lastHash: z.string(),
  seconds: z.number(),
  sentence: z.string(),
});

/** A journal of years takes its time; trading does not wait for it. */
const PATIENCE_MS = 30 * 60_000;

/** The exit code of a drill that was not begun, because another process rehearses one. */
const UNDER_WAY = 4;

/**
 * Rehearses a restore in a process of its own and gives what it came to as evidence. That one was not begun, because
 * somebody rehearses by hand, is a finding and speaks for nothing.
 */
export function rehearseRestore(dataDir: string, accept: (body: InputBody) => void): void {
  const program = join(checkoutRoot(), "interlock");
  const args = [program, "restore-drill", "--json", "--data-dir", dataDir];
  execFile(process.execPath, args, { timeout: PATIENCE_MS }, (error, stdout, stderr) => {
    if (error?.code === UNDER_WAY) {
      const sentence = `The restore drill was not begun: ${lastLine(stderr)}`;
      return accept({ kind: "finding", severity: "warning", sentence });
    }
    const read = outcome.safeParse(parse(stdout));
    const found = read.success ? read.data : null;
    accept({
      kind: "evidence",
      evidence: {
        name: "restore_drill",
        build: "",
        passed: found?.agrees === true,
        value:
          found === null ? "failed" : `entry ${found.lastSeq} in ${found.seconds.toFixed(1)} s`,
        sentence: found?.sentence ?? `The restore could not be rehearsed: ${lastLine(stderr)}`,
        by: "the engine",
        source: found?.lastHash ?? "restore drill",
      },
    });
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.slice(0, 300) || "it said nothing.";
}
