import { clientOrderId, ticker, venueOrderId } from "@interlock/core/ids";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import { expect, test } from "vitest";
import { countdownOf } from "../../src/edge/view/kill/kill-receipt-section.ts";
import { kill, killPart, look, working } from "../kill-rig.ts";
import { foreignOrder, type Rig } from "../rig.ts";

/** Orders of another program that the venue has reported. */
function others({ rig, intent }: ReturnType<typeof working>, count: number): readonly VenueOrder[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `other-${index}`;
    const order = foreignOrder({
      venueOrderId: venueOrderId(id),
      clientOrderId: clientOrderId(id),
    });
    rig.report(intent, order);
    return order;
  });
}

const IBM = { kind: "symbol", symbol: ticker("IBM") } as const;
const part = (rig: Rig) => rig.state.scopeKills.symbols[IBM.symbol];

/** Orders that the countdown of the kill of IBM counts. */
function waiting(rig: Rig): number {
  const kill = part(rig);
  return kill === undefined ? 0 : (countdownOf(kill, kill.venueOpenOrders).countdown?.orders ?? 0);
}

const asked = (rig: Rig) => rig.asked("cancel_all_orders").length;
const receiptOf = (rig: Rig) => rig.state.kill?.receipt;

test("a kill of everything that knows of orders of others cancels all with one request, before it has looked", () => {
  const began = working();
  const { rig, intent } = began;
  others(began, 5);
  kill(rig, "cancel", true);
  expect([asked(rig), rig.asked("cancel_order")]).toEqual([1, []]);
  const ours = rig.state.orders[intent.clientOrderId]?.venueOrderId ?? "";
  expect(receiptOf(rig)?.orders.map(({ id }) => id)).toEqual([
    ours,
    ...[0, 1, 2, 3, 4].map((index) => `other-${index}`),
  ]);
});

test("protective stops of others may be among them where stops stay: nothing of theirs goes before the look", () => {
  const began = working();
  const { rig } = began;
  others(began, 5);
  kill(rig, "cancel");
  expect([asked(rig), rig.asked("cancel_order").length]).toEqual([0, 1]);
});

test("a request for everything that failed is made again with the next look, one that was taken gets its time", () => {
  for (const outcome of ["accepted", "unknown"] as const) {
    const began = working();
    const { rig } = began;
    const open = others(began, 5);
    kill(rig, "cancel", true);
    rig.give({ kind: "cancel_all_answered", outcome, message: "", sentAt: 7 });
    rig.pass(500);
    look(rig, open);
    expect(asked(rig)).toBe(outcome === "accepted" ? 1 : 2);
  }
});

test("an order whose request failed waits for its turn again, and counts in the countdown until then", () => {
  const began = working();
  const { rig } = began;
  const open = others(began, 200);
  killPart(rig, IBM, "cancel");
  look(rig, open);
  const asked = rig.asked("cancel_order").map(({ venueOrderId: id }) => id);
  expect([asked.length, waiting(rig)]).toEqual([150, 50]);
  const [lost = venueOrderId("none")] = asked;
  rig.give({ kind: "cancel_answered", venueOrderId: lost, outcome: "unknown", message: "500" });
  expect([waiting(rig), part(rig)?.receipt?.orders[0]]).toMatchObject([51, { failed: true }]);
  const left = open.filter(({ venueOrderId: id }) => id === lost || !asked.includes(id));
  const looks = rig.asked("sweep_venue").length;
  rig.pass(59_000);
  look(rig, left);
  expect(rig.asked("cancel_order")).toHaveLength(150);
  // As soon as the minute allows, not when a slow pace would have it.
  rig.pass(1_000).pass(250);
  expect(rig.asked("sweep_venue").length).toBeGreaterThan(looks + 1);
  look(rig, left);
  const later = rig.asked("cancel_order").slice(150);
  expect(
    left.filter(({ venueOrderId: id }) => later.every((one) => one.venueOrderId !== id)),
  ).toEqual([]);
  expect(waiting(rig)).toBe(0);
  expect(part(rig)?.receipt?.orders[0]?.failed).toBeUndefined();
});

test("the receipt has the first cancel also where the venue tells the end of every order before it answers", () => {
  const began = working();
  const { rig } = began;
  others(began, 5);
  kill(rig, "cancel", true);
  look(rig, []);
  expect(receiptOf(rig)?.orders.filter(({ confirmedAt }) => confirmedAt === null)).toEqual([]);
  rig.give({ kind: "cancel_all_answered", outcome: "accepted", message: "", sentAt: 7 });
  expect(receiptOf(rig)?.stages.first_cancel_sent).toMatchObject({ hostAt: 7 });
});
