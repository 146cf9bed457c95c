import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bought } from "../../../test/edge/bought.ts";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { changeLimits, deniedLast, readBack } from "../../../test/denied-rig.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";

const SOON = { timeout: 8_000, interval: 20 };

let stage: EdgeStage;
let owner: ConsoleClient;
/** An order to buy SPY that was filled, and a denied one for IBM. */
let filled: string;
let denied: string;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  filled = bought(stage.screen).intent.clientOrderId;
  const { rig, screen } = stage;
  rig.time += 1_000;
  rig.command({ kind: "kill", mode: "halt", reason: "a drill", includeStops: false });
  screen.quote("IBM", "50.00", "50.02");
  rig.wish("IBM", 1);
  denied = rig.told("order_denied")[0]?.intent.clientOrderId ?? "";
  rig.command({ kind: "resume", reason: "the drill is over" });
  await stage.startEdge();
  owner = await stage.signIn();
  await caughtUp();
});
afterAll(() => stage.close());

/** Waits until both the edge's book and the database hold everything journaled. */
async function caughtUp(): Promise<void> {
  const seq = await stage.rig.durable();
  await vi.waitFor(async () => {
    expect((await owner.trpc.live.snapshot.query()).engine.journalSeq).toBe(seq);
    expect(await stage.projectedTo()).toBe(seq);
  }, SOON);
}

type OrdersQuery = Parameters<ConsoleClient["trpc"]["orders"]["list"]["query"]>[0];
const listed = async (query: OrdersQuery) => {
  const { rows } = await owner.trpc.orders.list.query(query);
  return rows.map(({ symbol, status }) => [symbol, status]);
};

describe("orders", () => {
  test("of today are those that left and those that were denied", async () => {
    expect(await listed({ tab: "today" })).toEqual([
      ["IBM", "denied"],
      ["SPY", "filled"],
    ]);
    expect(await listed({ tab: "working" })).toEqual([]);
  });

  test("are found by symbol, strategy and words, today as in the history", async () => {
    for (const tab of ["today", "history"] as const) {
      expect(await listed({ tab, symbol: "SPY" })).toEqual([["SPY", "filled"]]);
      expect(await listed({ tab, strategyId: "nobody" })).toEqual([]);
      expect(await listed({ tab, text: filled.toUpperCase() })).toEqual([["SPY", "filled"]]);
      expect(await listed({ tab, text: "no such words" })).toEqual([]);
    }
  });

  test("come in pages that together hold each once", async () => {
    const first = await owner.trpc.orders.list.query({ tab: "today", limit: 1 });
    const { nextCursor: cursor } = first;
    const second = await owner.trpc.orders.list.query({ tab: "today", limit: 1, cursor });
    const ids = [...first.rows, ...second.rows].map((row) => row.clientOrderId);
    expect(ids).toEqual([denied, filled]);
    expect(second.nextCursor).toBeNull();
    const beyond = { tab: "today", cursor: "an order of yesterday" } as const;
    expect(await listed(beyond)).toEqual([]);
  });

  test("read from the database as they stood in the live picture", async () => {
    const today = await owner.trpc.orders.list.query({ tab: "today" });
    const byId = new Map(today.rows.map((row) => [row.clientOrderId, row]));
    const { rows: history } = await owner.trpc.orders.list.query({ tab: "history" });
    expect(history).toEqual([byId.get(filled)]);
    const { rows: refused } = await owner.trpc.orders.list.query({ tab: "denied" });
    expect(refused).toMatchObject([
      {
        clientOrderId: denied,
        denialCodes: byId.get(denied)?.denialCodes,
        reason: byId.get(denied)?.reason,
        leavesQuantity: byId.get(denied)?.leavesQuantity,
      },
    ]);
  });
});

test("fills are the venue's executions, with what was charged", async () => {
  const { rows } = await owner.trpc.orders.fills.query({});
  expect(rows).toMatchObject([
    { executionId: "x1", clientOrderId: filled, symbol: "SPY", side: "buy", quantity: "49" },
  ]);
  expect((await owner.trpc.orders.fills.query({ symbol: "IBM" })).rows).toEqual([]);
});

describe("a dossier", () => {
  test("tells an order's life the same from the live book and from the database", async () => {
    const live = await owner.trpc.orders.dossier.query({ clientOrderId: filled });
    expect(live.fills).toHaveLength(1);
    await stage.rig.snapshotToDisk();
    await stage.stopEdge();
    await stage.startEdge();
    owner = await stage.signIn();
    await caughtUp();
    const stored = await owner.trpc.orders.dossier.query({ clientOrderId: filled });
    const steps = (dossier: typeof live) =>
      dossier.timeline.map(({ journalSeq, sentence, raw }) => [journalSeq, sentence, raw]);
    expect(steps(stored)).toEqual(steps(live));
    expect({ ...stored, timeline: [] }).toEqual({ ...live, timeline: [] });
  });

  test("of a denied wish is kept with the check that refused it", async () => {
    const { order, checks } = await owner.trpc.orders.dossier.query({ clientOrderId: denied });
    expect(order.status).toBe("denied");
    expect(checks.filter(({ passed }) => !passed).map(({ check }) => check)).toEqual([
      "trading_state",
    ]);
  });

  test("of an order that nobody knows says so", async () => {
    await expect(owner.trpc.orders.dossier.query({ clientOrderId: "il-none" })).rejects.toThrow(
      "No order il-none is known here.",
    );
  });
});

