import { join } from "node:path";
import { markEntry } from "../apply.ts";
import { decide } from "../decide.ts";
import type { Input } from "../input.ts";
import { inputCodec } from "../journal/input-codec.ts";
import { readJournal } from "../journal/read-journal.ts";
import { readTape } from "../journal/tape/read-tape.ts";
import type { EngineRecord, JournalEntry } from "../record.ts";
import { initialState } from "../state.ts";
import { emptyViews } from "../views.ts";
import { type BoundFact, boundFacts } from "./bound-facts.ts";
import { type Recording, readRecording } from "./recording.ts";

/** Whether this build sends the orders that another one sent. */
export interface OrderReplay {
  /** The build that made the recording; empty where there were several, or none. */
  readonly build: string;
  readonly orders: number;
  /** First difference, as a clause; null where every order is the same. */
  readonly difference: string | null;
  readonly recording: Recording;
}

/**
 * Decides the recorded inputs of an engine again by this build's rules, and compares each order that risk let pass with
 * the recorded one: the input that it is of, its id, side, quantity, price and life. Other records may differ: a build
 * may explain itself otherwise and trade the same. The tape must be that of the journal: it goes as far, the input of
 * each entry has the entry's time, and its starts, fills and bars are those journaled. Throws JournalFaultError.
 */
export function replayOrders(dataDir: string): OrderReplay {
  const recording = readRecording(dataDir);
  const [build = ""] = recording.builds;
  const { orders } = recording;
  if (recording.builds.size > 1)
    return { build: "", orders, difference: "more than one build made the recording", recording };
  return { build, orders, difference: firstDifference(dataDir, recording), recording };
}

function firstDifference(dataDir: string, { orders, lastInput }: Recording): string | null {
  const gaps: string[] = [];
  const follower = new JournalFollower(readJournal<EngineRecord>(dataDir, 1), orders);
  const tape = readTape<Input>(join(dataDir, "tape"), {
    codec: inputCodec,
    fromSeq: 1,
    onGap: ({ sentence }) => gaps.push(sentence),
  });
  let end = 0;
  for (const { input, records } of decided(tape)) {
    // What is behind the journal's last entry took no effect: a start cuts it off.
    if (gaps[0] !== undefined || input.seq > lastInput) break;
    end = input.seq;
    const why = follower.differenceAt(input, records);
    if (why !== null) return why;
  }
  if (gaps[0] !== undefined) return gaps[0];
  return end < lastInput
    ? `the tape ends at input ${end}, and the journal goes on to ${lastInput}`
    : null;
}

/** Decides each input of a tape in turn, from nothing. */
function* decided(tape: Iterable<Input>) {
  const state = initialState();
  const views = emptyViews();
  let seq = 0;
  for (const input of tape) {
    const { records } = decide(state, views, input);
    if (records.length > 0) {
      seq += 1;
      markEntry(state, { seq, input: input.seq, time: input.time, records });
    }
    yield { input, records };
  }
}

/** A recorded journal, read in step with its tape. */
class JournalFollower {
  readonly #entries: Iterator<JournalEntry>;
  readonly #orders: number;
  #next: JournalEntry | null;
  #ordersSeen = 0;

  constructor(entries: Iterator<JournalEntry>, orders: number) {
    this.#entries = entries;
    this.#orders = orders;
    this.#next = this.#read();
  }

  /** Says how an input, and what was decided of it now, differs from its entry; null where it does not. */
  differenceAt({ seq, time }: Input, records: readonly EngineRecord[]): string | null {
    const entry = this.#next?.input === seq ? this.#next : null;
    if (entry !== null) this.#next = this.#read();
    if (entry !== null && entry.time !== time)
      return `input ${seq} of the tape has another time than entry ${entry.seq}, which was decided of it`;
    return this.#factDiffers(seq, boundFacts(entry?.records ?? []), boundFacts(records));
  }

  #factDiffers(
    seq: number,
    theirs: readonly BoundFact[],
    ours: readonly BoundFact[],
  ): string | null {
    const longer = theirs.length >= ours.length ? theirs : ours;
    for (const at of longer.keys()) {
      const [fact, again] = [theirs[at], ours[at]];
      if (fact?.what === "order") this.#ordersSeen += 1;
      if (fact?.text !== again?.text) return this.#sentence(seq, fact, again);
    }
    return null;
  }

  #sentence(seq: number, fact: BoundFact | undefined, again: BoundFact | undefined): string {
    if (fact?.what === "order")
      return `order ${this.#ordersSeen} of ${this.#orders} is another one: at input ${seq} the journal has ${fact.text}`;
    if (again?.what === "order")
      return `an order was decided that the journal does not have: at input ${seq} ${again.text}`;
    const what = fact?.what ?? again?.what;
    return `the tape is another one than the journal's: at input ${seq} it brings another ${what}`;
  }

  #read(): JournalEntry | null {
    const read = this.#entries.next();
    return read.done === true ? null : read.value;
  }
}
