import { quantity } from "@interlock/core/number/quantity";
import { describe, expect, test } from "vitest";
import { aTradeUpdate, aWireOrder } from "../../test/samples.ts";
import { TRADE_EVENTS } from "../wire/trade-update.ts";
import { type MappedReport, mapExecutionReport } from "./execution-report.ts";

const LAST_SEEN = aWireOrder({ status: "new" });

function map(
  data: unknown,
  lastSeen: Record<string, unknown> | undefined = undefined,
): MappedReport {
  const mapped = mapExecutionReport(data, { raw: "RAW", receivedAt: 5, lastSeen: () => lastSeen });
  if (!mapped.ok) throw new Error(mapped.error);
  return mapped.value;
}

const EXECUTION = {
  executionId: "2f63ea93-423d-4169-b3f6-3fdafc10c418",
  quantity: quantity("4"),
  price: 150_100_000,
};

describe("mapExecutionReport", () => {
  test("a fill carries this execution's quantity and price, and the message as it came", () => {
    const { report, concerns } = map(aTradeUpdate());
    expect(report).toMatchObject({
      event: "partial_fill",
      venueEvent: "partial_fill",
      execution: EXECUTION,
      raw: "RAW",
      venueAt: Date.UTC(2026, 10, 20, 15, 0, 5, 24),
      order: { status: "partially_filled", filledQuantity: quantity("4") },
    });
    expect(concerns).toEqual([]);
  });

  test("every documented event has a reading", () => {
    const table = Object.fromEntries(
      TRADE_EVENTS.map((event) => [event, map(aTradeUpdate({ event })).report.event]),
    );
    expect(table).toEqual({
      accepted: "accepted",
      pending_new: "accepted",
      new: "new",
      partial_fill: "partial_fill",
      fill: "fill",
      canceled: "canceled",
      expired: "expired",
      done_for_day: "done_for_day",
      replaced: "replaced",
      rejected: "rejected",
      held: "other",
      pending_cancel: "pending_cancel",
      pending_replace: "pending_replace",
      stopped: "other",
      calculated: "other",
      suspended: "other",
      order_cancel_rejected: "cancel_rejected",
      order_replace_rejected: "replace_rejected",
      trade_bust: "other",
      trade_correct: "other",
      restated: "other",
    });
  });

  test("only fills carry an execution; a bust or correction calls for a comparison instead", () => {
    for (const event of ["new", "canceled"]) {
      expect(
        map(aTradeUpdate({ event, price: null, qty: null, position_qty: null })),
      ).toMatchObject({
        report: { execution: null },
        concerns: [],
      });
      expect(map(aTradeUpdate({ event }))).toMatchObject({
        report: { execution: null },
        concerns: [`${event} with an execution inside`],
      });
    }
    for (const event of ["trade_bust", "trade_correct", "restated"]) {
      const { report, concerns } = map(
        aTradeUpdate({ event, qty: "-4", previous_execution_id: "x" }),
      );
      expect(report.execution).toBeNull();
      expect(concerns).toHaveLength(1);
    }
  });

  test("B23 an unknown event with an execution inside is still booked as a fill", () => {
    const { report, concerns } = map(aTradeUpdate({ event: "sneaky_fill" }));
    expect(report).toMatchObject({
      event: "partial_fill",
      venueEvent: "sneaky_fill",
      execution: EXECUTION,
    });
    expect(concerns).toEqual(['unknown event "sneaky_fill"']);
    const full = aWireOrder({ status: "filled", filled_qty: "10" });
    expect(map(aTradeUpdate({ event: "sneaky_fill", order: full })).report.event).toBe("fill");
    expect(map(aTradeUpdate({ event: "musing", qty: null })).report).toMatchObject({
      event: "other",
      execution: null,
    });
  });

  test("B23 a correction whose word nobody knows is not booked as one more fill", () => {
    const { report, concerns } = map(
      aTradeUpdate({ event: "trade_amended", previous_execution_id: "e-0" }),
    );
    expect(report).toMatchObject({ event: "other", execution: null });
    expect(concerns).toEqual(['unknown event "trade_amended"']);
  });

  test.each([
    [{ qty: "ten" }, "unreadable order.qty"],
    [{ qty: null }, "unreadable order.qty"],
    [{ filled_qty: "some" }, "unreadable order.filled_qty"],
    [{ side: "reverse" }, "unreadable order.side"],
    [{ symbol: "SPY" }, 'symbol is "SPY" and was "AAPL"'],
    [{ client_order_id: "other" }, 'client_order_id is "other" and was "cid-1"'],
    [{ filled_qty: "3" }, "partial_fill of more than the order has filled"],
  ])("a fill of an order with %j is booked, and the books are to be compared", (change, why) => {
    const order = aWireOrder({ status: "partially_filled", filled_qty: "4", ...change });
    const { report, concerns } = map(aTradeUpdate({ order }), { ...LAST_SEEN, filled_qty: "4" });
    expect(report).toMatchObject({ event: "partial_fill", execution: EXECUTION });
    expect(concerns).toEqual([why]);
  });

  test("a missing event, time or wrong type of a field that booking does not need loses no fill", () => {
    const { report, concerns } = map(
      aTradeUpdate({
        event: undefined,
        timestamp: 12,
        order: aWireOrder({ extended_hours: "no", filled_qty: "4", time_in_force: 7 }),
      }),
    );
    expect(report).toMatchObject({ event: "partial_fill", execution: EXECUTION });
    expect(concerns.length).toBeGreaterThan(2);
  });

  test("an order that lacks symbol, side or our id is completed from what was last seen of it", () => {
    const bare = { id: LAST_SEEN.id, status: "partially_filled", filled_qty: "4" };
    const { report, concerns } = map(aTradeUpdate({ order: bare }), LAST_SEEN);
    expect(report).toMatchObject({
      execution: EXECUTION,
      order: { symbol: "AAPL", side: "buy", clientOrderId: "cid-1", status: "partially_filled" },
    });
    expect(concerns).toEqual([
      "unreadable order.client_order_id",
      "unreadable order.symbol",
      "unreadable order.side",
    ]);
  });

  test("S12 an order of which nothing is known fails with a sentence, for the books to be compared", () => {
    const bare = { id: "x", status: "partially_filled", filled_qty: "4" };
    const mapped = mapExecutionReport(aTradeUpdate({ order: bare }), {
      raw: "",
      receivedAt: 5,
      lastSeen: () => undefined,
    });
    expect(mapped.ok ? "" : mapped.error).toMatch(
      /trade update is malformed \(order.client_order_id/,
    );
  });

  test.each([
    [{ execution_id: null }],
    [{ execution_id: "" }],
    [{ price: "0" }],
    [{ price: null }],
    [{ qty: "-4" }],
    [{ qty: "four" }],
  ])("a fill with %o is reported without an execution and with a concern", (change) => {
    const { report, concerns } = map(aTradeUpdate(change));
    expect(report.execution).toBeNull();
    expect(concerns).toEqual(["partial_fill without a readable execution"]);
  });

  test("an unknown status is a concern, never a throw", () => {
    const { report, concerns } = map(
      aTradeUpdate({ order: aWireOrder({ status: "corrected", filled_qty: "4" }) }),
    );
    expect(report.order).toMatchObject({ status: "unknown", venueStatus: "corrected" });
    expect(concerns).toEqual(['unknown status "corrected"']);
  });

  test("without its own time a report has that of its order, then that of its receipt", () => {
    expect(map(aTradeUpdate({ timestamp: null })).report.venueAt).toBe(
      Date.UTC(2026, 10, 20, 15, 0, 0, 200),
    );
    const timeless = aWireOrder({ updated_at: null });
    expect(map(aTradeUpdate({ timestamp: null, order: timeless })).report.venueAt).toBe(5);
  });

  test.each([[null], [7], [[]], [{}], [{ order: null }], [{ order: [] }]])(
    "%o is no report",
    (data) => {
      expect(
        mapExecutionReport(data, { raw: "", receivedAt: 5, lastSeen: () => undefined }).ok,
      ).toBe(false);
    },
  );
});
