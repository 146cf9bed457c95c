import { REDUCE_ONLY_MS } from "@interlock/core/kill/reduce-only";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bought } from "../../../test/edge/bought.ts";
import type { ConsoleClient } from "../../../test/edge/console-client.ts";
import { EdgeStage } from "../../../test/edge/edge-stage.ts";
import { settings } from "../../../test/rig.ts";

/** The one that a rig's wishes are of. */
const STRATEGY = settings().strategies[0]?.id ?? "none";
const SOON = { timeout: 8_000, interval: 20 };

let stage: EdgeStage;
let owner: ConsoleClient;
/** An order to buy SPY that was filled; IBM is wished once while trading is halted, and SPY once more at its target. */
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
  rig.pass(REDUCE_ONLY_MS);
  screen.quote("IBM", "50.00", "50.02");
  screen.quote("SPY", "100.00", "100.02");
  rig.wish("SPY", 1);
  await stage.startEdge();
  owner = await stage.signIn();
  const seq = await rig.durable();
  await vi.waitFor(async () => {
    expect((await owner.trpc.live.snapshot.query()).engine.journalSeq).toBe(seq);
    expect(await stage.projectedTo()).toBe(seq);
  }, SOON);
});
afterAll(() => stage.close());

describe("a signal", () => {
  test("is one row with its decision, first refusing check and order", async () => {
    const { rows, nextCursor } = await owner.trpc.signals.list.query({});
    expect(nextCursor).toBeNull();
    expect(rows.map(({ symbol, decision, cause }) => [symbol, decision, cause])).toEqual([
      ["SPY", "suppressed", "at_target"],
      ["IBM", "denied", null],
      ["SPY", "sent", null],
    ]);
    expect(rows[1]).toMatchObject({
      direction: "long",
      target: 1,
      denialCodes: ["trading_state"],
      firstBlock: { code: "trading_state", value: "halted", limit: "active" },
      order: { clientOrderId: denied, status: "denied", submitMs: null },
      later: [
        { minutes: 5, price: null, absence: "Not due yet." },
        { minutes: 30, price: null, absence: "Not due yet." },
      ],
    });
    expect(rows[2]).toMatchObject({
      firstBlock: null,
      order: { clientOrderId: filled, status: "filled", filledQuantity: "49" },
      later: [],
    });
    expect(rows[0]?.outcome).toBe(
      "Position and working orders already make the target, to the share.",
    );
  });

  test("is found by the code that refused it, and counted in the funnel of that filter", async () => {
    const byCode = await owner.trpc.signals.list.query({ code: "trading_state" });
    expect(byCode.rows.map(({ order }) => order?.clientOrderId)).toEqual([denied]);
    const summary = await owner.trpc.signals.summary.query({ code: "trading_state" });
    expect(summary).toMatchObject({ signals: 1, eligible: 1, approved: 0, sent: 0, filled: 0 });
    const all = await owner.trpc.signals.summary.query({});
    expect(all).toMatchObject({ signals: 3, eligible: 2, approved: 1, filled: 1 });
    expect(all.choices.codes).toContainEqual({ code: "trading_state", label: "Trading state" });
    expect(all.nextEvaluationAt).toBeNull();
  });

  test("comes with the whole life of its order, or none where it asked for none", async () => {
    const { rows } = await owner.trpc.signals.list.query({});
    const dossierOf = (index: number) =>
      owner.trpc.signals.dossier.query({ signalId: rows[index]?.signalId ?? "" });
    expect((await dossierOf(0)).order).toBeNull();
    expect((await dossierOf(1)).order?.checks.length).toBeGreaterThan(20);
    expect((await dossierOf(2)).order?.fills).toHaveLength(1);
    await expect(owner.trpc.signals.dossier.query({ signalId: "s-none" })).rejects.toThrow(
      "No signal s-none is in the database",
    );
  });
});

describe("what-if", () => {
  const order = { symbol: "IBM", side: "buy", quantity: "10", type: "limit" } as const;
  const ask = (change: object) =>
    owner.trpc.limits.whatIf.query({ ...order, limitPrice: "50.02", ...change });

  test("answers by the gate with every check, and leaves no trace", async () => {
    const before = stage.rig.entries.length;
    const state = JSON.stringify(stage.rig.state);
    const { verdict, faults } = await ask({});
    expect(faults).toEqual([]);
    expect(verdict).toMatchObject({
      approved: true,
      basis: { venueTime: stage.rig.time, limitVersion: 1 },
    });
    expect(verdict?.levels[0]).toMatchObject({ label: "IBM position", before: "0", after: "10" });
    const tooLarge = await ask({ quantity: "100000" });
    expect(tooLarge.verdict?.approved).toBe(false);
    const failed = tooLarge.verdict?.checks.filter(({ passed }) => !passed) ?? [];
    expect(failed.map(({ check }) => check)).toContain("order_quantity");
    expect(failed[0]?.sentence).toContain("100000 shares");
    expect(stage.rig.entries).toHaveLength(before);
    expect(JSON.stringify(stage.rig.state)).toBe(state);
    expect(stage.rig.asked("submit_order")).toHaveLength(1);
  });

  test("tells what could not be measured from what does not apply, and lists no limit that nobody set", async () => {
    const { verdict } = await ask({ symbol: "ZZZZ" });
    expect(verdict?.sentence).toContain("ZZZZ is not in the configured universe");
    const said = (code: string) => verdict?.checks.find(({ check }) => check === code)?.sentence;
    expect(said("price_collar")).toBe("could not be measured: there is no quote");
    expect(said("duplicate_intent")).toBe("does not apply");
    const codes = verdict?.checks.map(({ check }) => check) ?? [];
    expect(codes.filter((code) => code.startsWith("strategy_"))).toEqual([]);
  });

  test.each([
    [
      { symbol: "not a ticker" },
      "symbol",
      'must be a ticker such as SPY or BRK.B, not "NOT A TICKER"',
    ],
    [{ quantity: "0" }, "quantity", "shares above 0"],
    [{ quantity: "1e3" }, "quantity", 'not "1e3"'],
    [{ limitPrice: "" }, "limitPrice", "decimals, not empty."],
    [{ limitPrice: "NaN" }, "limitPrice", 'not "NaN"'],
    [{ type: "stop_limit", stopPrice: "-1" }, "stopPrice", "Stop price must be dollars above 0"],
    [{ strategyId: "nobody" }, "strategyId", "No strategy nobody is configured"],
  ])("says what is wrong with %j", async (change, field, words) => {
    const { verdict, faults } = await ask(change);
    expect(verdict).toBeNull();
    expect(faults).toHaveLength(1);
    expect(faults[0]?.field).toBe(field);
    expect(faults[0]?.sentence).toContain(words);
  });
});

