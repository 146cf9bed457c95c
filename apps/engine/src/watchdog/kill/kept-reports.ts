import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { killView } from "@interlock/api/view/kill-view";
import { z } from "zod";
import { writeDurably } from "../../supervisor/write-durably.ts";
import type { KillReport } from "./pursuit/kill-progress.ts";

/**
 * What this process did for each kill and saw at the venue, with the evidence of each order: run/kill-reports, a file
 * for each kill. It outlives the latch and this process, and needs no engine. What the engine did is in its journal.
 */
const keptReport = killView.extend({ detail: z.string(), keptStops: z.array(z.string()) });
export type KeptReport = z.infer<typeof keptReport>;

function folderOf(dataDir: string): string {
  return join(dataDir, "run", "kill-reports");
}

function pathOf(dataDir: string, killId: string): string {
  return join(folderOf(dataDir), `${encodeURIComponent(killId)}.json`);
}

/** Keeps a report in the place of an earlier one of the same kill. When it returns, it is on the disk. */
export function keepReport(dataDir: string, report: KillReport): void {
  writeDurably(pathOf(dataDir, report.killId), JSON.stringify(report));
}

/** Hears of a report that is kept and cannot be read, as a sentence: it is evidence, and nobody takes it for absent. */
export type TellUnreadable = (sentence: string) => void;

/** Returns what is kept of a kill; null where nothing is, or nothing that can be read, which `tell` hears of. */
export function readReport(
  dataDir: string,
  killId: string,
  tell: TellUnreadable,
): KeptReport | null {
  const path = pathOf(dataDir, killId);
  if (!existsSync(path)) return null;
  try {
    return keptReport.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    tell(`The watchdog's report ${path} cannot be read: ${whyUnreadable(error)}.`);
    return null;
  }
}

function whyUnreadable(error: unknown): string {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  return error instanceof Error ? error.message : String(error);
}

/** Returns the ids of all kills of which a report is kept. */
export function keptReports(dataDir: string): readonly string[] {
  const folder = folderOf(dataDir);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => name.endsWith(".json"))
    .map((name) => decodeURIComponent(name.slice(0, -".json".length)));
}

/** Returns the report of the kill that was asked for last; null where none is kept that can be read. */
export function latestReport(dataDir: string, tell: TellUnreadable): KeptReport | null {
  const reports = keptReports(dataDir).flatMap((killId) => readReport(dataDir, killId, tell) ?? []);
  return reports.sort((a, b) => (b.requestedAt ?? 0) - (a.requestedAt ?? 0))[0] ?? null;
}
