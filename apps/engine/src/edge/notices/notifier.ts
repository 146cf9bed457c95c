import type { JournalEntry } from "../../record.ts";
import { NoticeBacklog } from "./backlog.ts";
import type { NoticeChannel } from "./channels.ts";
import { Lane, type LaneParts, type LaneStatus } from "./lane.ts";
import { type Notice, noticesOf } from "./notice.ts";

/** What the notifier works with. */
export interface NotifierParts extends LaneParts {
  readonly channels: readonly NoticeChannel[];
  /** The journal's end when it began: of what came before, only what the runs before left untold is told. */
  readonly afterSeq: number;
  /** Entries from before the first one that is taken. */
  readonly backlog?: NoticeBacklog;
  /** Has the journal say which channels are open from an entry on, where that has changed. */
  readonly channelsChanged?: (channels: readonly string[], afterSeq: number) => void;
}

/**
 * Tells people by every channel what the journal brings, beside trading: a channel that is slow or gone holds up
 * neither the others nor anything else. Each notice has a receipt in the journal, also where it was given up; one
 * without is sent again after a crash, under the same id: at least once, never lost.
 */
export class Notifier {
  readonly #parts: NotifierParts;
  readonly #lanes: readonly Lane[];
  #backlog: NoticeBacklog | null;

  constructor(parts: NotifierParts) {
    this.#parts = parts;
    this.#lanes = parts.channels.map((channel) => new Lane(channel, parts));
    this.#backlog = parts.backlog ?? new NoticeBacklog();
  }

  /** Begins with what is left from before, where the journal was read to its end already. */
  begin(readTo: number): void {
    if (readTo >= this.#parts.afterSeq) this.#resume();
  }

  /** Takes an entry of the journal, in order. */
  take(entry: JournalEntry): void {
    const { afterSeq } = this.#parts;
    if (entry.seq > afterSeq) {
      this.#resume();
      if (this.#lanes.length === 0) return;
      for (const notice of noticesOf(entry)) for (const lane of this.#lanes) lane.put(notice);
      return;
    }
    this.#backlog?.take(entry);
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
    const backlog = this.#backlog;
    if (backlog === null) return;
    this.#backlog = null;
    const { afterSeq, channelsChanged } = this.#parts;
    const names = this.#lanes.map(({ name }) => name).sort();
    if (names.join() !== backlog.channels.join()) channelsChanged?.(names, afterSeq);
    for (const lane of this.#lanes) for (const notice of backlog.of(lane.name)) lane.put(notice);
  }
}
