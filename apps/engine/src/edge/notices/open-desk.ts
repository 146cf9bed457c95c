import { readDurable } from "../../journal/durable-cell.ts";
import type { EdgeStart } from "../edge-message.ts";
import type { EdgeBook } from "../follow/edge-book.ts";
import type { TradingThread } from "../trading-thread.ts";
import { NoticeDesk } from "./notice-desk.ts";
import { NO_TARGETS } from "./notice-targets.ts";
import { readNotices } from "./untold-notices.ts";

interface DeskGround {
  readonly trading: TradingThread;
  readonly book: EdgeBook;
}

/** Opens the desk that tells people: first what the runs before left untold, then what comes. */
export function openNoticeDesk(
  { notices = NO_TARGETS, consoleUrl, cell, dataDir }: EdgeStart,
  { trading, book }: DeskGround,
): NoticeDesk {
  const leftTo = (channel: string) =>
    book.state.notices.channels.find(({ name }) => name === channel);
  const desk = new NoticeDesk({
    targets: notices,
    origin: { consoleUrl, journal: () => book.state.instance },
    afterSeq: readDurable(cell),
    leftFrom: {
      channels: () => book.state.notices.channels.map(({ name }) => name),
      of: (channel) => readNotices(dataDir, leftTo(channel)?.untold ?? []),
      dropped: (channel) => leftTo(channel)?.dropped ?? 0,
    },
    note: (event) => trading.tell({ kind: "person_event", noted: event }),
    found: (sentence) => trading.tell({ kind: "finding", severity: "warning", sentence }),
    measured: (evidence) => trading.tell({ kind: "evidence", evidence }),
    build: () => book.state.build,
    now: Date.now,
  });
  desk.notifier.begin(book.state.journalSeq);
  return desk;
}
