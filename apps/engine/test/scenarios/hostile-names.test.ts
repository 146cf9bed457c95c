import { describe, expect, test } from "vitest";
import { clientOrderId, executionId, ticker, venueOrderId } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import { price } from "@interlock/core/number/price";
import { quantity } from "@interlock/core/number/quantity";
import { applyEntry } from "../../src/apply.ts";
import { stateHash } from "../../src/run/state-hash.ts";
import { stateOfSnapshot } from "../../src/run/state-of-snapshot.ts";
import { initialState } from "../../src/state.ts";
import { foreignOrder, Rig } from "../rig.ts";

/** Names that every object answers to by its prototype: another program may choose any of them. */
const HOSTILE = Object.getOwnPropertyNames(Object.prototype);

/** Another program's order, its execution and a charge, all under one name. */
function tellOf(rig: Rig, name: string): void {
  const order = foreignOrder({
    clientOrderId: clientOrderId(name),
    venueOrderId: venueOrderId(name),
    symbol: ticker(name),
  });
  rig.pass(31_000);
  rig.snapshot({ openOrders: [order] });
  const execution = {
    executionId: executionId(name),
    venueOrderId: venueOrderId(name),
    symbol: ticker(name),
    side: "buy" as const,
    quantity: quantity("4"),
    price: price("100"),
    venueAt: rig.time,
    raw: "{}",
  };
  const charge = {
    activityId: name,
    kind: "FEE/TAF",
    amount: money("-0.05"),
    date: "2026-06-16",
    raw: "{}",
  };
  const openOrders = [{ ...order, filledQuantity: quantity("4"), venueStatus: "partially_filled" }];
  for (const _ of [1, 2]) {
    rig.pass(31_000);
    rig.snapshot({ openOrders, executions: [execution], charges: [charge] });
  }
}

describe.each(HOSTILE)("an order, symbol, execution and charge called %s", (name) => {
  test("is counted and booked like any other, once", () => {
    const rig = new Rig().ready();
    tellOf(rig, name);
    expect(rig.told("fill_booked")).toHaveLength(1);
    expect(rig.told("charge_booked")).toHaveLength(1);
    expect(rig.state.portfolio.positions[ticker(name)]?.quantity).toBe(quantity("4"));
    expect(rig.views.totals.symbols[ticker(name)]?.openOrders.buys).toBe(quantity("6"));
    expect(Object.keys(rig.state.external)).toEqual([name]);
  });

  test("is the same after a restart from a snapshot, and after every record was applied again", () => {
    const rig = new Rig().ready();
    tellOf(rig, name);
    const again = initialState();
    for (const entry of rig.entries) applyEntry(again, JSON.parse(JSON.stringify(entry)));
    expect(stateHash(again)).toBe(stateHash(rig.state));
    const read = stateOfSnapshot(JSON.parse(JSON.stringify(rig.state)));
    expect(stateHash(read)).toBe(stateHash(rig.state));
    expect(read.orders[HOSTILE[0] ?? ""]).toBeUndefined();
    expect(read.portfolio.positions[ticker(name)]?.quantity).toBe(quantity("4"));
  });

  test("is no order of ours that a person could cancel, and no command that was answered", () => {
    const rig = new Rig().ready();
    rig.command({ kind: "cancel_order", clientOrderId: clientOrderId(name) }, name);
    const breakId = name;
    rig.command({ kind: "adopt_break", breakId, evidenceId: name, reason: "ten characters" });
    rig.command({ kind: "close_position", symbol: ticker(name), percent: 100 });
    expect(rig.told("command_answered").map(({ sentence }) => sentence)).toEqual([
      `No order ${name} is known here.`,
      `No break ${name} is open: it has ended meanwhile.`,
      `There is no position in ${name}.`,
    ]);
  });
});
