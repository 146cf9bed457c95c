import { isDeepStrictEqual } from "node:util";
import { isStanding, type Launch } from "@interlock/core/golive/launch";
import { readJournal } from "../journal/read-journal.ts";
import type { EngineRecord } from "../record.ts";
import type { EngineState } from "../state.ts";
import { launchAfter } from "./apply-golive.ts";

/**
 * Returns the id of the launch that a recovered state holds, when the journal's own entries make exactly that launch;
 * null where there is none, or where they do not. A snapshot is a file that somebody may have written; the journal is
 * chained.
 */
export function proveLaunch(dataDir: string, state: EngineState): string | null {
  const { launch } = state.golive;
  if (!isStanding(launch) || launch.declaredSeq < 1) return null;
  const found = launchInJournal(dataDir, { from: launch.declaredSeq, to: state.journalSeq });
  return isDeepStrictEqual(plain(found), plain(launch)) ? launch.launchId : null;
}

function launchInJournal(
  dataDir: string,
  { from, to }: { readonly from: number; readonly to: number },
): Launch | null {
  let launch: Launch | null = null;
  for (const entry of readJournal<EngineRecord>(dataDir, from)) {
    if (entry.seq > to) break;
    for (const record of entry.records) {
      if (record.kind === "launch_declared") launch = { ...record.launch, declaredSeq: entry.seq };
      else if (isAboutLaunch(record)) launch = launchAfter(launch, record, entry.time);
    }
  }
  return launch;
}

type AboutLaunch = Extract<
  EngineRecord,
  { readonly kind: "launch_began" | "launch_followed" | "launch_ended" | "rehearsal_closed" }
>;

function isAboutLaunch(record: EngineRecord): record is AboutLaunch {
  return ABOUT.includes(record.kind);
}

const ABOUT: readonly string[] = [
  "launch_began",
  "launch_followed",
  "launch_ended",
  "rehearsal_closed",
];

/** Books without a prototype and plain objects are the same launch. */
function plain(launch: Launch | null): unknown {
  return JSON.parse(JSON.stringify(launch)) as unknown;
}
