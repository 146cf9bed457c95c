import type { JournalEntry } from "../../record.ts";
import type { NoticeChannel } from "./channels.ts";
import { Lane, type LaneParts, type LaneStatus } from "./lane.ts";
import { type Notice, noticesOf } from "./notice.ts";

/** What the runs before left. */
export interface LeftUntold {
  /** Names of the channels that the journal knows as open, in their order. */
  readonly channels: () => readonly string[];
  /** What a channel has not told, in the order of the journal. */
  readonly of: (channel: string) => readonly Notice[];
  /** How many more a channel was to tell, which were dropped for those. */
  readonly dropped: (channel: string) => number;
}

/** What the notifier works with. */
export interface NotifierParts extends LaneParts {
  readonly channels: readonly NoticeChannel[];
  /** The journal's end when it began: of what came before, only what the runs before left untold is told. */
  readonly afterSeq: number;
  /** What the journal knows at the last entry taken: the channels that were open, and what each has not told. */
  readonly leftFrom: LeftUntold;
  /** Has the journal say which channels are open from an entry on, where that has changed. */
  readonly channelsChanged?: (channels: readonly string[], afterSeq: number) => void;
  /** Has people know that so many notices were dropped before this run, and the journal that they do. */
  readonly dropped?: (channel: NoticeChannel["name"], count: number) => void;
}

/**
 * Tells people by every channel what the journal brings, beside trading: a channel that is slow or gone holds up
 * neither the others nor anything else. Each notice has a receipt in the journal, also where it was given up; one
 * without is sent again after a crash, under the same id: at least once, never lost.
 */
export class Notifier {
  readonly #parts: NotifierParts;
  readonly #lanes: readonly Lane[];
  #resumed = false;

  constructor(parts: NotifierParts) {
    this.#parts = parts;
    this.#lanes = parts.channels.map((channel) => new Lane(channel, parts));
  }

  /** Begins with what is left from before, where the journal was read to its end already. */
  begin(readTo: number): void {
    if (readTo >= this.#parts.afterSeq) this.#resume();
  }

  /** Takes an entry of the journal, in order, after the state has. */
  take(entry: JournalEntry): void {
    const { afterSeq } = this.#parts;
    if (entry.seq > afterSeq) {
      this.#resume();
      if (this.#lanes.length === 0) return;
      for (const notice of noticesOf(entry)) for (const lane of this.#lanes) lane.put(notice);
      return;
    }
    this.begin(entry.seq);
  }

  /** Tells something of its own by every channel, each its own words. */
  tell(noticeFor: (channel: NoticeChannel["name"]) => Notice): void {
    for (const lane of this.#lanes) lane.put(noticeFor(lane.name));
  }

  /** How each channel does. */
  status(): readonly LaneStatus[] {
    return this.#lanes.map((lane) => lane.status());
  }

  /** Leaves what is still to be told to the next run. */
  close(): void {
    for (const lane of this.#lanes) lane.close();
  }

  #resume(): void {
    if (this.#resumed) return;
    this.#resumed = true;
    const { afterSeq, channelsChanged, leftFrom } = this.#parts;
    const names = this.#lanes.map(({ name }) => name).sort();
    if (names.join() !== leftFrom.channels().join()) channelsChanged?.(names, afterSeq);
    for (const lane of this.#lanes) this.#takeUp(lane);
  }

  #takeUp(lane: Lane): void {
    const { leftFrom, dropped } = this.#parts;
    const count = leftFrom.dropped(lane.name);
    if (count > 0) dropped?.(lane.name, count);
    for (const notice of leftFrom.of(lane.name)) lane.put(notice);
  }
}
