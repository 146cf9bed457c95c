import type { KillParts, KillView } from "@interlock/api/view/kill-view";
import { CANCELS_PER_MINUTE, cancelMinutes } from "@interlock/core/kill/cancel-pace";
import { removesStops } from "@interlock/core/kill/kill-terms";
import { isRunning } from "../../kill-in-force.ts";
import { RECEIPT_STAGES, stageMs } from "@interlock/core/kill/kill-receipt";
import { unconfirmed } from "../../operator/kill-receipt.ts";
import type { KillState } from "../../records/kill-record.ts";
import type { EngineState } from "../../state.ts";

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
 * a minute do not suffice for all of them at once. `open` are the orders still to be canceled.
 */
export function countdownOf(kill: KillState, open: number): Pick<KillView, "countdown"> {
  const oneByOne = kill.scope !== undefined || !removesStops(kill);
  const orders = open - unconfirmed(kill).length;
  if (!isRunning(kill) || kill.mode === "halt" || !oneByOne || orders <= 0) return {};
  const minutes = cancelMinutes(orders);
  return { countdown: { orders, perMinute: CANCELS_PER_MINUTE, minutes } };
}

/** Returns the drills that are kept, newest first. */
export function drillsOf({ drills }: EngineState): KillParts["drills"] {
  return drills.map(({ killId: _id, ...drill }) => drill).reverse();
}
