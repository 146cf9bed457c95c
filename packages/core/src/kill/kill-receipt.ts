import type { UnixMs } from "../time.ts";
import type { KillMode } from "./kill-terms.ts";

/**
 * The receipt of a kill: when each stage was reached, and for each order when its cancel was asked for and when the
 * venue showed it gone. Every line is journaled as it happens, by the venue's clock and, where an input knows it, by
 * this host's: in a replay the venue's clock may stand still or race.
 */

/** Stages of a receipt, in order. A kill that cancels or closes nothing has no such stage. */
export const RECEIPT_STAGES = [
  "requested",
  "gate_closed",
  "first_cancel_sent",
  "last_cancel_confirmed",
  "holds_released",
  "closing",
  "proven",
] as const;
export type ReceiptStage = (typeof RECEIPT_STAGES)[number];

/** A moment by both clocks. */
export interface ReceiptTime {
  readonly at: UnixMs;
  /** Wall-clock milliseconds of the engine's host; null where nobody noted them. */
  readonly hostAt: number | null;
}

/** An order that a kill asked to be canceled: by the venue's id where it has one, else by ours. */
export interface AskedCancel {
  readonly id: string;
  /** Names it for a person. */
  readonly what: string;
}

/** An order on a receipt. */
export interface KilledOrder extends AskedCancel {
  readonly askedAt: UnixMs;
  confirmedAt: UnixMs | null;
  /** The last request for it failed at the venue, and it waits to be asked about again. */
  failed?: true;
}

/** What is kept of a kill's evidence. */
export interface KillReceipt {
  readonly stages: Partial<Record<ReceiptStage, ReceiptTime>>;
  readonly orders: KilledOrder[];
}

/** What a drill measured; host milliseconds from the request, null where they were not measured. */
export interface DrillResult {
  readonly killId: string;
  readonly mode: KillMode;
  /** What was stopped, e.g. "everything". */
  readonly scope: string;
  readonly by: string;
  readonly at: UnixMs;
  readonly gateMs: number | null;
  readonly provenMs: number | null;
  readonly orders: number;
  /** Closing orders that were sent; absent in journals of before. */
  readonly closings?: number;
  /** The build that ran then; absent in journals of before. */
  readonly build?: string;
}

/** Returns the host's milliseconds from a kill's request to a stage; null where either was not noted. */
export function stageMs(receipt: KillReceipt, stage: ReceiptStage): number | null {
  const from = receipt.stages.requested?.hostAt ?? null;
  const to = receipt.stages[stage]?.hostAt ?? null;
  return from === null || to === null ? null : Math.max(0, to - from);
}
