import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bought } from "../../edge/bought.ts";
import type { ConsoleClient } from "../../edge/console-client.ts";
import { EdgeStage } from "../../edge/edge-stage.ts";

/** What one refusal may cost the edge's thread, with the client in the same process, in milliseconds of processor. */
const COST_MAX_MS = 100;
const because = "looked into it twice";

let stage: EdgeStage;
let owner: ConsoleClient;

beforeAll(async () => {
  stage = await EdgeStage.open();
  stage.rig.ready();
  bought(stage.screen);
  await stage.startEdge();
});
beforeEach(async () => {
  owner = await stage.person("owner");
});
afterAll(() => stage.close());

const commands = () => stage.told.filter(({ kind }) => kind === "command").length;

interface Answered {
  readonly status: number;
  readonly text: string;
  /** Processor time that passed, of both sides. */
  readonly costMs: number;
}

async function post(path: string, body: string): Promise<Answered> {
  const before = process.cpuUsage();
  const response = await fetch(`${stage.url}${path}`, {
    method: "POST",
    headers: { ...owner.headers, "content-type": "application/json" },
    body,
  });
  const text = await response.text();
  const { user, system } = process.cpuUsage(before);
  return { status: response.status, text, costMs: (user + system) / 1_000 };
}

const kill = (more: object = {}) => ({ commandId: crypto.randomUUID(), mode: "halt", ...more });

describe("a command with more than belongs to it", () => {
  test.each([
    ["kill.engage", () => kill({ by: "somebody else" })],
    ["kill.engage", () => kill({ actor: { role: "owner" } })],
    ["kill.engage", () => kill({ scope: { kind: "symbol", symbol: "SPY", account: "other" } })],
    ["limits.change", () => change({ approvedBy: "Bo" })],
    ["limits.change", () => change({ maxNotional: "1000000000" })],
    ["limits.change", () => change({ ceilings: { maxGrossExposure: "1000000000" } })],
    [
      "positions.close",
      () => ({ commandId: crypto.randomUUID(), symbol: "SPY", percent: 1, quantity: "1" }),
    ],
    [
      "kill.resume",
      () => ({ commandId: crypto.randomUUID(), reason: because, waivers: ["evidence"] }),
    ],
  ])("W11 %s is refused and not obeyed without it", async (path, body) => {
    const before = commands();
    const { status, text } = await post(`/trpc/${path}`, JSON.stringify(body()));
    expect(status).toBe(400);
    expect(text).toContain("Unrecognized key");
    expect(commands()).toBe(before);
  });

  test("W11 a limit that nobody knows, in a change that is otherwise right, changes nothing", async () => {
    const { version } = stage.rig.state.limits ?? { version: 0 };
    const values = { maxOpenOrders: "3", approvedBy: "Bo" };
    const { text } = await post(
      "/trpc/limits.change",
      JSON.stringify(change({ baseVersion: version, values })),
    );
    expect(text).toContain("approvedBy");
    expect(stage.rig.state.limits?.version).toBe(version);
  });

  test("W11 the id of an order, a signal or a strategy of nobody opens nothing", async () => {
    const { trpc } = owner;
    const other = "../../other-account/il-1";
    await expect(trpc.orders.dossier.query({ clientOrderId: other })).rejects.toThrow(/No order/);
    await expect(trpc.signals.dossier.query({ signalId: "s-of-others" })).rejects.toThrow(
      /No signal/,
    );
    const cancel = { commandId: crypto.randomUUID(), clientOrderId: other };
    await expect(trpc.orders.cancel.mutate(cancel)).rejects.toThrow(/not the id of an order/);
    const enable = { commandId: crypto.randomUUID(), strategyId: "of-others", reason: because };
    expect((await trpc.strategies.enable.mutate(enable)).accepted).toBe(false);
  });
});

const change = (more: object = {}) => ({
  commandId: crypto.randomUUID(),
  baseVersion: 1,
  values: {},
  reason: because,
  ...more,
});

