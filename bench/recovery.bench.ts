import { recover } from "../apps/engine/src/run/recover.ts";
import { reportRow } from "./harness/bench-row.ts";
import { interleavedRounds, ratioOverRounds } from "./harness/interleave.ts";
import { median } from "./harness/statistics.ts";
import { journalOfBars } from "./workload/journal-of-bars.ts";

/**
 * Line 36: from opening a data folder to the state that its journal makes, by the journal's length. Each has the
 * snapshot that a running engine leaves every 50,000 entries: what is before it costs nothing at a start, but for the
 * checksums of the one segment in which it stands. A journal of 10,000 entries is a small part of a segment.
 */
const LENGTHS = [10_000, 100_000, 1_000_000, 10_000_000] as const;
const SINCE_SNAPSHOT = 9_000;
const ROUNDS = 5;

async function recoverSeconds(dir: string, entries: number): Promise<number> {
  const startedAt = performance.now();
  const recovered = await recover({
    dataDir: dir,
    segmentBytes: 64 * 1024 * 1024,
    onDurable: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  if ("refused" in recovered) throw new Error(`void: ${recovered.refused}`);
  if (recovered.state.journalSeq !== entries)
    throw new Error(`void: recovered up to ${recovered.state.journalSeq} of ${entries}`);
  await recovered.opened.log.close();
  return seconds;
}

const contenders: Record<string, () => Promise<number>> = {};
const cleanups: (() => void)[] = [];
for (const entries of LENGTHS) {
  const { dir, remove } = await journalOfBars({ entries, sinceSnapshot: SINCE_SNAPSHOT });
  cleanups.push(remove);
  contenders[String(entries)] = () => recoverSeconds(dir, entries);
}
const figures = await interleavedRounds({ rounds: ROUNDS, warmUps: 1, contenders });
for (const remove of cleanups) remove();
const [aSegment, longest] = [figures["100000"] ?? [], figures["10000000"] ?? []];
for (const [name, seconds] of Object.entries(figures))
  console.error(`${name} entries: ${median(seconds).toFixed(3)} s`);
const row = { better: "lower" } as const;
reportRow({
  name: "36 recovery of a journal of 10,000,000 entries with its snapshot",
  value: median(longest),
  unit: "s",
  goal: 1,
  ...row,
});
reportRow({
  name: "36 recovery, 10,000,000 entries ÷ 100,000",
  value: ratioOverRounds(longest, aSegment).median,
  unit: "ratio",
  goal: 1.5,
  ...row,
});
