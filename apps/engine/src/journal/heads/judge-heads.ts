import type { KeyObject } from "node:crypto";
import type { CollectedHeads, FoundHead } from "./collect-heads.ts";
import { isSignedBy, keyName } from "./signed-head.ts";

/** How the log stands to the heads of it that were published. */
export interface AnchorVerdict {
  readonly ok: boolean;
  /**
   * anchored: the newest head, and every other, is of this log. behind: the log ends before a head. contradicted: an
   * entry is not the one of a head, or heads contradict each other. missing: the log says that heads were
   * published, and none was found. none: there is no head to hold it against.
   */
  readonly state: "anchored" | "behind" | "contradicted" | "missing" | "none";
  /** The newest entry that a good head covers, when it was signed, and the places that have that head. */
  readonly seq: number | null;
  readonly at: number | null;
  readonly places: readonly string[];
  /** Entries behind that one: their end could be cut off unseen. */
  readonly notAnchored: number;
  readonly firstBadSeq: number | null;
  /** One sentence for a person. */
  readonly sentence: string;
  /** What else is to be known: heads that are not good, places that could not be read. */
  readonly notes: readonly string[];
}

/** What is known of the log once it was checked against the heads. */
export interface CheckedLog {
  /** Hash of its first entry; null when it has none that can be read. */
  readonly journal: string | null;
  readonly lastSeq: number;
  /** Of the heads those whose entry the log has, as `hashKey` names them. */
  readonly confirmed: ReadonlySet<string>;
  readonly claimed: { readonly seq: number; readonly places: readonly string[] } | null;
  /** Names under which the engine traded: after a restore the log goes on under a new one. */
  readonly names: readonly { readonly seq: number; readonly instance: string }[];
}

/** Names an entry by number and hash. */
export function hashKey({ seq, hash }: { readonly seq: number; readonly hash: string }): string {
  return `${seq}:${hash}`;
}

/** Heads that the key has signed, and what is to be said of the others. */
export interface SortedHeads {
  /** False where no key was found: then nothing shows who made the heads. */
  readonly checked: boolean;
  readonly good: readonly FoundHead[];
  readonly notes: readonly string[];
}

/** Sorts out the heads that are not what the owner of the key has signed. */
export function sortHeads(
  { heads, unreadable }: CollectedHeads,
  key: KeyObject | null,
): SortedHeads {
  if (key === null) {
    const why = "No public key was found: signatures were not checked. Name it with --key.";
    return {
      checked: false,
      good: heads,
      notes: [...unreadable, ...(heads.length > 0 ? [why] : [])],
    };
  }
  const forged = heads.filter(({ head }) => head.key === keyName(key) && !isSignedBy(head, key));
  const strange = heads.filter(({ head }) => head.key !== keyName(key));
  const notes = forged.map(
    ({ head, place }) =>
      `The head of entry ${head.seq} in ${place} has a signature that is not good: it was changed or made up.`,
  );
  const others = [...new Set(strange.map(({ place }) => place))].map(
    (place) => `Heads of another key in ${place} are no evidence for this journal.`,
  );
  return {
    checked: true,
    good: heads.filter(({ head }) => isSignedBy(head, key)),
    notes: [...unreadable, ...notes, ...others],
  };
}

/** Holds a checked log against the good heads. */
export function judgeHeads(log: CheckedLog, { checked, good, notes }: SortedHeads): AnchorVerdict {
  const own = good.filter(({ head }) => head.journal === log.journal);
  const given = own.filter(({ head }) => isOfGivenUpBranch(head, log));
  const heads = own.filter((found) => !given.includes(found));
  const more = [...notes, ...givenUp(given, log)];
  const foreign = checked ? good.find(({ head }) => head.journal !== log.journal) : undefined;
  if (foreign !== undefined) return replaced(foreign, log, more);
  const confirmed = heads.filter(({ head }) => isConfirmed(head, log));
  const newest = newestOf(confirmed);
  const anchored = { ...reachOf(newest, confirmed, log), notes: more };
  const bad = heads
    .filter(({ head }) => !isConfirmed(head, log))
    .sort((a, b) => a.head.seq - b.head.seq)[0];
  const fault = faultOf({ log, bad, newest, ahead: newestOf(heads), isEmpty: own.length === 0 });
  if (fault !== null) return { ok: fault.state === "none", ...anchored, ...fault };
  return {
    ok: true,
    state: "anchored",
    ...anchored,
    firstBadSeq: null,
    sentence: saying(anchored),
  };
}

type Reach = Pick<AnchorVerdict, "seq" | "at" | "places" | "notAnchored">;

