import type { KillPolicy } from "@interlock/api/view/kill-roles";
import type { BuilderNames } from "../operator/golive/golive-command.ts";
import type { CommandAnswer, OperatorCommand } from "../operator/operator-command.ts";
import type { DurableCell } from "../journal/durable-cell.ts";
import type { TrailEvidence } from "./audit/trail-evidence.ts";
import type { HeadAnchored } from "../records/audit-record.ts";
import type { WhatIfOutcome, WhatIfOrder } from "../risk/what-if.ts";
import type { StrategyId } from "@interlock/core/ids";
import type { PersonEvent } from "../records/person-record.ts";
import type { CallMark } from "../signals/call-mark.ts";
import type { HeadsStart } from "./anchor/keep-heads.ts";
import type { Evidence } from "@interlock/core/golive/evidence";
import type { NoticeTargets } from "./notices/notice-targets.ts";
import type { MarketBoard } from "./market-board.ts";
import type { StrategyReport } from "./view/position-section.ts";

/** What the edge's thread is started with. */
export interface EdgeStart {
  readonly dataDir: string;
  readonly port: number;
  readonly consoleUrl: string;
  readonly databaseUrl: string;
  /** Last durable entry, published by the trading thread. */
  readonly cell: DurableCell;
  readonly board: MarketBoard;
  /** Which strategy the trading thread is calling, and their names in the order of the configuration. */
  readonly calls: { readonly mark: CallMark; readonly strategies: readonly StrategyId[] };
  /** Where signed heads of the journal go. */
  readonly heads: HeadsStart;
  /** The console's host and the engine's own, from which requests may come. */
  readonly allowedOrigins: readonly string[];
  /** Where people are told who do not look; absent: nowhere. */
  readonly notices?: NoticeTargets | undefined;
  /** Who may stop what. */
  readonly killPolicy: KillPolicy;
}

/** From the trading thread to the edge. */
export type ToEdge =
  | { readonly kind: "command_answered"; readonly answer: CommandAnswer }
  | {
      readonly kind: "strategy_reports";
      readonly reports: readonly StrategyReport[];
      /** Whether somebody listens on the control socket: the watchdog does as long as it lives. */
      readonly watchdogUp: boolean;
    }
  | {
      readonly kind: "what_if_judged";
      readonly askId: number;
      readonly judgment: WhatIfOutcome;
    }
  /** Who of the builders that a statement names is a person of the desk? */
  | { readonly kind: "name_builders"; readonly askId: number; readonly statement: string }
  | { readonly kind: "stopping" };

/** From the edge to the trading thread. */
export type FromEdge =
  | { readonly kind: "listening"; readonly port: number }
  | { readonly kind: "command"; readonly command: OperatorCommand }
  /** A question to risk: no input, it changes nothing. */
  | { readonly kind: "what_if"; readonly askId: number; readonly order: WhatIfOrder }
  /** Those that the desk knows; null where the database did not answer. */
  | {
      readonly kind: "builders_named";
      readonly askId: number;
      readonly known: BuilderNames | null;
    }
  | { readonly kind: "projection_lag"; readonly lagMs: number }
  /** Something that a person should know, e.g. a row of the audit trail that was changed by hand. */
  | {
      readonly kind: "finding";
      readonly severity: "warning" | "critical";
      readonly sentence: string;
    }
  | { readonly kind: "person_event"; readonly noted: PersonEvent }
  /** What became of a request about people or keys that was applied. */
  | {
      readonly kind: "approval_carried";
      readonly approvalId: string;
      readonly done: boolean;
      readonly sentence: string;
    }
  | { readonly kind: "evidence"; readonly evidence: TrailEvidence }
  /** Places outside the database have a signed head of the journal. */
  | HeadAnchored
  /** What was measured beside trading and bears on going live. */
  | { readonly kind: "evidence"; readonly evidence: Omit<Evidence, "measuredAt"> }
  | { readonly kind: "failed"; readonly sentence: string };
