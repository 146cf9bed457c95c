import { readDurable } from "../../journal/durable-cell.ts";
import type { EdgeStart } from "../edge-message.ts";
import type { EdgeBook } from "../follow/edge-book.ts";
import type { TradingThread } from "../trading-thread.ts";
import type { NoticeBacklog } from "./backlog.ts";
import { NoticeDesk } from "./notice-desk.ts";
import { NO_TARGETS } from "./notice-targets.ts";

interface DeskGround {
  readonly trading: TradingThread;
  readonly book: EdgeBook;
  /** What was read of the journal up to the state that the book began with. */
  readonly backlog: NoticeBacklog;
}

/** Opens the desk that tells people: first what the runs before left untold, then what comes. */
export function openNoticeDesk(
  { notices = NO_TARGETS, consoleUrl, cell }: EdgeStart,
  { trading, book, backlog }: DeskGround,
): NoticeDesk {
  const desk = new NoticeDesk({
    targets: notices,
    origin: { consoleUrl, journal: () => book.state.instance },
    afterSeq: readDurable(cell),
    backlog,
    note: (event) => trading.tell({ kind: "person_event", noted: event }),
    found: (sentence) => trading.tell({ kind: "finding", severity: "warning", sentence }),
    measured: (evidence) => trading.tell({ kind: "evidence", evidence }),
    build: () => book.state.build,
    now: Date.now,
  });
  desk.notifier.begin(book.state.journalSeq);
  return desk;
}
