import { expect, test } from "vitest";
import { ENDED_REQUEST, notedOf } from "../../../test/notices/notice-records.ts";
import type { EngineRecord } from "../../record.ts";
import { emptyNoticeBook, followNotices, type NoticeBook } from "./notice-book.ts";

const critical: EngineRecord = { kind: "alert_raised", severity: "critical", sentence: "It is." };
const warning: EngineRecord = { ...critical, severity: "warning" };
/** Folds entries, the first of which is number 1. */
function followed(...entries: EngineRecord[][]): NoticeBook {
  return entries.reduce<NoticeBook>(
    (book, records, index) => followNotices(book, { seq: index + 1, records }),
    emptyNoticeBook(),
  );
}

const untold = ({ channels }: NoticeBook) =>
  Object.fromEntries(channels.map(({ name, untold: left }) => [name, left.map(({ id }) => id)]));

test("each open channel keeps what it has no receipt for, whether it was delivered or given up", () => {
  const book = followed(
    [notedOf("notice_channels_changed", "0", "webhook", "e-mail")],
    [warning, critical],
    [ENDED_REQUEST],
    [notedOf("notice_delivered", "2.1", "e-mail"), notedOf("notice_failed", "3.0", "webhook")],
  );
  expect(untold(book)).toEqual({ "e-mail": ["3.0"], webhook: ["2.1"] });
});

test("a channel that stays open keeps what waits; one that is closed and comes back brings no old news", () => {
  const opened = (...names: string[]) => [notedOf("notice_channels_changed", "2", ...names)];
  const before = [[notedOf("notice_channels_changed", "0", "slack")], [critical]];
  expect(untold(followed(...before, [critical], opened("slack", "webhook")))).toEqual({
    slack: ["2.0", "3.0"],
    webhook: ["3.0"],
  });
  expect(untold(followed(...before, opened(), opened("slack")))).toEqual({ slack: [] });
});

test("of a flood alerts are kept before requests, and the latest before older ones", () => {
  const flood = Array.from({ length: 500 }, () => [critical]);
  const book = followed(
    [notedOf("notice_channels_changed", "0", "slack")],
    [ENDED_REQUEST],
    ...flood,
  );
  expect(untold(book)["slack"]).toHaveLength(500);
  expect(untold(book)["slack"]?.[0]).toBe("3.0");
  expect(book.latest).toHaveLength(100);
  const more = followNotices(book, { seq: 900, records: [critical] });
  expect([untold(more)["slack"]?.[0], untold(more)["slack"]?.at(-1)]).toEqual(["4.0", "900.0"]);
});

const dropped = ({ channels }: NoticeBook) =>
  Object.fromEntries(channels.map((channel) => [channel.name, channel.dropped ?? 0]));

/** A book in which slack has so many untold alerts, from entry 2 on. */
function flooded(count: number): NoticeBook {
  const flood = Array.from({ length: count }, () => [critical]);
  return followed([notedOf("notice_channels_changed", "0", "slack")], ...flood);
}

test("each notice that had to go for others is counted until the journal says that people know", () => {
  expect(dropped(flooded(500))).toEqual({ slack: 0 });
  const book = flooded(503);
  expect(dropped(book)).toEqual({ slack: 3 });
  const known: EngineRecord = { ...notedOf("notice_channels_changed", "", "slack"), dropped: 3 };
  const told = followNotices(book, {
    seq: 900,
    records: [critical, { ...known, event: "notices_dropped", about: null }],
  });
  expect(dropped(told)).toEqual({ slack: 1 });
  expect(untold(told)["slack"]).toHaveLength(500);
});

test("one that had to go and was told all the same, by an edge that ran, counts as dropped no more", () => {
  const receipts = [
    notedOf("notice_delivered", "2.0", "slack"),
    notedOf("notice_failed", "3.0", "slack"),
    notedOf("notice_delivered", "test-1-slack", "slack"),
    notedOf("notice_delivered", "4.0", "webhook"),
    notedOf("notice_delivered", "90.0", "slack"),
  ];
  const book = followNotices(flooded(505), { seq: 900, records: receipts });
  expect(dropped(book)).toEqual({ slack: 3 });
  expect(untold(book)["slack"]).toHaveLength(499);
});

test("an entry without a notice changes nothing of the book", () => {
  const book = emptyNoticeBook();
  expect(followNotices(book, { seq: 1, records: [warning] })).toBe(book);
});
