import type { RaisedAlone } from "@interlock/core/approval/approval";
import type { ClientOrderId, CommandId, StrategyId, Ticker } from "@interlock/core/ids";
import type { NarrowScope } from "@interlock/core/kill/kill-scope";
import type { KillTerms } from "@interlock/core/kill/kill-terms";
import type { Side } from "@interlock/core/order/side";
import type { UnixMs } from "@interlock/core/time";
import type { GoLiveCommand } from "./golive/golive-command.ts";
import type { ActOrigin } from "../records/person-record.ts";
import type { ApprovalCommand } from "./approval/approval-command.ts";
import type { HeldCommand } from "./held-command.ts";
import type { CommandVerdict } from "./command-outcome.ts";

/** Who gave a command, as the edge, the CLI or the watchdog established it. */
export interface CommandActor {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  /** Where the command came from; absent in journals of before and where nobody knows. */
  readonly from?: ActOrigin | undefined;
  /** Who alone gave them their role, where the whole ladder holds; absent: others had agreed, or nobody asks. */
  readonly raisedAlone?: RaisedAlone | undefined;
  /** The passkey assertion made for exactly this action; absent where none was asked for. */
  readonly stepUp?: StepUpProof | undefined;
}

/** That the person used a passkey for one action. Filled in by the edge alone, which used the assertion up. */
export interface StepUpProof {
  readonly credentialId: string;
  /** When the assertion was checked, in wall-clock milliseconds of this host. */
  readonly at: UnixMs;
  /** SHA-256 in hex of the procedure's path and its input without the command's id, as canonical JSON. */
  readonly actionHash: string;
}

/** The way a command came in. */
export type CommandVia = "console" | "cli" | "watchdog" | "plain" | "engine";

/** What an operator may order the engine to do. */
export type CommandBody =
  | GoLiveCommand
  | (KillTerms & {
      readonly kind: "kill";
      readonly reason: string;
      /** What it stops; absent: everything. */
      readonly scope?: NarrowScope | undefined;
      /** A rehearsal. */
      readonly drill?: boolean | undefined;
    })
  | {
      readonly kind: "enable_strategy";
      readonly strategyId: StrategyId;
      readonly reason: string;
    }
  | { readonly kind: "rearm_stop"; readonly symbol: Ticker }
  | { readonly kind: "cancel_order"; readonly clientOrderId: ClientOrderId }
  | { readonly kind: "close_position"; readonly symbol: Ticker; readonly percent: number }
  | {
      readonly kind: "adopt_break";
      readonly breakId: string;
      /** The evidence that the person saw: the engine refuses when it is no longer the newest. */
      readonly evidenceId: string;
      readonly reason: string;
    }
  /** Sends that order; what is restated must be what was denied. */
  | {
      readonly kind: "use_override";
      readonly overrideId: string;
      readonly symbol: string;
      readonly side: Side;
      /** Shares and dollars as decimal strings; null for an order without a price. */
      readonly quantity: string;
      readonly limitPrice: string | null;
    }
  | HeldCommand
  | ApprovalCommand;

/** A command with its identity: repeating the id has no further effect and returns the first answer. */
export interface OperatorCommand {
  readonly commandId: CommandId;
  readonly actor: CommandActor;
  readonly via: CommandVia;
  readonly body: CommandBody;
}

/** The engine's answer, durable before it is given. */
export interface CommandAnswer extends CommandVerdict {
  readonly commandId: CommandId;
  readonly journalSeq: number | null;
}
