import type { KillView } from "@interlock/api/view/kill-view";
import { CANCELS_PER_MINUTE, cancelMinutes } from "@interlock/core/kill/cancel-pace";
import type { Ticker } from "@interlock/core/ids";
import type { Residue } from "@interlock/core/kill/kill-plan";
import { describeScope, scopeKey } from "@interlock/core/kill/kill-scope";
import type { KillLatch } from "../kill-latch.ts";
import { PursuitReceipt, type ShownReceipt } from "./pursuit-receipt.ts";

/** Stages of a kill, in the words of the console. */
export type KillStage = KillView["stage"];

/** How the gate was closed: by the running engine, or by ending its process under the latch. */
export type GateKeeper = "engine" | "watchdog";

/** What is told of a kill besides the console's view of it. */
export interface KillReport extends KillView {
  /** Where it stands, as one sentence. */
  readonly detail: string;
  /** Protective stops left working at the venue. */
  readonly keptStops: readonly string[];
  readonly gateKeeper: GateKeeper | null;
  /** Nothing was stopped, as `detail` says: it is over and leaves no latch. */
  readonly refused?: true;
}

/** Everything known about a kill under way. Times are wall-clock milliseconds. */
export interface KillProgress {
  stage: KillStage;
  gateClosedAt: number | null;
  gateKeeper: GateKeeper | null;
  provenAt: number | null;
  /** Evidence of each stage and of each order that we asked to be canceled. */
  readonly receipt: PursuitReceipt;
  /** Orders to be canceled one by one for which there was no room yet. */
  cancelsWaiting: number;
  /** Positions that we sent closing orders for; true while the venue shows nothing more of them. */
  readonly closes: Map<Ticker, boolean>;
  queued: number;
  venueOpenOrders: number | null;
  venuePositions: number | null;
  cleanSweeps: number;
  residual: readonly Residue[];
  keptStops: readonly string[];
  /** The last thing that went wrong; empty when nothing did. */
  trouble: string;
  /** Why nothing was stopped, where the engine said so; empty otherwise. */
  refused: string;
}

/** Returns the progress of a kill that was just requested, or is taken up again with the evidence kept of it. */
export function startProgress(kept?: ShownReceipt): KillProgress {
  return {
    stage: "requested",
    gateClosedAt: null,
    gateKeeper: null,
    provenAt: null,
    receipt: new PursuitReceipt(kept),
    cancelsWaiting: 0,
    closes: new Map(),
    queued: 0,
    venueOpenOrders: null,
    venuePositions: null,
    cleanSweeps: 0,
    residual: [],
    keptStops: [],
    trouble: "",
    refused: "",
  };
}

/** Returns what everybody is shown of a kill. */
export function reportKill(latch: KillLatch, progress: KillProgress): KillReport {
  const { requested, pending } = progress.receipt;
  const closed = [...progress.closes.values()].filter(Boolean).length;
  const gateMs = progress.gateClosedAt === null ? null : progress.gateClosedAt - latch.requestedAt;
  return {
    killId: latch.commandId,
    mode: latch.mode,
    ...(latch.scope === undefined ? {} : { scope: scopeKey(latch.scope) }),
    ...(latch.drill === true ? { drill: true } : {}),
    ...(latch.raised === undefined ? {} : { raised: latch.raised }),
    stage: progress.stage,
    by: latch.by.name,
    via: latch.via,
    reason: latch.reason,
    requestedAt: latch.requestedAt,
    gateClosedAt: progress.gateClosedAt,
    provenAt: progress.provenAt,
    gateClosedMs: gateMs,
    cancels: { requested, confirmed: requested - pending, pending },
    closes: {
      requested: progress.closes.size,
      filled: closed,
      pending: progress.closes.size - closed,
      queued: progress.queued,
    },
    venueOpenOrders: progress.venueOpenOrders,
    venuePositions: progress.venuePositions,
    cleanSweeps: progress.cleanSweeps,
    residual: [...progress.residual],
    receipt: progress.receipt.shown(latch.requestedAt),
    ...countdownOf(progress),
    keptStops: progress.keptStops,
    gateKeeper: progress.gateKeeper,
    detail: describeProgress(latch, progress),
    ...(progress.refused === "" ? {} : { refused: true as const }),
  };
}

function countdownOf({ cancelsWaiting: orders }: KillProgress): Pick<KillView, "countdown"> {
  if (orders === 0) return {};
  const minutes = cancelMinutes(orders);
  return { countdown: { orders, perMinute: CANCELS_PER_MINUTE, minutes } };
}

function count(amount: number | null, noun: string): string {
  return `${amount ?? "?"} ${noun}${amount === 1 ? "" : "s"}`;
}

function describeProgress(latch: KillLatch, progress: KillProgress): string {
  const trouble = progress.trouble === "" ? "" : ` ${progress.trouble}`;
  const orders = count(progress.venueOpenOrders, "open order");
  const positions = count(progress.venuePositions, "position");
  const kept =
    progress.keptStops.length === 0
      ? ""
      : ` ${count(progress.keptStops.length, "protective stop")} kept.`;
  switch (progress.stage) {
    case "none":
    case "requested":
      return `The kill is latched; the gate is being closed.${trouble}`;
    case "gate_closed":
      if (latch.scope?.kind === "strategy")
        return `The gate of ${describeScope(latch.scope)} is closed. The engine cancels and closes what is the strategy's, for the venue knows no strategies: see its progress there. With the engine gone it goes on when it is back; kill everything to wait for nobody.${trouble}`;
      return `The gate is closed; the venue is being asked what is left.${trouble}`;
    case "canceling":
      return `Canceling: the venue shows ${orders} and ${positions}.${kept}${trouble}`;
    case "closing":
      return `Closing: the venue shows ${orders} and ${positions}.${trouble}`;
    case "proven":
      return provenSentence(latch, kept);
    case "residual":
      return `Not done: ${progress.residual.map(({ what, why }) => `${what}: ${why}`).join("; ")}. It is tried again until nothing is left.${trouble}`;
    case "resumed":
      return progress.refused === "" ? "Trading was resumed." : progress.refused;
  }
}

function provenSentence({ mode, scope }: KillLatch, kept: string): string {
  if (scope !== undefined) return `Proven for ${describeScope(scope)}, mode ${mode}.${kept}`;
  switch (mode) {
    case "halt":
      return "Proven: the gate is closed, nothing that adds risk can leave. Working orders stay.";
    case "cancel":
      return `Proven: the venue showed no open order twice.${kept}`;
    case "flatten":
      return "Proven: the venue showed no open order and no position twice.";
  }
}
