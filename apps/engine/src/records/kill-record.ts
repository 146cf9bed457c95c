import type { AskedCancel, KillReceipt, ReceiptStage } from "@interlock/core/kill/kill-receipt";
import type { NarrowScope } from "@interlock/core/kill/kill-scope";
import type { KillMode, KillRaise } from "@interlock/core/kill/kill-terms";
import type { UnixMs } from "@interlock/core/time";
import type { CommandVia } from "../operator/operator-command.ts";

/** Stages of a kill, in order. `proven` and `residual` rest on the venue's own answers. */
export type KillStage = "gate_closed" | "canceling" | "closing" | "proven" | "residual";

/** A kill from its request to its proof. */
export interface KillState {
  readonly killId: string;
  readonly mode: KillMode;
  readonly includeStops: boolean;
  readonly by: string;
  readonly via: string;
  readonly reason: string;
  /** Who made it stronger than `by` asked for; absent: nobody. */
  readonly raised?: KillRaise;
  readonly requestedAt: UnixMs;
  /** What it stops; absent: everything. */
  readonly scope?: NarrowScope;
  /** A rehearsal. */
  readonly drill?: true;
  /** Evidence of each stage and order; absent in journals of before. */
  receipt?: KillReceipt;
  stage: KillStage;
  provenAt: UnixMs | null;
  venueOpenOrders: number;
  venuePositions: number;
  cleanSweeps: number;
  cancelsRequested: number;
  closesRequested: number;
  residual: readonly { readonly what: string; readonly why: string }[];
}

/** What was asked for, and by whom. */
interface KillRequest {
  readonly killId: string;
  readonly mode: KillMode;
  readonly includeStops: boolean;
  readonly by: string;
  readonly via: CommandVia;
  readonly reason: string;
  /** Who made it stronger than `by` asked for; absent where nobody did, and in journals of before. */
  readonly raised?: KillRaise;
  /** A rehearsal; absent otherwise. */
  readonly drill?: true;
}

/** What is journaled of kills, of the whole account or of a part. */
export type KillRecord =
  | (KillRequest & { readonly kind: "kill_requested" })
  | (KillRequest & {
      /** A kill of a part of the account: its record is the hold on that part, until `scope_resumed`. */
      readonly kind: "scope_kill_requested";
      readonly scope: NarrowScope;
    })
  | {
      readonly kind: "scope_resumed";
      readonly scope: NarrowScope;
      readonly by: string;
      readonly reason: string;
      /** Only orders toward flat pass until then, by the venue's time; absent in journals of before. */
      readonly reduceOnlyUntil?: UnixMs;
    }
  | {
      /** What a kill's receipt is made of: stages reached, orders asked about, and orders seen gone at the venue. */
      readonly kind: "kill_evidence";
      readonly killId: string;
      readonly reached: readonly ReceiptStage[];
      readonly asked: readonly AskedCancel[];
      /** Names of orders that were asked about. */
      readonly confirmed: readonly string[];
      /** Names of those whose request failed at the venue; absent where none did. */
      readonly failed?: readonly string[];
      /** Names of those that were asked about once more after that. */
      readonly again?: readonly string[];
      /** Wall-clock milliseconds of this host where the input knew them. */
      readonly hostAt: number | null;
    }
  | {
      readonly kind: "kill_advanced";
      readonly killId: string;
      readonly stage: KillStage;
      readonly venueOpenOrders: number;
      readonly venuePositions: number;
      readonly cleanSweeps: number;
      readonly residual: readonly { readonly what: string; readonly why: string }[];
    }
  | { readonly kind: "kill_closes_requested"; readonly killId: string; readonly orders: number };
