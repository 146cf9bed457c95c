import { describe, expect, test } from "vitest";
import { aContext, anIntent, LIMITS } from "../../../test/builders.ts";
import { claimFor, grantOf } from "../../../test/overrides.ts";
import { strategyId } from "../../ids.ts";
import { shares } from "../../number/quantity.ts";
import { underCheck } from "../check.ts";
import { checkOrder } from "../check-order.ts";
import { type HeldThen, reversalOf } from "./reversal.ts";

const held = (account: number, own = account): HeldThen => ({
  account: shares(account),
  own: shares(own),
});

/** Whether an order of 10 shares of a strategy that was denied then would reverse a position now. */
function reverses(side: "buy" | "sell", then: HeldThen | undefined, now: HeldThen): boolean {
  const intent = anIntent({ side, strategyId: strategyId("trend") });
  const context = aContext({ position: now.account, ownPosition: now.own });
  return reversalOf(underCheck(intent, context), then) !== null;
}

describe("R16 an order with an override", () => {
  test.each([
    ["closes what it closed", "sell", held(10), held(10), false],
    ["buys back what it bought back", "buy", held(-10), held(-10), false],
    ["opens what it opened", "buy", held(0), held(0), false],
    ["adds to what it added to", "sell", held(-5), held(-5), false],
    ["opens no short where all was sold", "sell", held(10), held(0), true],
    ["opens no long where all was covered", "buy", held(-10), held(0), true],
    ["adds to no short where the position turned", "sell", held(10), held(-10), true],
    ["sells no share more than is held", "sell", held(10), held(9), true],
    ["that closed a part may not pass zero", "sell", held(20), held(5), true],
    ["takes no other strategy's shares", "sell", held(10, 10), held(10, 0), true],
    ["that closed another's part opens nothing", "sell", held(10, 0), held(0, 0), true],
    ["may open beside another's position", "sell", held(50, 0), held(50, 0), false],
    ["closes its own beside another's opposite", "sell", held(0, 10), held(0, 10), false],
    ["may not cross its own position since", "sell", held(50, 0), held(50, 5), true],
    ["of which nobody knows what it was opens nothing", "buy", undefined, held(0), true],
    ["of which nobody knows what it was may close", "sell", undefined, held(10), false],
  ] as const)("R16 %s", (_, side, then, now, expected) => {
    expect(reverses(side, then, now)).toBe(expected);
  });

  test("R16 of no strategy closes what the account holds, whosever it is", () => {
    const intent = anIntent({ side: "sell", strategyId: null });
    const context = aContext({ position: shares(10), ownPosition: shares(0) });
    expect(reversalOf(underCheck(intent, context), undefined)).toBeNull();
  });

  test("R16 is told what changed and what to do, by the gate itself", () => {
    const intent = anIntent({ side: "sell" });
    const override = claimFor(grantOf({ intent, held: held(10) }), LIMITS);
    expect(checkOrder(intent, aContext({ position: shares(10) }), override).kind).toBe("approved");
    expect(checkOrder(intent, aContext({ position: shares(0) }), override)).toMatchObject({
      kind: "denied",
      denials: [
        {
          code: "override_misfit",
          message:
            "sell 10 SPY closed a position of the account when it was denied, and now 0 shares of it can be closed: the rest would open a new one. Have it asked for anew, by what is held now",
        },
      ],
    });
  });
});
