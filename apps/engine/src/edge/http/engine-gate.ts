import { TRPCError } from "@trpc/server";
import type { AuditPort } from "@interlock/api/audit-port";
import type { EnquiryPort } from "@interlock/api/enquiry-port";
import type { Actor } from "@interlock/api/actor";
import type { CommandReceipt } from "@interlock/api/command-receipt";
import type { EnginePort } from "@interlock/api/engine-port";
import type { KillPolicy } from "@interlock/api/view/kill-roles";
import type { Page } from "@interlock/api/view/page";
import type { LiveFrame, LiveView } from "@interlock/api/view/live-view";
import { clientOrderId, commandId, strategyId, ticker } from "@interlock/core/ids";
import type { CommandBody, OperatorCommand } from "../../operator/operator-command.ts";
import { answerTo, commandActor } from "../auth/command-actor.ts";
import { makeApprovalGate } from "../approvals/approval-gate.ts";
import type { ReadStanding } from "../approvals/standing.ts";
import type { EdgeBook } from "../follow/edge-book.ts";
import type { LiveFeed } from "../feed/live-feed.ts";
import { dossierOfToday } from "../view/dossier.ts";
import { killHistory } from "../view/kill/kill-receipt-section.ts";
import { killParts, killPreview, killSection } from "../view/kill/kill-section.ts";
import { levelOf } from "../view/limits/limit-level.ts";
import type { LimitsNow } from "../view/limits/limit-usage.ts";
import { limitsView, previewLimits } from "../view/limits-section.ts";
import { reconciliationDetail } from "../view/reconciliation-detail.ts";
import { fillView, ordersOfToday } from "../view/order-section.ts";
import { makeGoLiveGate } from "./golive-gate.ts";
import type { History } from "./history.ts";
import { scopeOf } from "./named-scope.ts";
import { makeOverrideGate } from "./override-gate.ts";
import { orExplain } from "./or-explain.ts";
import { pageOf } from "./page-of.ts";

/** What the gate connects: the edge's book, the feed, the database, and the way to the trading thread. */
export interface GateParts {
  readonly book: EdgeBook;
  readonly feed: LiveFeed;
  readonly history: History;
  readonly enquiries: EnquiryPort;
  readonly audit: AuditPort;
  readonly draw: () => LiveView;
  /** What is true at this moment and in no journal entry. */
  readonly now: () => LimitsNow;
  readonly command: (command: OperatorCommand) => Promise<CommandReceipt>;
  readonly killPolicy: KillPolicy;
  /** Whether a session was ended since its request was let in. */
  readonly isOver: (sessionId: string) => boolean;
  readonly readStanding: ReadStanding;
  readonly readBuilders: Parameters<typeof makeGoLiveGate>[0]["readBuilders"];
  readonly readLater: Parameters<typeof makeApprovalGate>[0]["readLater"];
  readonly readBase: Parameters<typeof makeApprovalGate>[0]["readBase"];
  readonly notices: Pick<EnginePort, "notices" | "testNotices" | "acknowledgeNotice">;
}

