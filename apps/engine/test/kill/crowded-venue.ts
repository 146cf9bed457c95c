import { readAlpacaEnvironment } from "@interlock/alpaca/environment";
import type { CommandBody } from "../../src/operator/operator-command.ts";
import type { Stage } from "../processes/stage.ts";
import { z } from "zod";

/** A kill that leaves nothing open: the venue's request for everything may be used. */
export const CANCEL_EVERYTHING: CommandBody = {
  kind: "kill",
  mode: "cancel",
  reason: "measured",
  includeStops: true,
};

/** The keys that the simulated venue takes where none are configured. */
function keys(url: string): Record<string, string> {
  const read = readAlpacaEnvironment({ ALPACA_BASE_URL: url }, "sim");
  if (!read.ok) throw new Error(read.faults.join("; "));
  const { keyId, secretKey } = read.environment.credentials;
  return { "APCA-API-KEY-ID": keyId, "APCA-API-SECRET-KEY": secretKey };
}

/** Places so many orders that rest far below the market, as another program of the account would. */
export async function crowd(stage: Stage, orders: number): Promise<void> {
  for (let placed = 0; placed < orders; placed += 1) {
    const response = await fetch(`${stage.venue.url}/v2/orders`, {
      method: "POST",
      headers: { ...keys(stage.venue.url), "content-type": "application/json" },
      body: JSON.stringify({
        symbol: "SPY",
        side: "buy",
        qty: "1",
        type: "limit",
        limit_price: "1.00",
        time_in_force: "day",
      }),
    });
    if (!response.ok)
      throw new Error(`order ${placed}: ${response.status} ${await response.text()}`);
  }
}

/** Has the venue hold back every answer for 100 ms and fail one request in twenty without carrying it out. */
export async function slowAndFaulty(stage: Stage): Promise<void> {
  await stage.venue.faults({ delayResponsesMs: 100 });
  const fault = { do: "answer", status: 500, body: { message: "internal error" } };
  const response = await fetch(`${stage.venue.url}/sim/faults/rest`, {
    method: "POST",
    body: JSON.stringify({ fault, times: null, probability: 0.05 }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

const moment = z.looseObject({ at: z.number(), hostAt: z.number().nullable() });
const killStatus = z.looseObject({
  stage: z.string(),
  receipt: z.looseObject({
    stages: z.record(z.string(), moment),
    orders: z.array(z.looseObject({ confirmedAt: z.number().nullable() })),
  }),
});
export type KillStatus = z.infer<typeof killStatus>;

/** Waits for the proof of the kill in force and returns what the engine keeps of it. */
export function untilProven(stage: Stage): Promise<KillStatus> {
  return stage.until("a proven kill", async () => {
    const { kill } = await stage.engine.status();
    const read = killStatus.safeParse(kill);
    return read.success && read.data.stage === "proven" && read.data.receipt.stages.proven
      ? read.data
      : null;
  });
}

/** Real milliseconds from the request to a stage. */
export function tookMs({ receipt }: KillStatus, stage: string): number {
  const from = receipt.stages.requested?.hostAt ?? null;
  const to = receipt.stages[stage]?.hostAt ?? null;
  if (from === null || to === null) throw new Error(`the receipt does not measure ${stage}`);
  return to - from;
}

/** Ends every fault of the venue. */
export async function soundAgain(stage: Stage): Promise<void> {
  for (const path of ["/sim/faults", "/sim/faults/rest"])
    await fetch(`${stage.venue.url}${path}`, { method: "DELETE" });
}
