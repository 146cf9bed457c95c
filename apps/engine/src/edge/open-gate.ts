import type { EnginePort } from "@interlock/api/engine-port";
import { isFullLadder } from "@interlock/core/approval/ladder";
import { createLedgerClient } from "@interlock/db/read/ledger-client";
import { type HeadSource, openPublisher } from "./anchor/keep-heads.ts";
import { ladderPlace } from "../operator/ladder-place.ts";
import { baseNow } from "./auth/authority/act-base.ts";
import { makeReadLater } from "./approvals/later-approvers.ts";
import { makeReadStanding } from "./approvals/standing.ts";
import { makeAuditDesk } from "./audit/audit-desk.ts";
import { makeOrderDesk } from "./dossier/order-desk.ts";
import { makeReadBuilders } from "./auth/people/known-builders.ts";
import { openPeople, type PeopleHouse } from "./auth/open-people.ts";
import type { EdgeStart } from "./edge-message.ts";
import type { EdgePicture } from "./edge-picture.ts";
import type { EdgePools } from "./edge-pools.ts";
import { makeEnquiries } from "./enquiry/enquiries.ts";
import type { LiveFeed } from "./feed/live-feed.ts";
import type { EdgeBook } from "./follow/edge-book.ts";
import { makeEngineGate } from "./http/engine-gate.ts";
import { History } from "./http/history.ts";
import type { NoticeDesk } from "./notices/notice-desk.ts";
import type { AuditWatch } from "./project/audit-watch.ts";
import type { TradingThread } from "./trading-thread.ts";

/** The journal's signed heads: what the places have is journaled, and a silence of theirs is told. */
export function openHeads(
  { heads, dataDir }: EdgeStart,
  { end, trading }: Pick<HeadSource, "end"> & { readonly trading: TradingThread },
) {
  return openPublisher(heads, {
    dataDir,
    end,
    published: ({ seq, hash, at, key }, places) =>
      trading.tell({ kind: "head_anchored", seq, hash, signedAt: at, key, places }),
    found: (sentence) => trading.tell({ kind: "finding", severity: "critical", sentence }),
  });
}

/** Until the engine has said where it trades, people are managed as if it were with real money. */
export function openHouse(
  { dataDir, consoleUrl, notices }: EdgeStart,
  { book, trading, pools }: Pick<GateGround, "book" | "trading" | "pools">,
): PeopleHouse {
  return openPeople({
    dataDir,
    consoleUrl,
    pool: pools.people,
    notices,
    note: (noted) => trading.tell({ kind: "person_event", noted }),
    environment: () => book.state.settings?.environment ?? "live",
    isFullLadder: () => isFullLadder(ladderPlace(book.state)),
    command: (command) => trading.command(command),
    due: () => book.state.approvals.due,
    journaled: () => book.state.notes,
    report: (approvalId, carried) =>
      trading.tell({ kind: "approval_carried", approvalId, ...carried }),
    found: (sentence) => trading.tell({ kind: "finding", severity: "warning", sentence }),
  });
}

/** What the gate to the engine is opened on. */
interface GateGround {
  readonly book: EdgeBook;
  readonly feed: LiveFeed;
  readonly picture: EdgePicture;
  readonly trading: TradingThread;
  readonly pools: EdgePools;
  readonly heads: ReturnType<typeof openHeads>;
  readonly audit: AuditWatch;
  readonly start: EdgeStart;
  readonly house: PeopleHouse;
  readonly desk: NoticeDesk;
  readonly end: AbortSignal;
}

export function openGate(ground: GateGround): EnginePort {
  const { book, feed, picture, trading, pools, start, house } = ground;
  const ledger = createLedgerClient(pools.history);
  const history = new History(ledger);
  const now = () => picture.now();
  return makeEngineGate({
    book,
    feed,
    history,
    now,
    enquiries: makeEnquiries({
      book,
      ledger,
      history,
      now,
      whatIf: (order) => trading.whatIf(order),
    }),
    audit: {
      ...makeOrderDesk({
        book,
        dataDir: start.dataDir,
        places: start.heads.places,
        note: (noted) => trading.tell({ kind: "person_event", noted }),
        end: ground.end,
      }),
      ...makeAuditDesk({
        book,
        ledger,
        pool: pools.history,
        history,
        dataDir: start.dataDir,
        heads: ground.heads,
        places: start.heads.places,
        rows: ground.audit,
        note: (noted) => trading.tell({ kind: "person_event", noted }),
        found: (sentence) => trading.tell({ kind: "finding", severity: "critical", sentence }),
        measured: (evidence) => trading.tell({ kind: "evidence", evidence }),
      }),
    },
    draw: () => picture.draw(),
    command: (command) => trading.command(command),
    isOver: (sessionId) => house.ends.has(sessionId),
    killPolicy: start.killPolicy,
    readLater: makeReadLater(pools.people),
    readStanding: makeReadStanding(pools.people),
    readBuilders: makeReadBuilders(pools.people),
    readBase: (approval) => baseNow(pools.people, approval),
    notices: ground.desk.port(),
  });
}
