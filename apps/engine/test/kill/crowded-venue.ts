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

/** Requests under way at the same time while a crowd is placed. */
const LANES = 8;

/**
 * Places so many orders that rest far below the market, as another program of the account would, and waits until the
 * engine knows of each. Returns the venue's ids.
 */
export async function crowd(stage: Stage, orders: number): Promise<readonly string[]> {
  const ids: string[] = [];
  let left = orders;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      ids.push(await placeOne(stage.venue.url));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await stage.until("an engine that knows of every order", async () => {
    const { otherOrders } = await stage.engine.status();
    return otherOrders.length >= orders;
  });
  return ids;
}

async function placeOne(url: string): Promise<string> {
  const response = await fetch(`${url}/v2/orders`, {
    method: "POST",
    headers: { ...keys(url), "content-type": "application/json" },
    body: JSON.stringify({
      symbol: "SPY",
      side: "buy",
      qty: "1",
      type: "limit",
      limit_price: "1.00",
      time_in_force: "day",
    }),
  });
  if (!response.ok) throw new Error(`an order: ${response.status} ${await response.text()}`);
  return placed.parse(await response.json()).id;
}

const placed = z.looseObject({ id: z.string() });

/** Has the venue hold back every answer for 100 ms and fail one request in twenty without carrying it out. */
export async function slowAndFaulty({ venue }: Stage): Promise<void> {
  await venue.faults({ delayResponsesMs: 100 });
  const fault = { do: "answer", status: 500, body: { message: "internal error" } };
  const response = await fetch(`${venue.url}/sim/faults/rest`, {
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
    orders: z.array(
      z.looseObject({
        id: z.string(),
        confirmedAt: z.number().nullable(),
        failed: z.boolean().optional(),
      }),
    ),
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

const statusWithParts = z.looseObject({
  kills: z.array(
    killStatus.extend({ scope: z.looseObject({ symbol: z.string().optional() }).optional() }),
  ),
});

/** Returns what the engine keeps of the kill of one symbol; null where there is none. */
export async function partOfSymbol(stage: Stage, symbol: string): Promise<KillStatus | null> {
  const { kills } = statusWithParts.parse(await stage.engine.status());
  return kills.find(({ scope }) => scope?.symbol === symbol) ?? null;
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
