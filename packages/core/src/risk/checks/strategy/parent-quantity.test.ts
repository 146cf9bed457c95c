import { describe, expect, it } from "vitest";
import { aContext, anIntent, aQuote } from "../../../../test/builders.ts";
import { denialsOf, LONG, limit, SELL } from "../../../../test/denial-cases.ts";
import { signalId, strategyId } from "../../../ids.ts";
import { money } from "../../../number/money.ts";
import { quantity, shares } from "../../../number/quantity.ts";
import type { OrderIntent } from "../../../order/order-intent.ts";
import { checkOrder } from "../../check-order.ts";
import { NO_PARENT, type ParentOrder } from "../../parent/parent-book.ts";

const TREND = strategyId("trend");
const ID = signalId("s-7");
/** An order that the signal made. */
const MADE: Partial<OrderIntent> = { signalId: ID, strategyId: TREND };

/** A target of $2,000: 19 shares at 100.01, which is offered, and 20 at 99.99, which is bid. */
function asks(target: number, change: Partial<ParentOrder> = {}): ParentOrder {
  return { ...NO_PARENT, signalId: ID, target, asked: money("2000"), ...change };
}

const sides = (buy: number, sell: number) => ({ buy: shares(buy), sell: shares(sell) });

/** What the parent check alone says of so many shares. */
function refusedFor(count: string, intent: Partial<OrderIntent>, parent: ParentOrder): unknown[] {
  const made = { ...MADE, ...intent, quantity: quantity(count) };
  return denialsOf(made, { ...LONG, parent }).filter(({ code }) => code === "parent_quantity");
}

describe("the children of a target", () => {
  it.each<[string, Partial<OrderIntent>, ParentOrder, string, string]>([
    ["buy what the dollars buy at the offer", {}, asks(1), "19", "20"],
    ["buy what lacks to it", {}, asks(1, { heldBefore: shares(15) }), "4", "5"],
    ["buy what no child bought yet", {}, asks(1, { filled: sides(15, 50) }), "4", "5"],
    ["buy what no child may still buy", {}, asks(1, { open: sides(15, 50) }), "4", "5"],
    [
      "buy what neither bought nor may buy",
      {},
      asks(1, { heldBefore: shares(2), filled: sides(8, 0), open: sides(5, 0) }),
      "4",
      "5",
    ],
    ["cover what is short of more", {}, asks(-0.5, { heldBefore: shares(-30) }), "10", "11"],
    ["sell what the dollars sell at the bid", SELL, asks(-1), "20", "21"],
    ["sell what is held of more", SELL, asks(1, { heldBefore: shares(30) }), "11", "12"],
    [
      "sell all, with a fraction of a share, where nothing is wanted",
      SELL,
      asks(0, { heldBefore: quantity("30.5") }),
      "30.5",
      "30.500000001",
    ],
    [
      "sell what no child sells already",
      SELL,
      asks(0, { heldBefore: shares(30), filled: sides(9, 10), open: sides(9, 5) }),
      "15",
      "16",
    ],
  ])("%s, and not one more", (_, intent, parent, most, more) => {
    expect(refusedFor(most, intent, parent)).toEqual([]);
    expect(refusedFor(more, intent, parent)).toHaveLength(1);
  });

  it("say in the denial which parent they exceed, and by which sums", () => {
    const parent = asks(1, { heldBefore: shares(2), filled: sides(8, 0), open: sides(5, 0) });
    expect(refusedFor("10", {}, parent)).toEqual([
      {
        code: "parent_quantity",
        strategyId: TREND,
        symbol: anIntent().symbol,
        side: "buy",
        signalId: ID,
        parentId: ID,
        asked: money("2000"),
        limit: shares(17),
        total: shares(23),
        filled: shares(8),
        open: shares(5),
        order: shares(10),
      },
    ]);
  });

  it("are none that go the other way, also toward flat", () => {
    expect(refusedFor("1", {}, asks(1, { heldBefore: shares(30) }))).toHaveLength(1);
    expect(refusedFor("1", SELL, asks(1, { heldBefore: shares(10) }))).toHaveLength(1);
  });

  it("are none of an earlier signal, and none of a strategy that asked for nothing", () => {
    expect(refusedFor("1", { signalId: signalId("s-6") }, asks(1))).toHaveLength(1);
    expect(refusedFor("1", {}, NO_PARENT)).toHaveLength(1);
    const held = { ...NO_PARENT, heldBefore: shares(30) };
    for (const parent of [NO_PARENT, held])
      expect(refusedFor("1", { ...SELL, signalId: null }, parent)).toHaveLength(1);
  });

  it("are refused where nobody keeps the target, or nothing says what it is in shares", () => {
    const lost = denialsOf({ ...MADE }, { parent: null });
    expect(lost).toMatchObject([
      {
        code: "risk_check_failed",
        message: expect.stringContaining("the signal's target is not kept") as string,
      },
    ]);
    const noOffer = { parent: asks(1), quote: aQuote({ ask: null }) };
    const noBid = { parent: asks(-1), quote: aQuote({ bid: null }) };
    for (const blind of [noOffer, noBid, { ...noOffer, quote: null }, { ...noBid, quote: null }])
      expect(denialsOf(MADE, blind)).toContainEqual(
        expect.objectContaining({
          code: "risk_check_failed",
          message: expect.stringContaining("the target has no price to be counted by") as string,
        }),
      );
  });

  it("need no price where the target is to hold nothing", () => {
    const blind = { quote: null, parent: asks(0, { heldBefore: shares(30) }) };
    const codes = denialsOf({ ...MADE, ...SELL }, { ...LONG, ...blind }).map(({ code }) => code);
    expect(codes).not.toContain("risk_check_failed");
    expect(codes).not.toContain("parent_quantity");
  });

  it("are only a signal's: a stop, a person and a question have no target to exceed", () => {
    for (const purpose of ["stop_loss", "flatten", "operator"] as const) {
      const intent = anIntent({ ...SELL, purpose, strategyId: TREND });
      const context = aContext({ ...LONG, parent: NO_PARENT });
      expect(checkOrder(intent, context).kind, purpose).toBe("approved");
    }
    expect(denialsOf({ pricing: limit("100.05") }, { parent: null })).toEqual([]);
  });
});
