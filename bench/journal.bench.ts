import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureJournalLatency } from "../apps/engine/src/journal/bench/journal-latency.ts";
import { reportRow } from "./harness/bench-row.ts";

/**
 * Line 16: from an entry's arrival until it is durable, the journal with its tape, checksums and chain against the
 * least that makes lines durable in groups: write what is queued, sync, again. Open loop, both in each round.
 */
const ROUNDS = 5;
const SECONDS = 1.5;

const dir = mkdtempSync(join(tmpdir(), "interlock-bench-"));
for (const entriesPerSecond of [1_000, 10_000]) {
  const figures = await measureJournalLatency({
    dir,
    entriesPerSecond,
    rounds: ROUNDS,
    secondsPerRound: SECONDS,
  });
  console.error(JSON.stringify(figures));
  reportRow({
    name: `16 journal durable p99 ÷ drain writer, ${entriesPerSecond.toLocaleString("en-US")} entries/s`,
    value: figures.ratioP99.median,
    unit: "ratio",
    goal: 1.5,
    better: "lower",
    baseline: 1,
  });
}
rmSync(dir, { recursive: true });
