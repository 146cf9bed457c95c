import { afterAll, describe, expect, it } from "vitest";
import { removeTemporaryFolders, temporaryFolder } from "../test/journal-builder.ts";
import { measureJournalLatency } from "./journal-latency.ts";
import { measureJournalReading } from "./journal-reading.ts";

afterAll(removeTemporaryFolders);

describe("the journal's benchmarks", () => {
  it("measure every entry of both writers and compare them", async () => {
    const options = {
      dir: temporaryFolder(),
      entriesPerSecond: 500,
      rounds: 2,
      secondsPerRound: 0.1,
    };
    const { journal, drainWriter, ratioP50, ratioP99 } = await measureJournalLatency(options);
    for (const { p50, p99, max } of [journal, drainWriter]) {
      expect(p50).toBeGreaterThan(0);
      expect(p99).toBeGreaterThanOrEqual(p50);
      expect(max).toBeGreaterThanOrEqual(p99);
    }
    for (const { median, low, high } of [ratioP50, ratioP99]) {
      expect(low).toBeGreaterThan(0);
      expect(median).toBeGreaterThanOrEqual(low);
      expect(high).toBeGreaterThanOrEqual(median);
    }
  });

  it("measure every way of reading", async () => {
    const { entries, ...rates } = await measureJournalReading(temporaryFolder(), 500);
    expect(entries).toBe(500);
    for (const rate of Object.values(rates)) expect(rate).toBeGreaterThan(0);
  });
});
