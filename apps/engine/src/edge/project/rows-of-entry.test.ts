import { describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import { quantity } from "@interlock/core/number/quantity";
import { bought, placed, working } from "../../../test/edge/bought.ts";
import { asRead } from "../../../test/edge/screen.ts";
import { MORNING, Rig, settings } from "../../../test/rig.ts";
import { stateHash } from "../../run/state-hash.ts";
import { initialState } from "../../state.ts";
import { noRows, projectEntry } from "./rows-of-entry.ts";

/** Projects everything that a rig has journaled, as the projector reads it. */
function projected(rig: Rig) {
  const state = initialState();
  const rows = noRows();
  rig.entries.map(asRead).forEach((entry, index) => {
    const chained = { entry, hash: `h${index + 1}`, previousHash: `h${index}` };
    projectEntry(state, chained, rows);
  });
  return { state, rows };
}

describe("the rows of a journal", () => {
  test("come from the same state as the engine's own", () => {
    const { rig } = bought();
    expect(stateHash(projected(rig).state)).toBe(stateHash(asEngine(rig)));
  });

  test("hold every record once as an audit entry, in order and chained", () => {
    const { rig } = bought();
    const { auditEntries } = projected(rig).rows;
    expect(auditEntries.map(({ kind }) => kind)).toEqual(rig.records.map(({ kind }) => kind));
    for (const row of auditEntries)
      expect([row.previousHash, row.entryHash]).toEqual([
        `h${row.journalSeq - 1}`,
        `h${row.journalSeq}`,
      ]);
  });

  test("tell an order's life step by step and its last state as a whole", () => {
    const { rig, intent } = bought();
    const { orders, orderEvents, fills, signals, riskDecisions } = projected(rig).rows;
    expect(orderEvents.map(({ event, status }) => [event, status])).toEqual([
      ["order_approved", "pending_submit"],
      ["accepted", "accepted"],
      ["fill_booked", "filled"],
    ]);
    expect(orderEvents.map(({ raw }) => raw)).toEqual([null, "{}", "{}"]);
    expect(orders.at(-1)).toMatchObject({
      clientOrderId: intent.clientOrderId,
      status: "filled",
      filledQuantity: "49",
      leaves: "0",
      averagePrice: "100.02",
      arrivalMid: "100.01",
    });
    expect(fills).toMatchObject([{ executionId: "x1", quantity: "49", at: MORNING }]);
    expect(signals).toMatchObject([{ signalId: intent.signalId, target: 1 }]);
    expect(riskDecisions).toMatchObject([{ outcome: "approved", limitVersion: 1 }]);
  });

  test("follow a position of the account and of the strategy that holds it", () => {
    const { rig, intent } = bought();
    const { positions, strategyPositions } = projected(rig).rows;
    expect(positions.at(-1)).toMatchObject({
      symbol: "SPY",
      quantity: "49",
      costBasis: "4900.98",
      averagePrice: "100.02",
    });
    expect(strategyPositions.at(-1)).toMatchObject({
      strategyId: intent.strategyId,
      quantity: "49",
    });
  });

  test("take over what an account already held", () => {
    const rig = new Rig().start();
    rig.snapshot({
      positions: [{ symbol: ticker("IBM"), quantity: quantity("-3"), averagePrice: "50" }],
    });
    const { positions, accounts } = projected(rig).rows;
    expect(positions).toMatchObject([{ symbol: "IBM", quantity: "-3", averagePrice: "50.00" }]);
    expect(accounts.at(-1)).toMatchObject({ environment: "sim", cash: "100000.00" });
  });

  test("keep a denied wish with every check that refused it, and make no order of it", () => {
    const { rig } = placed();
    rig.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false });
    rig.time += 60_000;
    rig.quote("IBM", "50.00", "50.02");
    rig.wish("IBM", 1);
    const { riskDecisions, orders, commands, accounts } = projected(rig).rows;
    expect(riskDecisions.at(-1)).toMatchObject({
      symbol: "IBM",
      outcome: "denied",
      denialCodes: ["trading_state"],
    });
    expect(riskDecisions.at(-1)?.checks.some(({ passed }) => !passed)).toBe(true);
    expect(orders.map(({ symbol }) => symbol)).not.toContain("IBM");
    expect(commands).toMatchObject([{ kind: "kill", actorName: "Ada", accepted: true }]);
    expect(accounts.at(-1)).toMatchObject({ tradingState: "halted" });
  });

  test("say who did what a person did, and that the engine did the rest", () => {
    const { rig } = working();
    const values = { maxOpenOrders: "1" };
    rig.command({ kind: "change_limits", baseVersion: 1, values, reason: "a calmer day" });
    rig.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false });
    rig.command({ kind: "resume", reason: "the drill is over" });
    const { auditEntries, limitVersions } = projected(rig).rows;
    const actors = new Map(auditEntries.map(({ kind, actor }) => [kind, actor]));
    for (const kind of ["command_answered", "limits_changed", "kill_requested", "trading_resumed"])
      expect([kind, actors.get(kind)]).toEqual([kind, "Ada"]);
    expect(actors.get("order_approved")).toBe("engine");
    expect(auditEntries.filter(({ kind }) => kind === "trading_held").map(actorOf)).toEqual([
      "engine",
      "Ada",
    ]);
    expect(limitVersions.map(({ version, author }) => [version, author])).toEqual([
      [1, "configuration"],
      [2, "Ada"],
    ]);
  });

  test("draw the curve with a net that is realized and unrealized without fees, and a peak never below it", () => {
    const { rig, screen } = bought();
    screen.quote("SPY", "101.00", "101.02");
    rig.pass(60_000);
    const point = projected(rig).rows.pnlSnapshots.at(-1);
    const { realized, unrealized, fees, net, equity, equityPeak } = point ?? {};
    expect(Number(net)).toBeCloseTo(Number(realized) + Number(unrealized) - Number(fees), 6);
    expect(Number(unrealized)).toBeCloseTo(48.51, 2);
    expect(equityPeak).toBe(equity);
    screen.quote("SPY", "100.50", "100.52");
    rig.pass(60_000);
    expect(projected(rig).rows.pnlSnapshots.at(-1)?.equityPeak).toBe(equity);
  });

  test("show a strategy that was disabled with the reason", () => {
    const strategy = settings().strategies[0];
    if (strategy === undefined) throw new Error("no strategy");
    const broken = { ...strategy, params: { ...strategy.params, fastBars: -1 } };
    const rig = new Rig().ready({ settings: { ...settings(), strategies: [broken] } });
    expect(projected(rig).rows.strategies.at(-1)).toMatchObject({
      id: strategy.id,
      state: "disabled",
      error: expect.stringMatching(/./) as string,
    });
  });

  test("book a charge of the venue into the account's cash", () => {
    const rig = new Rig().ready();
    rig.snapshot({
      charges: [
        {
          activityId: "fee-1",
          kind: "FEE",
          date: "2026-06-16",
          amount: money("-1.50"),
          raw: "{}",
        },
      ],
    });
    expect(rig.told("charge_booked")).toHaveLength(1);
    expect(projected(rig).rows.accounts.at(-1)?.cash).toBe("99998.50");
  });
});

function actorOf({ actor }: { readonly actor: string }): string {
  return actor;
}

/** The engine's state as JSON reads it back. */
function asEngine({ state }: Rig): Rig["state"] {
  return JSON.parse(JSON.stringify(state)) as Rig["state"];
}