/** The engine as the API sees it. It reads the edge's book and the database; commands go to the trading thread. */
export function makeEngineGate(parts: GateParts): EnginePort {
  const { book, feed, history, draw } = parts;
  const send = async (id: string, body: CommandBody, actor: Actor) => {
    demandOpen(parts, actor);
    const answer = await parts.command({
      commandId: commandId(id),
      actor: commandActor(actor),
      // A person whom the engine knows, also at a command line that they signed in: where they sit says their device.
      via: "console",
      body,
    });
    return answerTo(actor, answer, Date.now());
  };
  const state = () => book.state;
  const venueTime = () => parts.now().venueTime;
  return {
    ...parts.enquiries,
    ...makeOverrideGate({ state, venueTime, send }),
    ...makeApprovalGate({ ...parts, state, venueTime, send }),
    ...parts.audit,
    ...parts.notices,
    ...makeGoLiveGate({ state, venueTime, readBuilders: parts.readBuilders, send }),
    environment: () => book.state.settings?.environment ?? "sim",
    live: () => feed.view ?? draw(),
    updates: (signal) => followFeed(feed, signal),
    ...makeReads(parts),
    cancelOrder: ({ commandId: id, clientOrderId: order }, actor) =>
      send(id, { kind: "cancel_order", clientOrderId: clientOrderId(order) }, actor),
    closePosition: ({ commandId: id, symbol, percent }, actor) =>
      send(id, { kind: "close_position", symbol: ticker(symbol), percent }, actor),
    rearmStop: ({ commandId: id, symbol }, actor) =>
      send(id, { kind: "rearm_stop", symbol: ticker(symbol) }, actor),
    enableStrategy: ({ commandId: id, strategyId: strategy, reason }, actor) =>
      send(id, { kind: "enable_strategy", strategyId: strategyId(strategy), reason }, actor),
    rearmBreaker: ({ commandId: id, breaker, reason }, actor) =>
      send(id, { kind: "rearm_breaker", breaker, reason }, actor),
    limits: () => limitsView(book, parts.now()),
    previewLimits: ({ level, ...change }) =>
      Promise.resolve(
        previewLimits(book, { ...change, level: levelOf(level), now: parts.now().venueTime }),
      ),
    changeLimits: ({ commandId: id, level, ...change }, actor) =>
      send(id, { kind: "change_limits", ...change, level: levelOf(level) }, actor),
    limitHistory: () => orExplain(history.limitVersions(book.state.accountId)),
    reconciliation: () => reconciliationDetail(book, parts.now().venueTime),
    adoptBreak: ({ commandId: id, breakId, evidenceId, reason }, actor) =>
      send(id, { kind: "adopt_break", breakId, evidenceId, reason }, actor),
    killPolicy: () => parts.killPolicy,
    killPreview: (query) => killPreview(book, parts.now().venueTime, scopeOf(query?.scope)),
    killParts: () => killParts(book),
    killHistory: () => killHistory(book.state),
    kill: async ({ commandId: id, mode, reason, includeStops, scope, drill }, actor) => {
      const askedAt = performance.now();
      const terms = { mode, reason, includeStops, scope: scopeOf(scope), drill };
      const receipt = await send(id, { kind: "kill", ...terms }, actor);
      book.killGate.answered(id, performance.now() - askedAt);
      return receipt;
    },
    killView: () => killSection(book),
    resume: ({ commandId: id, reason, scope, seenKillId }, actor) =>
      send(id, { kind: "resume", reason, scope: scopeOf(scope), seenKillId }, actor),
  };
}

/** Orders and executions: of today from the edge's own book, also while the database is silent. */
function makeReads({ book, history }: GateParts): Pick<EnginePort, "orders" | "fills" | "order"> {
  return {
    orders: (query) => {
      if (query.tab === "history") return orExplain(history.orders(query));
      if (query.tab === "denied") return orExplain(history.denied(query));
      const rows = ordersOfToday(book).filter(
        (row) => query.tab === "today" || row.terminalAt === null,
      );
      return Promise.resolve(pageOf(rows, query));
    },
    fills: (query) => {
      if (query.cursor != null || query.symbol != null) return orExplain(history.fills(query));
      return orExplain(history.fills(query)).catch(() =>
        onePage([...book.fills].reverse().map(fillView)),
      );
    },
    order: async (id) => dossierOfToday(book, id) ?? (await orExplain(history.dossier(id))),
  };
}

/** A command that waited while its session was ended is not carried out. */
function demandOpen({ isOver }: GateParts, { session }: Actor): void {
  if (!isOver(session.id)) return;
  throw new TRPCError({
    code: "UNAUTHORIZED",
    message: "The session was ended before this was carried out. Nothing was done: sign in again.",
  });
}

function onePage<T>(rows: readonly T[]): Page<T> {
  return { rows, nextCursor: null };
}

/** A frame that this process made a moment ago. */
function ownFrame(frame: string): LiveFrame {
  return JSON.parse(frame) as LiveFrame;
}

/** Frames held for a subscriber that reads slowly; then it starts over with a new picture. */
const FRAMES_HELD_MAX = 100;

async function* followFeed(feed: LiveFeed, signal: AbortSignal): AsyncGenerator<LiveFrame> {
  let held: string[] = [];
  let wake: () => void = () => undefined;
  let closed = false;
  const client = {
    get bufferedBytes() {
      return held.length >= FRAMES_HELD_MAX ? 1 : 0;
    },
    send: (frame: string) => {
      held.push(frame);
      wake();
    },
    close: () => {
      closed = true;
      wake();
    },
  };
  signal.addEventListener("abort", () => client.close());
  feed.join(client, Date.now());
  try {
    while (!closed && !signal.aborted) {
      const frames = held;
      held = [];
      for (const frame of frames) yield ownFrame(frame);
      if (held.length === 0 && !closed) await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    feed.leave(client);
  }
}