describe("limits", () => {
  test("are previewed on the present book, changed, and kept with who and why", async () => {
    const { version, lines } = await owner.trpc.limits.current.query();
    expect(lines.find(({ key }) => key === "maxPositionQuantity")?.used).toBe("49");
    const values = { maxOpenOrders: "2" };
    const preview = await owner.trpc.limits.preview.query({ baseVersion: version, values });
    expect(preview).toMatchObject({ faults: [], lines: [{ to: "2", direction: "tighter" }] });
    const change = { commandId: randomUUID(), baseVersion: version, values, reason: "calmer" };
    expect(await owner.trpc.limits.change.mutate(change)).toMatchObject({ accepted: true });
    await caughtUp();
    expect((await owner.trpc.limits.current.query()).version).toBe(version + 1);
    const [latest, ...before] = await owner.trpc.limits.history.query();
    expect(latest).toMatchObject({
      version: version + 1,
      by: "Owner",
      reason: "calmer",
      lines: [{ key: "maxOpenOrders", to: "2" }],
    });
    expect(before.at(-1)).toMatchObject({ by: "configuration", lines: [] });
  });

  test("are not changed by somebody who has not seen the latest version", async () => {
    const { version } = await owner.trpc.limits.current.query();
    const receipt = await owner.trpc.limits.change.mutate({
      commandId: randomUUID(),
      baseVersion: version - 1,
      values: { maxOpenOrders: "1" },
    });
    expect(receipt.accepted).toBe(false);
    expect(receipt.sentence).toMatch(/by now, changed by Owner.*Look at the difference/);
    await caughtUp();
    expect((await owner.trpc.limits.current.query()).version).toBe(version);
  });

  test("a gesture that is sent twice changes them once", async () => {
    const { version } = await owner.trpc.limits.current.query();
    const values = { maxOpenOrders: "1" };
    const change = { commandId: randomUUID(), baseVersion: version, values, reason: "calmer" };
    const [first, second] = await Promise.all([
      owner.trpc.limits.change.mutate(change),
      owner.trpc.limits.change.mutate(change),
    ]);
    expect(second).toMatchObject({ accepted: first.accepted, sentence: first.sentence });
    await caughtUp();
    expect((await owner.trpc.limits.current.query()).version).toBe(version + 1);
  });
});

test("R16 a denied order is granted to pass, sent once, and kept with who and why", async () => {
  const { rig, screen } = stage;
  rig.time += 2 * 60_000;
  changeLimits(rig, { maxOrderQuantity: "5" });
  screen.quote("IBM", "50.00", "50.02");
  rig.wish("IBM", 1);
  const { clientOrderId } = deniedLast(rig);
  await caughtUp();
  expect(await owner.trpc.overrides.offer.query({ clientOrderId })).toMatchObject({
    obstacle: "",
    lines: [{ code: "order_quantity", ceiling: "10000" }],
  });
  const reason = "a block that was agreed";
  const asked = { commandId: randomUUID(), clientOrderId, reason };
  expect(await owner.trpc.overrides.grant.mutate(asked)).toMatchObject({ accepted: true });
  await caughtUp();
  const use = readBack((await owner.trpc.overrides.list.query()).overrides[0]);
  const altered = { commandId: randomUUID(), ...use, quantity: `${use.quantity}0` };
  expect(await owner.trpc.overrides.use.mutate(altered)).toMatchObject({ accepted: false });
  const sent = await owner.trpc.overrides.use.mutate({ commandId: randomUUID(), ...use });
  expect(sent).toMatchObject({
    accepted: true,
    sentence: expect.stringContaining("is being sent"),
  });
  await caughtUp();
  expect(await owner.trpc.overrides.list.query()).toMatchObject({
    overrides: [
      { standing: "used", by: "Owner", reason, outcome: "Used by Owner, who granted it, too." },
    ],
    refusals: [{ overrideId: use.overrideId, by: "Owner" }],
  });
  const order = rig.told("order_approved").at(-1)?.intent;
  if (order !== undefined) rig.report(order, { status: "canceled", venueStatus: "canceled" });
  await caughtUp();
});

describe("the kill switch", () => {
  test("shows what it would do, does it, and is lifted with a reason", async () => {
    expect(await owner.trpc.kill.preview.query()).toMatchObject({ openOrders: 0, positions: 1 });
    const receipt = await owner.trpc.kill.engage.mutate({
      commandId: randomUUID(),
      mode: "halt",
      reason: "odd prices",
    });
    expect(receipt).toMatchObject({ accepted: true, journalSeq: await stage.rig.durable() });
    await caughtUp();
    const shown = await owner.trpc.kill.current.query();
    expect(shown?.gateClosedMs).toBeGreaterThan(0);
    expect(shown).toMatchObject({
      mode: "halt",
      stage: "proven",
      by: "Owner",
      via: "console",
      reason: "odd prices",
    });
    await expect(
      owner.trpc.kill.resume.mutate({ commandId: randomUUID(), reason: "ok" }),
    ).rejects.toThrow(/at least 10 characters/);
    const resumed = { commandId: randomUUID(), reason: "prices are well again" };
    expect(await owner.trpc.kill.resume.mutate(resumed)).toMatchObject({ accepted: true });
    await caughtUp();
    expect((await owner.trpc.kill.current.query())?.stage).toBe("resumed");
  });
});

test("a position is closed by an order that passes risk", async () => {
  const close = { commandId: randomUUID(), symbol: "SPY", percent: 100 };
  expect(await owner.trpc.positions.close.mutate(close)).toMatchObject({ accepted: true });
  await caughtUp();
  expect(await listed({ tab: "working" })).toEqual([["SPY", "pending_submit"]]);
});

test("canceling an order that has ended is refused with the reason", async () => {
  const cancel = { commandId: randomUUID(), clientOrderId: filled };
  const receipt = await owner.trpc.orders.cancel.mutate(cancel);
  expect(receipt.accepted).toBe(false);
  expect(receipt.sentence).not.toBe("");
});
