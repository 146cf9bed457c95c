import type { Evidence } from "./evidence.ts";
import type { RecordedSessions } from "./recorded-sessions.ts";

/** The running build, and the newest replay that its attestation brought. */
interface Heir {
  readonly build: string;
  readonly replay: Evidence | undefined;
}

/**
 * Says why a measurement is none of the running build; null where it is. A build inherits what another one measured
 * when it decided the same orders again in those sessions: of the same engine, account and strategies, from their first
 * day and at least to the journal's entry that was measured last. A recording of anything else, or of less, shows
 * nothing about them.
 */
export function inheritanceFault(one: Evidence, { build, replay }: Heir): string | null {
  if (one.build === build) return null;
  const other = `${one.value} was measured on another build than the one that runs`;
  if (replay === undefined || replay.build !== build || replay.source !== one.build)
    return `${other}.`;
  if (!replay.passed) return `${other}, and its replay decided other orders.`;
  const why = sessionsFault(one, replay);
  return why === null ? null : `${other}: ${why}.`;
}

function sessionsFault(one: Evidence, replay: Evidence): string | null {
  const { sessions: measured } = one;
  const { sessions: again } = replay;
  if (measured === undefined)
    return "it does not say in which sessions, so that no replay of them is known: export it anew";
  if (again === undefined)
    return "the replay does not say which sessions it decided again: sign it anew";
  if (one.strategies !== replay.strategies)
    return "the replay is of other strategies than those that it was measured with";
  if (measured.journal !== again.journal || measured.account !== again.account)
    return `the replay is of ${whose(again)}, and it was measured by ${whose(measured)}`;
  if (again.from > measured.from || again.until < measured.until)
    return `the replay is of ${days(again)}, and it was measured from ${days(measured)}`;
  return entriesFault(measured, again);
}

/** A day is not enough: of a session's half the rest is unknown. */
function entriesFault(measured: RecordedSessions, again: RecordedSessions): string | null {
  if (measured.lastSeq === undefined)
    return "it does not say up to which entry of the journal, so that no replay is known to reach it: export it anew";
  if (again.lastSeq === undefined)
    return "the replay does not say up to which entry of the journal it decided again: sign it anew";
  if (again.lastSeq >= measured.lastSeq) return null;
  return `the replay ends at entry ${again.lastSeq} of the journal, and it was measured up to entry ${measured.lastSeq}: sign a replay of the later recording`;
}

function whose({ journal, account }: RecordedSessions): string {
  return `engine ${journal} on account ${account}`;
}

function days({ from, until }: RecordedSessions): string {
  return `${from} to ${until}`;
}
