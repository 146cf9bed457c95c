import type { EngineRecord, JournalEntry } from "../../record.ts";

/** A notice by its place in the journal: what it says is read there. */
export interface NoticeMark {
  /** The entry and the record in it: `7.0`. */
  readonly id: string;
  readonly kind: NoticeKind;
}

/** Alerts go before what somebody asks for. */
export type NoticeKind = "alert" | "request";

/** Which notices have no receipt yet, for each channel that is open: they outlive a crash, however old they are. */
export interface NoticeBook {
  /** The latest notices whatever became of them: a channel is noted as opened a moment after it was. */
  readonly latest: readonly NoticeMark[];
  /** Open channels by name, in its order. */
  readonly channels: readonly ChannelBook[];
}

interface ChannelBook {
  readonly name: string;
  readonly untold: readonly NoticeMark[];
  /** How many more had to go for those, and nobody was told yet that they did. Absent in older states: none. */
  readonly dropped?: number | undefined;
}

/** Of more that are untold nobody would read the rest, but is told how many; an edge that runs keeps far fewer. */
export const UNTOLD_MAX = 500;
const LATEST_MAX = 100;

/** Returns the book of a journal in which no channel was opened. */
export function emptyNoticeBook(): NoticeBook {
  return { latest: [], channels: [] };
}

/** Tells whether people who do not look are told of a record, and as what. */
export function noticeKindOf(record: EngineRecord): NoticeKind | null {
  switch (record.kind) {
    case "approval_requested":
    case "approval_edited":
    case "approval_decided":
    case "approval_applied":
    case "approval_ended":
      return "request";
    case "approval_carried":
      return record.done ? null : "request";
    case "alert_raised":
      return record.severity === "critical" ? "alert" : null;
    case "kill_requested":
    case "scope_kill_requested":
      return "alert";
    default:
      return null;
  }
}

/** Returns the book after an entry; the same one where the entry is about no notice. */
export function followNotices(
  book: NoticeBook,
  { seq, records }: Pick<JournalEntry, "seq" | "records">,
): NoticeBook {
  let after = book;
  records.forEach((record, index) => {
    const kind = noticeKindOf(record);
    if (kind !== null) after = withNotice(after, { id: `${seq}.${index}`, kind });
    else if (record.kind === "person_noted") after = withNote(after, record);
  });
  return after;
}

function withNotice({ latest, channels }: NoticeBook, mark: NoticeMark): NoticeBook {
  return {
    latest: within([...latest, mark], LATEST_MAX),
    channels: channels.map((channel) => withUntold(channel, mark)),
  };
}

function withUntold({ name, untold, dropped = 0 }: ChannelBook, mark: NoticeMark): ChannelBook {
  const kept = within([...untold, mark], UNTOLD_MAX);
  return { name, untold: kept, dropped: dropped + untold.length + 1 - kept.length };
}

/** Drops what is no alert first, and then the oldest. */
function within(marks: readonly NoticeMark[], max: number): readonly NoticeMark[] {
  if (marks.length <= max) return marks;
  const dropped = Math.max(
    marks.findIndex(({ kind }) => kind !== "alert"),
    0,
  );
  return marks.toSpliced(dropped, 1);
}

type Noted = Extract<EngineRecord, { readonly kind: "person_noted" }>;

function withNote(book: NoticeBook, noted: Noted): NoticeBook {
  const { event, about, channels = [] } = noted;
  if (event === "notice_channels_changed") return withChannels(book, channels, Number(about));
  const change = changeBy(noted);
  if (change === null) return book;
  const settled = book.channels.map((channel) =>
    channels.includes(channel.name) ? change(channel) : channel,
  );
  return { ...book, channels: settled };
}

function changeBy({ event, about, dropped = 0 }: Noted): ((to: ChannelBook) => ChannelBook) | null {
  switch (event) {
    case "notice_delivered":
    case "notice_failed":
      return (channel) => withReceipt(channel, about);
    case "notices_dropped":
      return (channel) => withFewerDropped(channel, dropped);
    default:
      return null;
  }
}

/** A receipt for one of the journal that is not in the list is for one that was dropped: it was told all the same. */
function withReceipt(channel: ChannelBook, id: string | null): ChannelBook {
  const untold = channel.untold.filter((mark) => mark.id !== id);
  if (untold.length < channel.untold.length) return { ...channel, untold };
  const isOfJournal = id !== null && Number.isInteger(entryOf(id));
  return isOfJournal ? withFewerDropped(channel, 1) : channel;
}

function withFewerDropped(channel: ChannelBook, fewer: number): ChannelBook {
  return { ...channel, dropped: Math.max((channel.dropped ?? 0) - fewer, 0) };
}

/** One that stays open keeps what it has not told; a new one has what came after the entry that it begins with. */
function withChannels(
  { latest, channels }: NoticeBook,
  names: readonly string[],
  afterSeq: number,
): NoticeBook {
  const since = latest.filter(({ id }) => entryOf(id) > afterSeq);
  const open = [...names]
    .sort()
    .map((name) => channels.find((one) => one.name === name) ?? { name, untold: since });
  return { latest, channels: open };
}

/** Returns the number of the entry that a notice is in. */
export function entryOf(id: string): number {
  return Number(id.split(".", 1)[0]);
}
