import { commandId } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import { quantity } from "@interlock/core/number/quantity";
import { fail, ok, type Result } from "@interlock/core/result";
import type { Limits } from "@interlock/core/risk/limits";
import type { CommandAnswer, OperatorCommand } from "../../../operator/operator-command.ts";
import type { EngineControl } from "../engine-control.ts";
import type { KillPace } from "../kill-pace.ts";

/** A kill's patience, a hundredth of production's. */
export const TEST_PACE: KillPace = {
  ackMs: 50,
  settleMs: 10,
  helpAfterMs: 40,
  stuckAfterMs: 150,
  tempo: { fastLooks: 6, fastMs: 5, changedMs: 5, slowestMs: 20 },
  closeWorkMs: 60,
  listLagMs: 150,
  watchAfterMs: 60,
};

/** Limits that would deny nearly everything: closing orders pass all the same. */
export const TEST_LIMITS: Limits = {
  maxOrderQuantity: quantity("10"),
  maxOrderNotional: money("1"),
  maxPositionQuantity: quantity("10"),
  maxPositionNotional: money("1"),
  maxGrossExposure: money("1"),
  maxDailyLoss: money("1"),
  maxOpenOrders: 1,
  maxOrdersPerMinute: 1,
  duplicateIntentWindowMs: 1,
  priceCollarBps: 50,
  maxQuoteAgeMs: 1,
  maxProjectionLagMs: 1,
  stopLossBps: 1,
  breakerRejectsMax: 1,
  breakerRejectsWindowMs: 1,
  breakerPriceMoveBps: 1,
  breakerPriceMoveWindowMs: 1,
  maxDrawdownBps: 1,
  breakerLossStreak: 1,
  breakerRejectShareBps: 1,
  breakerSlippageBps: 1,
  trailingStopBps: 1,
  timeStopMinutes: 1,
  maxUncoveredMs: 1,
  rollingWindowMs: 1,
  maxWindowOrders: 1,
  maxWindowNotional: money("1"),
  maxSymbolWindowOrders: 1,
  maxSymbolWindowNotional: money("1"),
  maxNetExposure: money("1"),
  maxLongExposure: money("1"),
  maxShortExposure: money("1"),
  maxConcentrationBps: 1,
  maxSectorExposureBps: 1,
  maxLeverageBps: 1,
  maxAccountAgeMs: 1,
  warmUpMs: 1,
  maxCancelsPerMinute: 1,
  maxMessagesPerSecond: 1,
  maxRepeatedFills: 1,
  maxOrderVolumeBps: 1,
  maxPositionVolumeBps: 1,
  allowUnknownVolume: false,
  sessions: ["regular"],
  shortSelling: false,
  restricted: [],
  allowed: [],
};

/** An engine seen from outside: it answers, or it does not. */
export class OutsideEngine implements EngineControl {
  living = true;
  answers = true;
  stops = 0;
  held = false;
  holdsTaken = 0;
  readonly commands: OperatorCommand[] = [];
  /** What it says when it stops nothing; empty where it does as told. */
  refuses = "";
  /** What it does by itself once it has taken a kill. */
  work = (): void => {};

  alive(): boolean {
    return this.living;
  }

  async command(command: OperatorCommand): Promise<Result<CommandAnswer>> {
    this.commands.push(command);
    if (!this.living || !this.answers) return fail("the engine did not answer within 50 ms");
    if (this.refuses !== "")
      return ok({
        commandId: commandId("k1"),
        accepted: false,
        sentence: this.refuses,
        journalSeq: 1,
      });
    this.work();
    return ok({ commandId: commandId("k1"), accepted: true, sentence: "", journalSeq: 1 });
  }

  /** Set to a sentence when its process cannot be ended. */
  immortal = "";

  async stop(): Promise<Result<true>> {
    this.stops += 1;
    if (this.immortal !== "") return fail(this.immortal);
    this.living = false;
    return ok(true);
  }

  /** As a claim file does it: who has it already, in this process or another, is refused. */
  takeHold(): boolean {
    if (this.held) return false;
    this.holdsTaken += 1;
    this.held = true;
    return true;
  }

  releaseHold(): void {
    this.held = false;
  }
}
