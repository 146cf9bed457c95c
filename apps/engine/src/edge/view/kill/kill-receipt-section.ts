import type { KillParts, KillView, PastKill } from "@interlock/api/view/kill-view";
import { CANCELS_PER_MINUTE, cancelMinutes } from "@interlock/core/kill/cancel-pace";
import { removesStops } from "@interlock/core/kill/kill-terms";
import { scopeKey } from "@interlock/core/kill/kill-scope";
import { isRunning, killInForce, killsOf, scopeOfKill } from "../../../kill-in-force.ts";
import { RECEIPT_STAGES, stageMs } from "@interlock/core/kill/kill-receipt";
import { underWay } from "../../../operator/kill/kill-receipt.ts";
import type { KillState } from "../../../records/kill-record.ts";
import type { EngineState } from "../../../state.ts";

/** Returns the receipt of a kill as the console shows it; nothing for a kill of before there were any. */
export function receiptOf({ receipt }: KillState): Pick<KillView, "receipt"> {
  if (receipt === undefined) return {};
  const stages = RECEIPT_STAGES.flatMap((stage) => {
    const reached = receipt.stages[stage];
    return reached === undefined ? [] : { stage, at: reached.at, tookMs: stageMs(receipt, stage) };
  });
  return { receipt: { stages, orders: receipt.orders.map((order) => ({ ...order })) } };
}

/**
 * Returns how long it takes until the last cancel is sent, where orders must go one by one and the venue's requests of
 * a minute do not suffice for all of them at once; one whose request failed waits again. `open` are those not gone yet.
 */
export function countdownOf(kill: KillState, open: number): Pick<KillView, "countdown"> {
  const oneByOne = kill.scope !== undefined || !removesStops(kill);
  const orders = open - underWay(kill);
  if (!isRunning(kill) || kill.mode === "halt" || !oneByOne || orders <= 0) return {};
  const minutes = cancelMinutes(orders);
  return { countdown: { orders, perMinute: CANCELS_PER_MINUTE, minutes } };
}

/** Returns the drills that are kept, newest first. */
export function drillsOf({ drills }: EngineState): KillParts["drills"] {
  return drills
    .map(({ killId: _id, closings = null, ...drill }) => ({ ...drill, closings }))
    .reverse();
}

/** Returns the latest kills, newest first: those that hold, and those that are over. */
export function killHistory(state: EngineState): PastKill[] {
  const all = [...state.pastKills, ...killsOf(state)].reverse();
  return all.sort((a, b) => b.requestedAt - a.requestedAt).map((kill) => pastKill(state, kill));
}

function pastKill(state: EngineState, kill: KillState): PastKill {
  const { scope, receipt = null } = kill;
  return {
    killId: kill.killId,
    mode: kill.mode,
    ...(scope === undefined ? {} : { scope: scopeKey(scope) }),
    drill: kill.drill === true,
    by: kill.by,
    via: kill.via,
    reason: kill.reason,
    ...(kill.raised === undefined ? {} : { raised: kill.raised }),
    requestedAt: kill.requestedAt,
    result: resultOf(state, kill),
    gateMs: receipt === null ? null : stageMs(receipt, "gate_closed"),
    provenMs: receipt === null ? null : stageMs(receipt, "proven"),
    orders: receipt?.orders.length ?? 0,
    closings: kill.closesRequested,
    residual: [...kill.residual],
    receipt: receiptOf(kill).receipt ?? null,
  };
}

function resultOf(state: EngineState, kill: KillState): PastKill["result"] {
  if (kill.stage === "proven" || kill.stage === "residual") return kill.stage;
  return killInForce(state, scopeOfKill(kill)) === kill ? "under_way" : "unproven";
}
