import type { KeyObject } from "node:crypto";
import type { RecordedSessions } from "@interlock/core/golive/recorded-sessions";
import { verifyAnchored } from "../../journal/heads/verify-anchored.ts";
import type { Recording } from "../../replay/recording.ts";
import { replayOrders } from "../../replay/replay-orders.ts";
import { CommandFailure } from "../context.ts";

/** Where the published heads of a recording are read, and the key that they are checked with. */
export interface ReplayHeads {
  readonly sources: readonly string[];
  readonly key: KeyObject | null;
}

/** What a replay is signed for. */
interface Replayed {
  readonly build: string;
  readonly now: number;
  readonly heads: ReplayHeads;
}

/**
 * Decides a recording of paper sessions again and returns what it came to, as evidence that names the engine, the
 * account, the strategies and the days: only what was measured in these is inherited by it. The recording must be the
 * one that was published: its chain whole, and every order of it before a signed head. Throws CommandFailure.
 */
export async function replayEvidence(dataDir: string, { build, now, heads }: Replayed) {
  const anchoredSeq = await demandAnchored(dataDir, heads);
  const replay = replayOrders(dataDir);
  const { build: source, orders, difference, recording } = replay;
  const sessions = sessionsOf(recording, { dataDir, anchoredSeq });
  if (recording.lastOrderSeq > anchoredSeq)
    throw refused(
      dataDir,
      `has orders up to entry ${recording.lastOrderSeq}, and only those up to ${anchoredSeq} are before a head that was published. Let the engine run for another minute, or name a newer place with --anchor`,
    );
  const passed = difference === null;
  const said = passed ? "are the same, every one" : `are not the same: ${difference}`;
  const days = `${sessions.from} to ${sessions.until}`;
  const sentence = `The ${orders} orders of build ${source.slice(0, 12)} from ${days}, decided again by this one, ${said}.`;
  return {
    name: "replay",
    measuredAt: now,
    build,
    passed,
    value: `${orders} orders`,
    sentence: sentence.slice(0, 500),
    // The build whose evidence this one inherits.
    source,
    strategies: only(recording.strategies),
    sessions,
  };
}

async function demandAnchored(dataDir: string, heads: ReplayHeads): Promise<number> {
  if (heads.key === null)
    throw refused(
      dataDir,
      "has no public key of its heads, so that nobody can tell whether it was changed: name the head.pub that was published with --head-key",
    );
  const { journal, anchor } = await verifyAnchored(dataDir, heads);
  if (!journal.ok)
    throw refused(dataDir, `does not verify: ${journal.firstFault?.sentence ?? "it has no entry"}`);
  if (!anchor.ok || anchor.seq === null)
    throw refused(dataDir, `is not the one that was published: ${anchor.sentence}`);
  return anchor.seq;
}

/**
 * The sessions of a recording that one build made, in paper, on one account, with one set of strategies: up to the last
 * entry that was decided again and is before a published head.
 */
function sessionsOf(
  recording: Recording,
  { dataDir, anchoredSeq }: { readonly dataDir: string; readonly anchoredSeq: number },
): RecordedSessions {
  const fault = recordingFault(recording);
  const [from] = recording.days;
  const until = recording.days.at(-1);
  if (fault !== null) throw refused(dataDir, fault);
  if (from === undefined || until === undefined) throw refused(dataDir, "records no market day");
  const lastSeq = Math.min(recording.lastSeq, anchoredSeq);
  const { journal, accounts } = recording;
  return { journal, account: only(accounts), from, until, lastSeq };
}

function recordingFault(recording: Recording): string | null {
  const { builds, environments, accounts, strategies, orders } = recording;
  const elsewhere = [...environments].find((environment) => environment !== "paper");
  if (elsewhere !== undefined)
    return `was recorded in ${elsewhere}: only what was measured in paper is inherited, by a replay of those sessions`;
  if (builds.size > 1) return "was made by more than one build: replay the sessions of one";
  if (accounts.size > 1) return `is of more than one account: ${[...accounts].join(", ")}`;
  if (strategies.size > 1)
    return "was made with more than one set of strategies: replay the sessions of one";
  return orders === 0 || builds.size === 0 ? "records no order" : null;
}

function only(values: ReadonlySet<string>): string {
  const [value = ""] = values;
  return value;
}

function refused(dataDir: string, why: string): CommandFailure {
  const sentence = `Nothing was signed: the recording in ${dataDir} ${why}`;
  return new CommandFailure(sentence.endsWith(".") ? sentence : `${sentence}.`);
}
