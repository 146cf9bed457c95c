import { describe, expect, test } from "vitest";
import { formatQuantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { Rig, venueOrder } from "../rig.ts";

/**
 * The venue takes 200 requests a minute, and questions get the least of them: what repeats itself in trouble must leave
 * room for the comparison that ends the trouble.
 */
const MINUTE = 60;

/** A rig that holds what it bought, with an exit at work that the venue has filled without our hearing of it. */
function exiting(): { readonly rig: Rig; readonly exit: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [bought] = rig.wish("SPY", 1);
  if (bought === undefined) throw new Error("no order");
  rig.accept(bought);
  rig.fill(bought, { id: "x1", quantity: formatQuantity(bought.quantity), price: "100.02" });
  rig.time += 61_000;
  rig.quote("SPY", "100.00", "100.02");
  const [exit] = rig.wish("SPY", 0);
  if (exit === undefined) throw new Error("no exit");
  rig.accept(exit);
  return { rig, exit };
}

/** A minute in which the venue refuses every cancel, says that the order is filled, and compares nothing. */
function refuseForAMinute(rig: Rig, exit: OrderIntent): void {
  const order = venueOrder(exit, {
    status: "filled",
    venueStatus: "filled",
    filledQuantity: exit.quantity,
  });
  let answered = rig.effects.length;
  for (let second = 0; second < MINUTE; second += 1) {
    rig.time += 1_000;
    rig.quote("SPY", "96.99", `97.0${second % 9}`);
    rig.give({ kind: "clock" });
    while (answered < rig.effects.length) {
      const effect = rig.effects[answered];
      answered += 1;
      if (effect?.kind === "cancel_order") {
        const { venueOrderId } = effect;
        const message = 'order is already in "filled" state';
        rig.give({ kind: "cancel_answered", venueOrderId, outcome: "refused", message });
      }
      if (effect?.kind === "look_up_order") {
        const { clientOrderId } = effect;
        const evidence = { found: "yes" as const, order, raw: "{}" };
        rig.give({ kind: "order_looked_up", clientOrderId, evidence });
      }
      if (effect?.kind === "request_snapshot")
        rig.give({ kind: "venue_query_failed", what: "snapshot", reason: "503" });
    }
  }
}

describe("a stop-loss whose way is held by an order that the venue has filled and we have not", () => {
  test("asks for the order, and for its cancel, a few times a minute and not at every refusal", () => {
    const { rig, exit } = exiting();
    refuseForAMinute(rig, exit);
    expect(rig.told("stop_fired")).toHaveLength(1);
    expect(rig.asked("look_up_order").length).toBeLessThanOrEqual(10);
    expect(rig.asked("cancel_order").length).toBeLessThanOrEqual(12);
    expect(rig.asked("request_snapshot").length).toBeGreaterThanOrEqual(3);
  });
});

/** Gives an answer to the comparison under way, during which a fill was booked. */
function answerTooLate(rig: Rig): void {
  const asked = rig.asked("request_snapshot").at(-1);
  if (asked === undefined) throw new Error("nothing was asked");
  rig.state.fillsBooked += 1;
  const { give } = rig;
  rig.give = (body) =>
    give.call(
      rig,
      body.kind === "venue_snapshot" ? { ...body, fillsBookedBefore: asked.fillsBooked } : body,
    );
  rig.snapshot();
  rig.give = give;
}

test("books that move while every answer is gathered are compared less and less often, and not never", () => {
  const rig = new Rig().ready();
  const before = rig.asked("request_snapshot").length;
  for (let quarter = 0; quarter < 4 * MINUTE; quarter += 1) {
    rig.pass(250);
    if (rig.views.snapshots.askedAt !== null) answerTooLate(rig);
  }
  const asked = rig.asked("request_snapshot").length - before;
  expect(asked).toBeGreaterThanOrEqual(3);
  expect(asked).toBeLessThanOrEqual(6);
});
