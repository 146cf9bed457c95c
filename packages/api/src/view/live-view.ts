import { z } from "zod";
import { accountView, limitUsage, reconciliationView } from "./account-view.ts";
import { engineView } from "./engine-view.ts";
import { breakerView, protectionView } from "./guard-view.ts";
import { launchBanner } from "./golive-view.ts";
import { killView } from "./kill-view.ts";
import { orderView } from "./order-view.ts";
import { marketView, positionView, strategyView } from "./position-view.ts";
import { decimalString, unixMs } from "./scalars.ts";

/** One line of the event feed. */
const eventLine = z.object({
  journalSeq: z.number().int(),
  at: unixMs,
  kind: z.string(),
  severity: z.enum(["info", "warning", "critical"]),
  sentence: z.string(),
  clientOrderId: z.string().nullable(),
});

/** A point of the equity curve; `fills` counts those booked since the point before. */
const equityPoint = z.object({
  at: unixMs,
  equity: decimalString,
  net: decimalString,
  fills: z.number().int(),
});

/** What every console sees, in sections. A section is replaced whole when it changes. */
export const liveView = z.object({
  engine: engineView,
  account: accountView,
  reconciliation: reconciliationView,
  limitUsage: z.array(limitUsage),
  breakers: z.array(breakerView),
  protection: z.array(protectionView),
  positions: z.array(positionView),
  strategies: z.array(strategyView),
  markets: z.array(marketView),
  /** Working orders, then the latest terminal and denied ones of the day, at most 200, newest first. */
  orders: z.array(orderView),
  counts: z.object({
    /** Ours; `otherOrders` are open at the venue and not held open by our books. */
    workingOrders: z.number().int(),
    otherOrders: z.number().int(),
    ordersToday: z.number().int(),
    fillsToday: z.number().int(),
    deniedToday: z.number().int(),
    rejectedToday: z.number().int(),
  }),
  kill: killView.nullable(),
  golive: launchBanner,
  events: z.array(eventLine),
  equity: z.array(equityPoint),
});

/**
 * Frames of the live feed at /live. `seq` grows by one per frame of a connection's stream;
 * a gap means that frames were lost and the client reconnects for a new snapshot.
 * `serverTime` is the wall clock of the engine's host.
 */
export const liveFrame = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("snapshot"),
    seq: z.number().int(),
    serverTime: unixMs,
    view: liveView,
  }),
  z.object({
    type: z.literal("patch"),
    seq: z.number().int(),
    serverTime: unixMs,
    view: liveView.partial(),
  }),
  z.object({
    type: z.literal("heartbeat"),
    seq: z.number().int(),
    serverTime: unixMs,
    engineHeartbeatAt: unixMs,
  }),
]);

export type LiveView = z.infer<typeof liveView>;
export type LiveFrame = z.infer<typeof liveFrame>;
export type EventLine = z.infer<typeof eventLine>;
export type EquityPoint = z.infer<typeof equityPoint>;
