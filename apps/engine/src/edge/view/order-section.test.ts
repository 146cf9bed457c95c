import { describe, expect, test } from "vitest";
import { clientOrderId } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import type { OrderPricing } from "@interlock/core/order/order-intent";
import { bought, placed, working } from "../../../test/edge/bought.ts";
import { asRead, Screen } from "../../../test/edge/screen.ts";
import { Rig, venueOrder } from "../../../test/rig.ts";
import { EdgeBook } from "../follow/edge-book.ts";
import { dossierOfToday } from "./dossier.ts";
import { deniedView, orderView, ordersOfToday } from "./order-section.ts";

describe("an order's row", () => {
  test("costs when it was bought above the midpoint of its arrival", () => {
    const [row] = bought().screen.draw().orders;
    expect(row).toMatchObject({
      status: "filled",
      filledQuantity: "49",
      leavesQuantity: "0",
      averagePrice: "100.02",
      arrivalMid: "100.01",
      slippageBps: 1,
    });
  });

  test("gains when a sale is made above the midpoint", () => {
    const rig = new Rig().ready();
    const screen = new Screen(rig).quote("SPY", "100.00", "100.02");
    const [intent] = rig.wish("SPY", -1);
    if (intent === undefined) throw new Error("no order");
    rig.accept(intent);
    rig.fill(intent, { id: "x1", quantity: "10", price: "100.02" });
    expect(screen.draw().orders[0]).toMatchObject({ side: "sell", slippageBps: -1 });
  });

  test("has no slippage before it has a fill", () => {
    expect(working().screen.draw().orders[0]).toMatchObject({
      averagePrice: null,
      slippageBps: null,
      venueStatus: "new",
    });
  });

  test.each<[OrderPricing, string | null, string | null]>([
    [{ type: "market" }, null, null],
    [{ type: "limit", limitPrice: price("9.5") }, "9.50", null],
    [{ type: "stop", stopPrice: price("9") }, null, "9.00"],
    [{ type: "stop_limit", stopPrice: price("9"), limitPrice: price("8.9") }, "8.90", "9.00"],
  ])("shows the prices of %o and no other", (pricing, limitPrice, stopPrice) => {
    const { rig, intent } = working();
    const order = rig.state.orders[intent.clientOrderId];
    if (order === undefined) throw new Error("no order");
    expect(orderView({ ...order, pricing })).toMatchObject({
      type: pricing.type,
      limitPrice,
      stopPrice,
    });
  });

  test("of a denied wish names each check that refused it", () => {
    const screen = denied();
    const [row] = screen.draw().orders;
    expect(row).toMatchObject({
      status: "denied",
      denialCodes: ["trading_state"],
      reason:
        "Trading is halted: only closing orders of people and stop-losses pass, and during a kill only its own.",
      submittedAt: null,
    });
  });
});

function denied(): Screen {
  const rig = new Rig().ready();
  const screen = new Screen(rig).quote("SPY", "100.00", "100.02");
  rig.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false });
  rig.wish("SPY", 1);
  return screen.follow();
}

describe("the day's orders", () => {
  test("put working ones first, then the newest", () => {
    const { screen, rig } = bought();
    rig.time += 5_000;
    screen.quote("IBM", "50.00", "50.02");
    rig.wish("IBM", 1);
    rig.time += 5_000;
    rig.command({ kind: "kill", mode: "halt", reason: "drill", includeStops: false });
    screen.quote("BAC", "7.00", "7.02");
    rig.wish("BAC", 1);
    const { orders } = screen.draw();
    expect(orders.map(({ symbol, status }) => [symbol, status])).toEqual([
      ["IBM", "pending_submit"],
      ["BAC", "denied"],
      ["SPY", "filled"],
    ]);
  });

  test("are all there to be asked for, though the live feed carries only the latest", () => {
    const screen = denied();
    const [first] = screen.book.denied;
    if (first === undefined) throw new Error("nothing was denied");
    screen.book.denied = Array.from({ length: 300 }, (_, n) => ({
      ...first,
      at: first.at + n,
      intent: { ...first.intent, clientOrderId: clientOrderId(`d-${n}`) },
    }));
    expect(screen.draw().orders).toHaveLength(200);
    const all = ordersOfToday(screen.book);
    expect(all).toHaveLength(300);
    expect(all[0]).toEqual(deniedView(screen.book.denied[299] ?? first));
  });
});

describe("a dossier", () => {
  test("tells the whole life: why, every check, every step, the venue's words, the fills", () => {
    const { screen, intent } = bought();
    const dossier = dossierOfToday(screen.book, intent.clientOrderId);
    expect(dossier?.signal).toMatchObject({ strategyId: intent.strategyId, target: 1 });
    expect(dossier?.checks.every(({ passed }) => passed)).toBe(true);
    expect(dossier?.checks.map(({ check }) => check)).toContain("order_notional");
    expect(dossier?.limitVersion).toBe(1);
    expect(dossier?.timeline.map(({ event }) => event)).toEqual([
      "order_approved",
      "order_advanced",
      "fill_booked",
    ]);
    expect(dossier?.timeline.at(-1)?.raw).toBe("{}");
    expect(dossier?.fills).toMatchObject([{ price: "100.02", quantity: "49" }]);
  });

  test("has the sending at its time, though the stream told of the order first", () => {
    const { screen, rig, intent } = placed();
    const sentAt = rig.time;
    rig.pass(5);
    rig.fill(intent, { id: "x1", quantity: "49", price: "100.02" });
    const answer = {
      outcome: "accepted",
      order: venueOrder(intent),
      raw: "{}",
      deviations: [],
    } as const;
    rig.give({ kind: "submit_answered", clientOrderId: intent.clientOrderId, answer, sentAt });
    const dossier = dossierOfToday(screen.follow().book, intent.clientOrderId);
    expect(dossier?.order.submittedAt).toBe(sentAt);
    const [approved, sent] = dossier?.timeline ?? [];
    expect([approved?.event, sent?.sentence]).toEqual([
      "order_approved",
      expect.stringMatching(/submitted/),
    ]);
  });

  test("of a denied wish shows the check that failed, in words", () => {
    const screen = denied();
    const id = screen.book.denied[0]?.intent.clientOrderId ?? "";
    const failed = dossierOfToday(screen.book, id)?.checks.filter(({ passed }) => !passed);
    expect(failed).toMatchObject([{ check: "trading_state", sentence: /halted/ }].map(asSentence));
  });

  test("of an order that nobody knows is none", () => {
    expect(dossierOfToday(placed().screen.book, "no-such-order")).toBeNull();
  });

  test("is left to the database when the order began before the snapshot that this book begins with", () => {
    const { rig, intent } = working();
    const book = new EdgeBook(structuredClone(rig.state));
    const seen = rig.entries.length;
    rig.fill(intent, { id: "x1", quantity: "49", price: "100.02" });
    for (const entry of rig.entries.slice(seen)) book.take(asRead(entry));
    expect(book.state.orders[intent.clientOrderId]?.status).toBe("filled");
    expect(dossierOfToday(book, intent.clientOrderId)).toBeNull();
  });
});

function asSentence(line: { readonly check: string; readonly sentence: RegExp }) {
  return { check: line.check, sentence: expect.stringMatching(line.sentence) as string };
}
