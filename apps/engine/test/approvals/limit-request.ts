import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { REASON } from "../approval-rig.ts";
import type { ConsoleClient } from "../edge/console-client.ts";
import type { EdgeStage } from "../edge/edge-stage.ts";

/** Who asks for a looser limit, and who is to see that it waits. */
interface Asking {
  readonly asker: ConsoleClient;
  readonly decider: ConsoleClient;
}

/** Asks that so many orders may be open; returns the request as the other sees it, once it waits for them. */
export async function requestOpenOrders(
  stage: EdgeStage,
  { asker, decider }: Asking,
  maxOpenOrders: string,
) {
  const baseVersion = stage.rig.state.limits?.version ?? 0;
  const ask = { kind: "limits" as const, baseVersion, values: { maxOpenOrders } };
  const asked = { commandId: randomUUID(), ask, reason: REASON };
  const { made: approvalId = "" } = await asker.trpc.approvals.request.mutate(asked);
  const get = () => decider.trpc.approvals.get.query({ approvalId });
  const soon = { timeout: 15_000, interval: 50 };
  await expect.poll(() => get().catch(() => null), soon).toMatchObject({ state: "waiting" });
  return get();
}
