import { describe, expect, test } from "vitest";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import { SPY } from "../breaks.ts";
import { Rig, venueOrder } from "../rig.ts";

const SECOND = 1_000;

function wished() {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error("no order");
  const wrong = venueOrder(intent, { quantity: quantity("900") });
  const answered = (order: VenueOrder) =>
    rig.give({
      kind: "submit_answered",
      clientOrderId: intent.clientOrderId,
      answer: { outcome: "accepted", order, raw: "{}", deviations: [] },
    });
  return { rig, intent, wrong, answered };
}

const buys = (rig: Rig) =>
  formatQuantity(rig.views.totals.symbols[SPY]?.openOrders.buys ?? quantity("0"));

describe("an order that the venue works with another size than was asked for", () => {
  test("B08 counts at the larger of both sizes, blocks its symbol and is canceled at once", () => {
    const { rig, intent, wrong, answered } = wished();
    answered(wrong);
    expect(buys(rig)).toBe("900");
    expect(rig.asked("cancel_order")).toMatchObject([{ urgent: true }]);
    expect(Object.values(rig.state.breaks)).toMatchObject([
      { kind: "order_conflict", symbol: "SPY", venue: "quantity is 900 instead of 49" },
    ]);
    answered(venueOrder(intent, { quantity: quantity("5") }));
    expect(buys(rig)).toBe("49");
  });

  test("B08 is asked to be canceled again until the venue confirms it", () => {
    const { rig, intent, wrong, answered } = wished();
    answered(wrong);
    for (let seconds = 0; seconds < 45; seconds += 1) rig.pass(SECOND);
    expect(rig.asked("cancel_order").length).toBeGreaterThanOrEqual(3);
    expect(rig.told("alert_raised").at(-1)?.sentence).toContain("not confirmed the cancel");
    expect(rig.told("break_opened")).toHaveLength(1);
    rig.report(intent, { quantity: quantity("900"), status: "canceled", venueStatus: "canceled" });
    expect(rig.state.orders[intent.clientOrderId]?.status).toBe("canceled");
    rig.snapshot();
    expect(rig.state.breaks).toEqual({});
  });

  test.each([
    [
      "a look-up, when the answer to the request was lost",
      ({ rig, intent, wrong }: ReturnType<typeof wished>) => {
        const { clientOrderId } = intent;
        const answer = { outcome: "unknown" as const, reason: "timeout", raw: "" };
        rig.give({ kind: "submit_answered", clientOrderId, answer });
        const evidence = { found: "yes" as const, order: wrong, raw: "{}" };
        rig.give({ kind: "order_looked_up", clientOrderId, evidence });
      },
    ],
    [
      "a report",
      ({ rig, intent, answered }: ReturnType<typeof wished>) => {
        answered(venueOrder(intent));
        rig.report(intent, { quantity: quantity("900") });
      },
    ],
    [
      "a comparison",
      ({ rig, intent, wrong, answered }: ReturnType<typeof wished>) => {
        answered(venueOrder(intent));
        rig.snapshot({ openOrders: [wrong] });
      },
    ],
  ])("B08 is found by %s", (_source, tell) => {
    const story = wished();
    tell(story);
    expect(buys(story.rig)).toBe("900");
    expect(story.rig.asked("cancel_order")).toHaveLength(1);
    expect(story.rig.told("break_opened")).toHaveLength(1);
  });

  test("B08 goes on counting and being canceled when it has filled what was asked for", () => {
    const { rig, intent, answered } = wished();
    answered(venueOrder(intent));
    const filled = { quantity: quantity("900"), filledQuantity: intent.quantity };
    rig.fill(intent, { id: "x1", quantity: "49", price: "100.02" });
    rig.report(intent, { ...filled, status: "partially_filled" });
    expect(buys(rig)).toBe("851");
    expect(rig.asked("cancel_order")).toHaveLength(1);
    expect(rig.told("break_opened").map((record) => record.break.kind)).toEqual(["unknown_order"]);
  });
});
