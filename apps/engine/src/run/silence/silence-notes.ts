import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type StrategyId, strategyId } from "@interlock/core/ids";
import type { SilentStrategy } from "../../input.ts";
import { writeDurably } from "../../supervisor/write-durably.ts";

/**
 * A strategy that does not return stops the thread that decides, which then can say nothing more. The edge's thread,
 * which goes on, notes it in run/silent-strategies, a file for each strategy: the next start reads the notes before
 * any strategy is called, and forgets them once what it made of them is durable.
 */
function folder(dataDir: string): string {
  return join(dataDir, "run", "silent-strategies");
}

/** Notes that a strategy has not returned, and what was seen, as a sentence. */
export function noteSilence(dataDir: string, { strategyId: id, seen }: SilentStrategy): void {
  writeDurably(join(folder(dataDir), id), seen);
}

/** Takes a note away: the strategy has returned, or a start has taken note. */
export function forgetSilence(dataDir: string, id: StrategyId): void {
  rmSync(join(folder(dataDir), id), { force: true });
}

/** Returns the strategies that had not returned when the last run ended. A note that is empty counts: it is there. */
export function readSilences(dataDir: string): readonly SilentStrategy[] {
  return noteNames(dataDir).map((name) => ({
    strategyId: strategyId(name),
    seen: readFileSync(join(folder(dataDir), name), "utf8"),
  }));
}

/** Drafts of notes, which a crash left behind, have a dot in their names; strategies have none. */
function noteNames(dataDir: string): readonly string[] {
  try {
    return readdirSync(folder(dataDir)).filter((name) => !name.includes("."));
  } catch (error: unknown) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
