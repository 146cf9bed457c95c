import type { ApprovalPolicy } from "@interlock/core/approval/approval-policy";
import type { StrategyId, Ticker } from "@interlock/core/ids";
import type { Money } from "@interlock/core/number/money";
import type { SectorMap } from "@interlock/core/portfolio/sector-totals";
import type { Attestor } from "./golive/attestation.ts";
import type { LimitLevels } from "@interlock/core/risk/levels/limit-levels";
import type { Limits } from "@interlock/core/risk/limits";

/** One strategy as configured. `params` were checked by the strategy's own parser. */
export interface StrategySettings {
  readonly id: StrategyId;
  readonly kind: string;
  readonly symbols: readonly Ticker[];
  readonly params: Readonly<Record<string, number | string | boolean>>;
  /** Dollars that a full target (1 or -1) of this strategy stands for, per symbol. */
  readonly allocation: Money;
}

/** The part of the configuration that decides: it enters the engine as an input, so replay sees the same. */
export interface EngineSettings {
  readonly environment: "sim" | "paper" | "live";
  readonly configHash: string;
  readonly feed: string;
  readonly symbols: readonly Ticker[];
  /** The sector of each symbol that has one; absent in journals from before there were any. */
  readonly sectors?: SectorMap;
  /** What the venue charges on executions: a paper account nothing, a simulated or live one the regulators' fees. */
  readonly fees: "none" | "regulatory";
  readonly strategies: readonly StrategySettings[];
  /** What limits are put in force at the first start: the account's, and those below it. */
  readonly limitDefaults: Limits;
  /** Absent in journals from before there were any. */
  readonly levelDefaults?: LimitLevels;
  readonly limitCeilings: Limits;
  /** The ceilings of environment live, by which limits are judged before a launch; absent in older journals. */
  readonly productionCeilings?: Limits;
  /** Keys that may sign evidence for go-live; absent: none. */
  readonly attestors?: readonly Attestor[];
  /** Marketable limit orders are priced this far through the far side of the quote. */
  readonly orderOffsetBps: number;
  /** A quote wider than this, in bps of its midpoint, values nothing: trades do meanwhile. */
  readonly markSpreadMaxBps: number;
  /** Time between two comparisons of everything: positions, cash, orders, executions, charges. */
  readonly reconcileEveryMs: number;
  /** Time between two looks at the open orders, while there are any; absent in journals from before there was one. */
  readonly listOrdersEveryMs?: number;
  /** A strategy's order that has rested this long is canceled. */
  readonly orderRestMs: number;
  /**
   * How far from the average entry a stop waits at the broker for each position, in bps; absent or 0: none is placed.
   */
  readonly brokerStopBps?: number;
  /** Age at which an approved order that has not left is dropped instead of sent. */
  readonly orderMaxAgeMs: number;
  /** Who must agree to what; absent in journals from before there were approvals: the default holds. */
  readonly approvals?: ApprovalPolicy;
}
