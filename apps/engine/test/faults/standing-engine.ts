import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { commandId, type Ticker, ticker } from "@interlock/core/ids";
import { expect } from "vitest";
import { ControlSocketClient } from "../../src/operator/control-socket-client.ts";
import type { CommandAnswer, CommandBody } from "../../src/operator/operator-command.ts";
import type { EngineInProcess } from "../engine-in-process.ts";
import type { VenueInProcess } from "../venue-in-process.ts";

/** For what takes seconds on a busy machine. */
export const SOON = { timeout: 30_000, interval: 50 };

/** What an engine says of its books. */
export interface Standing {
  readonly positions: readonly { readonly symbol: string }[];
  readonly workingOrders: readonly { readonly clientOrderId: string; readonly status: string }[];
}

/** Returns what an engine says of its books now. */
export async function standing(engine: EngineInProcess): Promise<Standing> {
  return (await engine.status()) as unknown as Standing;
}

/** Stops the tape where something is held that nothing else is closing; returns its symbol. */
export async function stopAtPosition(
  engine: EngineInProcess,
  venue: VenueInProcess,
): Promise<Ticker> {
  let symbol = "";
  const look = async () => {
    await steer(venue, { paused: true });
    const { positions, workingOrders } = await standing(engine);
    symbol = workingOrders.length === 0 ? (positions[0]?.symbol ?? "") : "";
    if (symbol === "") await steer(venue, { paused: false });
    return symbol;
  };
  await expect.poll(look, SOON).not.toBe("");
  return ticker(symbol);
}

/** Stops or resumes the tape. */
export async function steer(
  venue: VenueInProcess,
  change: { readonly paused: boolean },
): Promise<void> {
  await fetch(`${venue.url}/sim/tape`, { method: "POST", body: JSON.stringify(change) });
}

/** Gives a command through the control socket; returns its durable answer. */
export async function order(engine: EngineInProcess, body: CommandBody): Promise<CommandAnswer> {
  const path = join(engine.home.dataDir, "run", "engine.sock");
  const client = await ControlSocketClient.open(path);
  if (!client.ok) throw new Error(client.error);
  const actor = { userId: "test", name: "Test", role: "owner" };
  const command = { commandId: commandId(randomUUID()), actor, via: "cli" as const, body };
  const answer = await client.value.command(command, 5_000);
  client.value.close();
  if (!answer.ok) throw new Error(answer.error);
  return answer.value;
}
