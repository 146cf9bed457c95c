import { TRPCClientError } from "@trpc/client";
import { quantity } from "@interlock/core/number/quantity";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";

const REASON = "a block that the desk has agreed";

let stage: EdgeStage;
let ada: ConsoleClient;
let bo: ConsoleClient;
let cy: ConsoleClient;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  await stage.startEdge();
  [ada, bo, cy] = [
    await stage.person("trader"),
    await stage.person("risk"),
    await stage.person("owner"),
  ];
});
afterAll(() => stage.close());

/** The request as somebody sees it once the edge has followed the journal to it. */
async function seen(who: ConsoleClient, approvalId: string, state?: string) {
  return expect
    .poll(() => who.trpc.approvals.get.query({ approvalId }).catch(() => null), { timeout: 5_000 })
    .toMatchObject(state === undefined ? { id: approvalId } : { id: approvalId, state })
    .then(() => who.trpc.approvals.get.query({ approvalId }));
}

function ask(values: Record<string, string>) {
  const baseVersion = stage.rig.state.limits?.version ?? 0;
  return { kind: "limits" as const, baseVersion, values };
}

async function requested(who: ConsoleClient, values: Record<string, string>) {
  const commandId = crypto.randomUUID();
  const { made } = await who.trpc.approvals.request.mutate({
    commandId,
    ask: ask(values),
    reason: REASON,
  });
  return seen(who, made ?? "");
}

type Seen = Awaited<ReturnType<typeof seen>>;

const act = ({ id, proposedHash }: Seen) => ({
  commandId: crypto.randomUUID(),
  approvalId: id,
  seenHash: proposedHash,
});
const decide = (who: ConsoleClient, one: Seen) =>
  who.trpc.approvals.approve.mutate({ ...act(one), reason: REASON });
const apply = (who: ConsoleClient, one: Seen) => who.trpc.approvals.carryOut.mutate(act(one));

async function statusOf(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof TRPCClientError)) throw new Error("it was not refused");
  const { data } = error as { readonly data: { readonly httpStatus?: number } | null };
  return data?.httpStatus;
}

const orders = () => stage.rig.state.limits?.values.maxOpenOrders;

test("a looser limit goes from request over another person's approval into force, over HTTP", async () => {
  const one = await requested(ada, { maxOpenOrders: "25", maxOrderQuantity: "900" });
  expect(stage.rig.state.limits?.values.maxOrderQuantity).toBe(quantity("900"));
  expect(one).toMatchObject({ mine: true, state: "waiting", ask: { kind: "limits" } });
  expect(one.diff).toEqual([
    { what: "Open orders", before: "20", after: "25", direction: "looser" },
  ]);
  expect(await decide(bo, await seen(bo, one.id))).toMatchObject({ accepted: true });
  expect(orders()).toBe(20);
  expect(await apply(ada, await seen(ada, one.id, "approved"))).toMatchObject({ accepted: true });
  expect(orders()).toBe(25);
});

test("W10 the requester's approval is 403, by another session, too, and their page says why beforehand", async () => {
  const one = await requested(bo, { maxOpenOrders: "26" });
  expect(one.obstacles.approve).toContain("another person must decide");
  expect(await statusOf(decide(bo, one))).toBe(403);
  const again = await stage.sessionFor(bo);
  expect(await statusOf(decide(again, await seen(again, one.id)))).toBe(403);
  expect(await apply(bo, one)).toMatchObject({ accepted: false });
  expect(orders()).toBe(25);
  await bo.trpc.approvals.cancel.mutate({ commandId: crypto.randomUUID(), approvalId: one.id });
});

test("W06 a decision from a page that shows an older proposal is 409, and decides nothing", async () => {
  const one = await requested(ada, { maxOpenOrders: "27" });
  const stale = await seen(bo, one.id);
  const reason = REASON;
  await ada.trpc.approvals.edit.mutate({ ...act(one), ask: ask({ maxOpenOrders: "30" }), reason });
  expect(await statusOf(decide(bo, stale))).toBe(409);
  expect(stage.rig.state.approvals.live[0]?.decisions).toEqual([]);
  await ada.trpc.approvals.cancel.mutate({ commandId: crypto.randomUUID(), approvalId: one.id });
});

test("W09 of two people who loosen the same limit one wins, and the other gets 409 with the new difference", async () => {
  const first = await requested(ada, { maxOpenOrders: "28" });
  const second = await requested(bo, { maxOpenOrders: "40" });
  await decide(bo, await seen(bo, first.id));
  await decide(cy, await seen(cy, second.id));
  expect(await apply(ada, await seen(ada, first.id, "approved"))).toMatchObject({ accepted: true });
  expect(await statusOf(apply(bo, second))).toBe(409);
  const conflicted = await seen(bo, second.id, "conflicted");
  expect(conflicted.ending?.diff).toEqual([
    { what: "Open orders", before: "28", after: "40", direction: "looser" },
  ]);
  expect(orders()).toBe(28);
});

test("W05 an approver whose role was taken away meanwhile counts no more, read at the moment of applying", async () => {
  const one = await requested(ada, { maxOpenOrders: "29" });
  const eve = await stage.person("risk");
  await decide(eve, await seen(eve, one.id));
  const approved = await seen(ada, one.id, "approved");
  const { userId } = stage.rig.state.approvals.live.at(-1)?.decisions[0]?.by ?? {};
  await stage.sql(`update identity."user" set role = 'viewer' where id = '${userId ?? ""}'`);
  expect(await apply(ada, approved)).toMatchObject({
    accepted: false,
    sentence: expect.stringContaining("one other person") as string,
  });
  expect(orders()).toBe(28);
});

test("two people who apply one request at once have it applied once", async () => {
  const one = await requested(ada, { maxOpenOrders: "31" });
  await decide(bo, await seen(bo, one.id));
  const approved = await seen(ada, one.id, "approved");
  const version = stage.rig.state.limits?.version ?? 0;
  const outcomes = await Promise.allSettled([apply(ada, approved), apply(bo, approved)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(stage.rig.state.limits?.version).toBe(version + 1);
});