function reachOf(
  newest: FoundHead | undefined,
  confirmed: readonly FoundHead[],
  { lastSeq }: CheckedLog,
): Reach {
  return {
    seq: newest?.head.seq ?? null,
    at: newest?.head.at ?? null,
    places: placesOf(newest, confirmed),
    notAnchored: lastSeq - (newest?.head.seq ?? 0),
  };
}

function saying({ seq, at, places, notAnchored }: Reach): string {
  const covered = `anchored up to entry ${seq} at ${new Date(at ?? 0).toISOString()}, by ${places.join(" and ")}.`;
  return notAnchored === 0
    ? covered
    : `${covered} The ${notAnchored} entries after it are not anchored yet: a chain alone cannot show whether its end was cut off.`;
}

type Fault = Pick<AnchorVerdict, "state" | "firstBadSeq" | "sentence">;

interface Judged {
  readonly log: CheckedLog;
  /** The oldest head that the log does not have. */
  readonly bad: FoundHead | undefined;
  /** The newest head that it has. */
  readonly newest: FoundHead | undefined;
  readonly ahead: FoundHead | undefined;
  readonly isEmpty: boolean;
}

function faultOf({ log, bad, newest, ahead, isEmpty }: Judged): Fault | null {
  const last = log.lastSeq;
  const vouched = newest?.head.seq ?? 0;
  if (bad !== undefined && bad.head.seq <= last) {
    const after = newest !== undefined && newest.head.seq < bad.head.seq ? newest.head.seq : 0;
    const sentence = `contradicted: entry ${bad.head.seq} is not the one whose head was signed at ${timeOf(bad)} and is kept in ${bad.place}: the log was rewritten after entry ${after}, at entry ${bad.head.seq} at the latest.`;
    return { state: "contradicted", firstBadSeq: after + 1, sentence };
  }
  if (ahead !== undefined && ahead.head.seq > last) {
    const sentence = `behind anchor: entry ${ahead.head.seq} was signed at ${timeOf(ahead)} and its head is kept in ${ahead.place}, but the log ends with entry ${last}: ${ahead.head.seq - last} entries were cut off its end. No head vouches for those from ${vouched + 1} on.`;
    return { state: "behind", firstBadSeq: vouched + 1, sentence };
  }
  if (!isEmpty) return null;
  if (log.claimed !== null) {
    const { seq, places } = log.claimed;
    const sentence = `missing: the log says that the head of entry ${seq} was published in ${places.join(" and ")}, and no head was found. Name a place that has them with --anchor.`;
    return { state: "missing", firstBadSeq: null, sentence };
  }
  const sentence =
    "not anchored: no signed head was found. A chain alone cannot show whether its end was cut off.";
  return { state: "none", firstBadSeq: null, sentence };
}

/** The same key signs one journal alone: another name means that the whole log was put in its place. */
function replaced(foreign: FoundHead, log: CheckedLog, notes: readonly string[]): AnchorVerdict {
  const { head } = foreign;
  const sentence = `contradicted: the key has signed entry ${head.seq} of a journal that began with another first entry (${head.journal.slice(0, 16)}…, kept in ${foreign.place}): the log was replaced as a whole.`;
  const nothing = { seq: null, at: null, places: [], notAnchored: log.lastSeq };
  return { ok: false, state: "contradicted", ...nothing, firstBadSeq: 1, sentence, notes };
}

/**
 * A log that was restored from a backup goes on under a new name: what the old name did after the backup was given up,
 * which the log says itself.
 */
function isOfGivenUpBranch(head: FoundHead["head"], { names }: CheckedLog): boolean {
  const at = names.findIndex(({ instance }) => instance === head.instance);
  const next = at < 0 ? undefined : names[at + 1];
  return next !== undefined && head.seq >= next.seq;
}

function givenUp(given: readonly FoundHead[], { names }: CheckedLog): readonly string[] {
  const newest = newestOf(given);
  if (newest === undefined) return [];
  const at = names.findIndex(({ instance }) => instance === newest.head.instance);
  return [
    `A backup was restored: from entry ${names[at + 1]?.seq ?? 0} on the log goes on under another name, and entries up to ${newest.head.seq} that were anchored before are not in it.`,
  ];
}

function isConfirmed({ seq, hash }: FoundHead["head"], { confirmed }: CheckedLog): boolean {
  return confirmed.has(hashKey({ seq, hash }));
}

function newestOf(heads: readonly FoundHead[]): FoundHead | undefined {
  return heads.reduce<FoundHead | undefined>(
    (best, found) => (best === undefined || found.head.seq > best.head.seq ? found : best),
    undefined,
  );
}

function placesOf(newest: FoundHead | undefined, heads: readonly FoundHead[]): readonly string[] {
  const having = heads.filter(({ head }) => head.seq === newest?.head.seq);
  return [...new Set(having.map(({ place }) => place))];
}

function timeOf({ head }: FoundHead): string {
  return new Date(head.at).toISOString();
}
