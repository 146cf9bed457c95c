import type { ClientOrderId } from "@interlock/core/ids";
import type { NarrowScope } from "@interlock/core/kill/kill-scope";
import type { BreakerId } from "@interlock/core/risk/breakers/breaker";
import type { LimitLevel } from "@interlock/core/risk/levels/limit-levels";
import type { UnixMs } from "@interlock/core/time";
import type { GoLiveCommand } from "./golive/golive-command.ts";

/** Resumes a part of the account that a kill stops, or, without a scope, trading. */
export interface ResumeCommand {
  readonly kind: "resume";
  readonly reason: string;
  readonly scope?: NarrowScope | undefined;
  /** The kill that the person saw: refused when another is in force by now. Absent: whichever is. */
  readonly seenKillId?: string | undefined;
}

/** Lifts the denials of one order that was denied within the last 5 minutes, for one equal order. */
export interface GrantOverrideCommand {
  readonly kind: "grant_override";
  readonly clientOrderId: ClientOrderId;
  readonly reason: string;
}

/** Arms a breaker again that tripped. */
export interface RearmBreakerCommand {
  readonly kind: "rearm_breaker";
  readonly breaker: BreakerId;
  readonly reason: string;
}

/** Puts the configured policy of approvals in force, where a stricter one counts. */
export interface AdoptPolicyCommand {
  readonly kind: "adopt_policy";
  readonly reason: string;
}

/** Puts another version of the limits in force. */
export interface ChangeLimitsCommand {
  readonly kind: "change_limits";
  readonly baseVersion: number;
  /** Whose limits; absent: the account's. Below it an empty value takes a limit away. */
  readonly level?: LimitLevel | undefined;
  /** Limit values by key as decimal strings; checked by the engine against type, ceiling and each other. */
  readonly values: Readonly<Record<string, string>>;
  /** Names of limits that would go back by themselves and are to stay as they are; absent: none. */
  readonly keep?: readonly string[] | undefined;
  readonly reason: string;
  /** When the change goes back by itself, on the venue's clock; absent: when somebody changes it. */
  readonly expiresAt?: UnixMs | undefined;
}

/** A command that others may have to agree to first, and that the engine itself then carries out. */
export type HeldCommand =
  | ChangeLimitsCommand
  | ResumeCommand
  | RearmBreakerCommand
  | AdoptPolicyCommand
  | GrantOverrideCommand
  | Extract<GoLiveCommand, { readonly kind: "golive_declare" }>;