describe("what no client of ours sends", () => {
  const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
  const many = (names: number) => Array(names).fill("live.snapshot").join(",");

  test.each([
    ["W12 a batch of eleven", 400, `/trpc/${many(11)}?batch=1`, "{}"],
    ["W12 a batch of 1,000", 400, `/trpc/${many(1_000)}?batch=1`, "{}"],
    ["W12 a batch of 10,000", 431, `/trpc/${many(10_000)}?batch=1`, "{}"],
    ["W12 JSON that is nested 30,000 deep", 400, "/trpc/kill.engage", deep],
    [
      "W12 JSON that is nested deep inside a command",
      400,
      "/trpc/kill.engage",
      `{"scope":${deep}}`,
    ],
    ["W12 what is no JSON", 400, "/trpc/kill.engage", "{mode:halt}"],
    ["W12 a prototype", 400, "/trpc/kill.engage", '{"mode":"halt","__proto__":{"drill":true}}'],
    [
      "W12 a prototype in other letters",
      400,
      "/trpc/kill.engage",
      '{"mode":"halt","\\u005f_proto__":{"drill":true}}',
    ],
    [
      "W12 a constructor's prototype",
      400,
      "/trpc/limits.change",
      '{"values":{"constructor":{"prototype":{}}}}',
    ],
  ])("%s is refused with %d at once", async (_what, status, path, body) => {
    const before = commands();
    const answered = await post(path, body);
    expect(answered.status).toBe(status);
    expect(answered.costMs).toBeLessThan(COST_MAX_MS);
    expect(commands()).toBe(before);
    expect(({} as Record<string, unknown>)["drill"]).toBeUndefined();
  });

  test("W12 a body of 5 MB is refused with 413 before it is read", async () => {
    const before = process.cpuUsage();
    const body = JSON.stringify(kill({ reason: "x".repeat(5_000_000) }));
    const response = await fetch(`${stage.url}/trpc/kill.engage`, {
      method: "POST",
      headers: { ...owner.headers, "content-type": "application/json" },
      body,
    }).catch(() => null);
    // The answer comes while the body still goes out: a client may see the closed connection first.
    if (response !== null) expect(response.status).toBe(413);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(2 * COST_MAX_MS);
    expect((await owner.get("/live")).status).toBe(200);
  });

  test("W12 a body that never says how long it is is cut at its bound", async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(16_384).fill(32)),
    });
    const sent = fetch(`${stage.url}/trpc/kill.engage`, {
      method: "POST",
      headers: { ...owner.headers, "content-type": "application/json" },
      body: endless,
      duplex: "half",
    } as RequestInit & { duplex: "half" });
    const status = await sent.then(
      (response) => response.status,
      () => 413,
    );
    expect(status).toBe(413);
    expect((await owner.get("/live")).status).toBe(200);
  });
});

describe("whoever calls too often", () => {
  const tighten = () => post("/trpc/limits.change", JSON.stringify(change()));

  test("is told to wait after 30 commands in a minute, and may stop and cancel all the same", async () => {
    const since = performance.now();
    const given = await Promise.all(Array.from({ length: 60 }, tighten));
    const passed = given.filter(({ status }) => status === 200).length;
    expect(passed).toBeGreaterThanOrEqual(30);
    expect(passed).toBeLessThanOrEqual(31 + (performance.now() - since) / 2_000);
    const refused = given.find(({ status }) => status !== 200);
    expect([refused?.status, refused?.text]).toEqual([
      429,
      expect.stringMatching(
        /Too many calls within a minute: try again in \d s\. Stopping and canceling/,
      ),
    ]);
    const cancel = { commandId: crypto.randomUUID(), clientOrderId: "il-1" };
    expect((await post("/trpc/orders.cancel", JSON.stringify(cancel))).status).toBe(200);
    expect((await post("/trpc/kill.engage", JSON.stringify(kill()))).status).toBe(200);
  });

  test("keeps nobody else from giving commands", async () => {
    const given = await Promise.all(Array.from({ length: 60 }, tighten));
    expect(given.map(({ status }) => status)).toContain(429);
    owner = await stage.person("risk");
    expect((await tighten()).status).toBe(200);
  });

  test("stops once with a kill that is sent a hundred times", async () => {
    const { trpc } = await stage.person("owner");
    await trpc.kill.resume.mutate({ commandId: crypto.randomUUID(), reason: because });
    const body = { commandId: crypto.randomUUID(), mode: "halt" as const };
    const before = stage.rig.told("kill_requested").length;
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => trpc.kill.engage.mutate(body)),
    );
    expect(new Set(answers.map(({ sentence }) => sentence)).size).toBe(1);
    expect(stage.rig.told("kill_requested").length - before).toBe(1);
  });
});

test("an error shows a sentence, and never where in our code it happened", async () => {
  const { text } = await post("/trpc/kill.engage", "{}");
  expect(text).not.toMatch(/stack|\.ts:\d|node_modules/);
});

test("W07 over the wire: the same command twice has one effect, another under its id is refused", async () => {
  const { trpc } = await stage.person("owner");
  const first = change({
    baseVersion: stage.rig.state.limits?.version ?? 0,
    values: { maxOpenOrders: "3" },
  });
  const command = first as Parameters<typeof trpc.limits.change.mutate>[0];
  const answers = [
    await trpc.limits.change.mutate(command),
    await trpc.limits.change.mutate(command),
  ];
  expect(answers[0]?.accepted).toBe(true);
  expect(answers[1]?.sentence).toBe(answers[0]?.sentence);
  const version = stage.rig.state.limits?.version;
  const other = await trpc.limits.change.mutate({ ...command, values: { maxOpenOrders: "2" } });
  expect(other).toMatchObject({
    accepted: false,
    sentence: expect.stringContaining("used before"),
  });
  expect(stage.rig.state.limits?.version).toBe(version);
});
