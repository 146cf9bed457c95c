import type { EngineRecord, JournalEntry } from "../../record.ts";
import { type Notice, noticesOf } from "./notice.ts";
import { isUrgent, WAITING_MAX } from "./waiting-line.ts";

type Noted = Extract<EngineRecord, { readonly kind: "person_noted" }>;

/**
 * What the runs before left untold, read from the journal: the notices of each channel that was open then and for which
 * no receipt came. A channel begins where the journal says that it was opened, so that a new one brings no old news.
 */
export class NoticeBacklog {
  readonly #untold = new Map<string, Map<string, Notice>>();
  /** The latest notices whatever became of them: a channel is noted as opened a moment after it was. */
  readonly #latest = new Map<string, { readonly seq: number; readonly notice: Notice }>();

  /** Takes an entry of the journal, in order. */
  take(entry: JournalEntry): void {
    for (const notice of noticesOf(entry)) {
      keep(this.#latest, notice.id, { seq: entry.seq, notice });
      for (const untold of this.#untold.values()) keep(untold, notice.id, notice);
    }
    for (const record of entry.records) if (record.kind === "person_noted") this.#follow(record);
  }

  /** The channels that the journal knows as open. */
  get channels(): readonly string[] {
    return [...this.#untold.keys()].sort();
  }

  /** What a channel has not told, in the order of the journal. */
  of(channel: string): readonly Notice[] {
    return [...(this.#untold.get(channel)?.values() ?? [])];
  }

  #follow({ event, about, channels = [] }: Noted): void {
    if (event === "notice_channels_changed") this.#open(channels, Number(about));
    if (event !== "notice_delivered" && event !== "notice_failed") return;
    for (const channel of channels) this.#untold.get(channel)?.delete(about ?? "");
  }

  #open(channels: readonly string[], afterSeq: number): void {
    for (const name of this.#untold.keys()) if (!channels.includes(name)) this.#untold.delete(name);
    const since = [...this.#latest.values()].filter(({ seq }) => seq > afterSeq);
    for (const name of channels)
      if (!this.#untold.has(name))
        this.#untold.set(name, new Map(since.map(({ notice }) => [notice.id, notice])));
  }
}

/** Keeps no more than a lane does; of those it gives up, it drops what is no alert first. */
function keep<T extends Notice | { readonly notice: Notice }>(
  kept: Map<string, T>,
  id: string,
  one: T,
): void {
  kept.set(id, one);
  if (kept.size <= WAITING_MAX) return;
  const [oldest] = kept.keys();
  const [gone = oldest] = [...kept].flatMap(([key, value]) =>
    isUrgent("notice" in value ? value.notice : value) ? [] : [key],
  );
  if (gone !== undefined) kept.delete(gone);
}
