import { readDurable } from "../../journal/durable-cell.ts";
import type { EdgeStart } from "../edge-message.ts";
import type { EdgeBook } from "../follow/edge-book.ts";
import type { TradingThread } from "../trading-thread.ts";
import { NoticeDesk } from "./notice-desk.ts";
import { NO_TARGETS } from "./notice-targets.ts";

/** Opens the desk that tells people; what the journal holds already was told by the run before. */
export function openNoticeDesk(
  { notices = NO_TARGETS, consoleUrl, cell }: EdgeStart,
  { trading, book }: { readonly trading: TradingThread; readonly book: EdgeBook },
): NoticeDesk {
  return new NoticeDesk({
    targets: notices,
    consoleUrl,
    afterSeq: readDurable(cell),
    note: (noted) => trading.tell({ kind: "person_event", noted }),
    measured: (evidence) => trading.tell({ kind: "evidence", evidence }),
    build: () => book.state.build,
    now: Date.now,
  });
}
