import { randomUUID } from "node:crypto";
import { TRPCClientError } from "@trpc/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { REASON } from "../../../test/approval-rig.ts";
import { confirmed as withPasskey } from "../../../test/edge/confirmed.ts";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";
import { requestOpenOrders } from "../../../test/approvals/limit-request.ts";

let stage: EdgeStage;
let ada: ConsoleClient;
let bo: ConsoleClient;

beforeAll(async () => {
  stage = await EdgeStage.withLadder();
  [ada, bo] = [await stage.person("trader"), await stage.person("risk")];
});
afterAll(() => stage.close());

const confirmed = (who: ConsoleClient, path: string, input: object) =>
  withPasskey(stage, who, { path, input });

const orders = () => stage.rig.state.limits?.values.maxOpenOrders;

const requested = (maxOpenOrders: string) =>
  requestOpenOrders(stage, { asker: ada, decider: bo }, maxOpenOrders);

test("a looser limit is refused with what it needs, and what needs a passkey says so and takes it once", async () => {
  const baseVersion = stage.rig.state.limits?.version ?? 0;
  const direct = { baseVersion, values: { maxOpenOrders: "25" }, reason: REASON };
  expect(await bo.trpc.limits.change.mutate({ commandId: randomUUID(), ...direct })).toMatchObject({
    accepted: false,
    needs: "approval",
  });
  const { id: approvalId, proposedHash: seenHash } = await requested("25");
  const decision = { approvalId, seenHash, reason: REASON };
  const plain = await bo.trpc.approvals.approve.mutate({ commandId: randomUUID(), ...decision });
  expect(plain).toMatchObject({ accepted: false, needs: "step_up" });
  const sure = await confirmed(bo, "approvals.approve", decision);
  expect(
    await sure.approvals.approve.mutate({ commandId: randomUUID(), ...decision }),
  ).toMatchObject({ accepted: true });
  await expect
    .poll(async () => (await ada.trpc.approvals.get.query({ approvalId })).state)
    .toBe("approved");
  const application = { approvalId, seenHash };
  const carried = await confirmed(ada, "approvals.carryOut", application);
  expect(
    await carried.approvals.carryOut.mutate({ commandId: randomUUID(), ...application }),
  ).toMatchObject({ accepted: true });
  expect(orders()).toBe(25);
});

test("W08 a confirmation of one decision confirms no other, and none twice", async () => {
  const first = await requested("26");
  const decision = { approvalId: first.id, seenHash: first.proposedHash, reason: REASON };
  const sure = await confirmed(bo, "approvals.approve", decision);
  const other = { ...decision, reason: "another reason than was confirmed" };
  const altered = sure.approvals.approve.mutate({ commandId: randomUUID(), ...other });
  await expect(altered).rejects.toBeInstanceOf(TRPCClientError);
  const again = sure.approvals.approve.mutate({ commandId: randomUUID(), ...decision });
  await expect(again).rejects.toBeInstanceOf(TRPCClientError);
  expect(stage.rig.state.approvals.live.at(-1)?.decisions).toEqual([]);
  expect(orders()).toBe(25);
});
