import { describeScope, type NarrowScope, WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import { BREAKER_LABELS, type BreakerId } from "@interlock/core/risk/breakers/breaker";
import { REDUCE_ONLY_MS } from "@interlock/core/kill/reduce-only";
import { SECOND_MS } from "@interlock/core/time";
import { resumeTrading, type TradingState } from "@interlock/core/risk/trading-state";
import type { Decision } from "../decision.ts";
import { askForSnapshot } from "../execution/ask-snapshot.ts";
import type { KillState } from "../records/kill-record.ts";
import { accept, type CommandOutcome, refuse } from "./command-outcome.ts";
import { trippedBreakers } from "./rearm/rearm-breaker.ts";
import { isDone, killInForce } from "../kill-in-force.ts";

/** What a person resumes, and why. */
export interface ResumeRequest {
  readonly reason: string;
  readonly scope?: NarrowScope | undefined;
  readonly seenKillId?: string | undefined;
}

const WHAT_GOES_ON: Readonly<Record<TradingState, string>> = {
  active: `For ${REDUCE_ONLY_MS / SECOND_MS} s only orders toward flat pass; then strategies go on with the limits in force.`,
  reducing: "Only orders that reduce risk pass.",
  halted: "No order passes.",
};

/** Trading resumes only when a kill has proved itself and the books agree: starting is dear. */
export function resume(decision: Decision, request: ResumeRequest, by: string): CommandOutcome {
  const { reason, scope } = request;
  const obstacle = resumeObstacle(decision, request);
  if (obstacle !== null) return refuse(obstacle);
  if (scope !== undefined) return resumeScope(decision, { scope, reason }, by);
  const keeping = trippedBreakers(decision.state);
  const resumed = resumeTrading(decision.state.trading, { by, reason, keeping });
  if (!resumed.ok) return refuse(`Not resumed: ${resumed.error}.${toRearm(keeping)}`);
  const reduceOnlyUntil = decision.time + REDUCE_ONLY_MS;
  decision.emit({ kind: "trading_resumed", control: resumed.value, by, reason, reduceOnlyUntil });
  askForSnapshot(decision, "continuous");
  const { state } = resumed.value;
  const rest = decision.state.projectionLagging
    ? "New risk stays refused until the database has caught up with the journal."
    : WHAT_GOES_ON[state];
  return accept(`Trading is ${state}. ${rest}${toRearm(keeping)}${stillStopped(decision)}`);
}

/** Says what stands in the way of a resume, whoever asks for it; null when nothing does. */
export function resumeObstacle(
  decision: Decision,
  { reason, scope, seenKillId }: ResumeRequest,
): string | null {
  const { state } = decision;
  const inForce = killInForce(state, scope ?? WHOLE_ACCOUNT);
  if (seenKillId !== undefined && inForce !== null && inForce.killId !== seenKillId)
    return `Not resumed: the page shows ${seenKillId}, and ${inForce.by} has asked for ${inForce.killId} (${inForce.mode}) since. Load the page anew and look at that one first.`;
  if (scope === undefined) return obstacleOf(decision, state.kill);
  if (inForce === null) return `Not resumed: no kill stops ${describeScope(scope)}.`;
  if (reason.trim() === "")
    return "Not resumed: a resume needs a reason: say what was found and why it is safe.";
  return obstacleOf(decision, inForce);
}

/** What a person does about breakers that a resume leaves tripped. */
function toRearm(breakers: readonly BreakerId[]): string {
  if (breakers.length === 0) return "";
  const names = breakers.map((breaker) => BREAKER_LABELS[breaker]).join(", ");
  return ` Tripped, and re-armed each by itself on the Overview: ${names}.`;
}

/** A part of the account goes on alone: whatever else holds trading holds it too. */
function resumeScope(
  decision: Decision,
  { scope, reason }: { readonly scope: NarrowScope; readonly reason: string },
  by: string,
): CommandOutcome {
  const name = describeScope(scope);
  const reduceOnlyUntil = decision.time + REDUCE_ONLY_MS;
  decision.emit({ kind: "scope_resumed", scope, by, reason, reduceOnlyUntil });
  askForSnapshot(decision, "continuous");
  const { state } = decision.state.trading;
  const rest =
    state === "active"
      ? `trades again: for ${REDUCE_ONLY_MS / SECOND_MS} s only toward flat`
      : `is stopped no more; trading is ${state}`;
  return accept(`${name} ${rest}.${stillStopped(decision)}`);
}

function obstacleOf({ state }: Decision, kill: KillState | null): string | null {
  if (kill !== null && kill.mode !== "halt" && !isDone(kill)) {
    return `The kill of ${kill.by} is not proven yet: the venue still shows ${leftOf(kill)}. Wait for it, or deal with what is listed.`;
  }
  const open = Object.values(state.breaks);
  if (open.length === 0) return null;
  return `Our books and the venue's differ in ${open.length} place(s): see the page Reconciliation first.`;
}

/** What a resume leaves off: parts of the account that kills of their own stop, and strategies that are disabled. */
function stillStopped({ state }: Decision): string {
  const { strategies, symbols } = state.scopeKills;
  const stopped = [
    ...Object.keys(symbols),
    ...Object.keys(strategies).map((id) => `strategy ${id}`),
  ];
  const disabled = Object.keys(state.strategies).filter(
    (id) => state.strategies[id]?.disabledBecause !== "",
  );
  const kills = stopped.length === 0 ? "" : ` Kills of their own still stop ${stopped.join(", ")}.`;
  return disabled.length === 0 ? kills : `${kills} Disabled: ${disabled.join(", ")}.`;
}

function leftOf({ mode, venueOpenOrders, venuePositions }: KillState): string {
  const orders = `${venueOpenOrders} open order${venueOpenOrders === 1 ? "" : "s"}`;
  if (mode !== "flatten") return orders;
  return `${orders} and ${venuePositions} position${venuePositions === 1 ? "" : "s"}`;
}
