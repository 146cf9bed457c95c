import { CLOSE_WORK_MS } from "@interlock/core/kill/closing-work";
import { LOOK_TEMPO, type LookTempo } from "@interlock/core/kill/look-pace";

/** How patient a kill is. Milliseconds. */
export interface KillPace {
  /** The engine's answer is waited for that long, then its process is ended. */
  readonly ackMs: number;
  /** Orders in flight when the gate closed may still arrive: no look before that counts as clean. */
  readonly settleMs: number;
  /** What a living engine has not canceled by then is canceled from here too. */
  readonly helpAfterMs: number;
  /** A flatten that a living engine has not moved for that long is taken over. */
  readonly stuckAfterMs: number;
  readonly tempo: LookTempo;
  readonly closeWorkMs: number;
  /** The venue's lists may show what was before an execution for that long. */
  readonly listLagMs: number;
  /** After the proof the venue is watched until that long after the gate closed. */
  readonly watchAfterMs: number;
}

/** What production uses. */
export const KILL_PACE: KillPace = {
  ackMs: 1_000,
  settleMs: 1_000,
  helpAfterMs: 2_000,
  stuckAfterMs: 10_000,
  tempo: LOOK_TEMPO,
  closeWorkMs: CLOSE_WORK_MS,
  listLagMs: 15_000,
  watchAfterMs: 15_000,
};