describe("the impact of an edited limit", () => {
  test("names what of the book is over it, and what it would have denied", async () => {
    const { version } = await owner.trpc.limits.current.query();
    const values = { maxPositionQuantity: "40", maxOrderQuantity: "40" };
    const impact = await owner.trpc.limits.impact.query({ baseVersion: version, values });
    expect(impact.over).toEqual([
      {
        key: "maxPositionQuantity",
        what: "SPY position",
        now: "49",
        limit: "40",
        over: "9",
        effect: "Only orders that reduce it will pass.",
      },
    ]);
    expect(impact.backTest).toMatchObject({
      orders: 2,
      wouldDeny: 1,
      wouldAllow: 0,
      examples: [{ clientOrderId: filled, label: "Order quantity", value: "49", limit: "40" }],
    });
    expect(impact.backTest?.sentence).toContain(
      "would have denied 1 approved order, newly allowed 0 denied orders, and halted 0 sessions.",
    );
  });

  test("says of a looser limit how many denied orders it would let pass, also when none", async () => {
    const { version } = await owner.trpc.limits.current.query();
    const values = { maxOrderQuantity: "90" };
    const { backTest } = await owner.trpc.limits.impact.query({ baseVersion: version, values });
    expect(backTest).toMatchObject({ wouldDeny: 0, wouldAllow: 0 });
    expect(backTest?.sentence).toContain("newly allowed 0 denied orders");
  });

  test.each([
    ["its symbol", { kind: "symbol", symbol: "SPY" }, "SPY position"],
    ["its strategy", { kind: "strategy", id: STRATEGY }, "Its SPY position"],
    ["its session", { kind: "session", session: "regular" }, "SPY position"],
  ] as const)("of %s is judged on its own book and orders", async (_, level, what) => {
    const { version } = await owner.trpc.limits.current.query();
    const values = { maxPositionQuantity: "40", maxOrderQuantity: "40" };
    const impact = await owner.trpc.limits.impact.query({ baseVersion: version, level, values });
    expect(impact.over).toMatchObject([{ what, now: "49", limit: "40", over: "9" }]);
    expect(impact.backTest).toMatchObject({ wouldDeny: 1, examples: [{ clientOrderId: filled }] });
    const denials = impact.backTest?.byCheck.map(({ code }) => code);
    expect(denials).toContain("order_quantity");
    const notes = impact.backTest?.notJudged.join(" ") ?? "";
    expect(notes.includes("did not measure it")).toBe(level.kind === "strategy");
  });

  test.each([
    ["another symbol", { kind: "symbol", symbol: "IBM" }],
    ["another session", { kind: "session", session: "pre" }],
  ] as const)("of %s leaves its orders alone", async (_, level) => {
    const { version } = await owner.trpc.limits.current.query();
    const values = { maxOrderQuantity: "40" };
    const { backTest } = await owner.trpc.limits.impact.query({
      baseVersion: version,
      level,
      values,
    });
    expect(backTest).toMatchObject({ wouldDeny: 0 });
    expect(backTest?.examples).toEqual([]);
  });

  test("of a list cannot be judged, and says so instead of counting nothing", async () => {
    const { version } = await owner.trpc.limits.current.query();
    const ask = (values: Record<string, string>) =>
      owner.trpc.limits.impact.query({ baseVersion: version, values });
    const list = await ask({ restricted: "SPY" });
    expect(list.backTest?.sentence).toBe(
      "Cannot be judged: recorded orders do not hold what Restricted symbols is compared with.",
    );
    const mixed = await ask({ restricted: "SPY", maxOrderQuantity: "40" });
    expect(mixed.backTest?.sentence).toContain("would have denied 1 approved order");
    expect(mixed.backTest?.sentence).toContain("Not judged: Restricted symbols.");
  });

  test("is nothing for the limits in force", async () => {
    const { version } = await owner.trpc.limits.current.query();
    const impact = await owner.trpc.limits.impact.query({ baseVersion: version, values: {} });
    expect(impact).toMatchObject({ over: [], backTest: { wouldDeny: 0, wouldAllow: 0 } });
  });
});
