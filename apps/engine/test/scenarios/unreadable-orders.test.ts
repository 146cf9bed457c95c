import { describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { sellStop, unreadableOrder, unreadPosition } from "@interlock/core/kill/test/venue-shows";
import type { VenueOrder, VenuePosition } from "@interlock/core/order/execution-report";
import { bought, SPY } from "../breaks.ts";
import { closingsOf, holding, kill, position, sweep } from "../kill-rig.ts";
import { foreignOrder, Rig } from "../rig.ts";

const SECOND = 1_000;
const UNREAD = "The venue answered 503.";

function sweepWithoutPositions(rig: Rig, openOrders: readonly VenueOrder[]): void {
  const killId = rig.state.kill?.killId ?? "";
  const answer = { kind: "venue_swept" as const, killId, openOrders, positions: [] };
  rig.give({ ...answer, positionsUnread: UNREAD });
}

describe("a kill", () => {
  test("cancels an order that cannot be read by its id, and is not proven while the venue lists it", () => {
    const rig = new Rig().ready();
    kill(rig, "cancel");
    const killId = rig.state.kill?.killId ?? "";
    const odd = { ...unreadableOrder("odd") };
    const answer = { kind: "venue_swept" as const, killId, openOrders: [], positions: [] };
    for (let looks = 0; looks < 3; looks += 1) {
      rig.give({ ...answer, unreadable: [odd] });
      rig.pass(3 * SECOND);
    }
    expect(rig.asked("cancel_order")[0]).toMatchObject({ venueOrderId: "v-odd", urgent: true });
    expect(rig.state.kill).toMatchObject({ stage: "canceling", venueOpenOrders: 1 });
    for (let looks = 0; looks < 2; looks += 1) sweep(rig, []);
    expect(rig.state.kill?.stage).toBe("proven");
  });

  test("cancels others' orders although positions cannot be asked, but nothing that may protect one", () => {
    const rig = new Rig().ready();
    kill(rig, "cancel");
    sweepWithoutPositions(rig, [foreignOrder(), sellStop("stop", "100")]);
    expect(rig.asked("cancel_order").map(({ venueOrderId }) => venueOrderId)).toEqual([
      foreignOrder().venueOrderId,
    ]);
    expect(rig.state.kill?.residual.at(-1)).toEqual({ what: "positions", why: UNREAD });
  });

  test("closes what can be read beside a position that cannot, names that one, and proves nothing", () => {
    const { rig, shares } = holding();
    kill(rig, "flatten");
    const killId = rig.state.kill?.killId ?? "";
    const odd = { unreadPositions: [unreadPosition("QQQ")], openOrders: [] };
    const give = (positions: readonly VenuePosition[]) =>
      rig.give({ kind: "venue_swept", killId, positions, ...odd });
    give([position(shares)]);
    expect(closingsOf(rig).map(({ symbol }) => symbol)).toEqual([SPY]);
    const [closing] = closingsOf(rig);
    if (closing === undefined) throw new Error("nothing was closed");
    rig.accept(closing);
    rig.fill(closing, { id: "x9", quantity: shares, price: "100" });
    for (let looks = 0; looks < 3; looks += 1) {
      rig.pass(3 * SECOND);
      give([]);
    }
    expect(rig.state.kill).toMatchObject({
      stage: "residual",
      venuePositions: 1,
      residual: [{ what: "the position in QQQ" }],
    });
    for (let looks = 0; looks < 2; looks += 1) sweep(rig, []);
    expect(rig.state.kill?.stage).toBe("proven");
  });

  test("is not proven by looks that say nothing of positions", () => {
    const { rig } = holding();
    kill(rig, "flatten");
    for (let looks = 0; looks < 3; looks += 1) sweepWithoutPositions(rig, []);
    expect(rig.state.kill).toMatchObject({ stage: "canceling", cleanSweeps: 0 });
  });

  test.each([
    ["that removes stops cancels everything", true, 1],
    ["that leaves stops cancels nothing", false, 0],
  ])("%s blind while the venue's orders cannot be listed", (_name, includeStops, times) => {
    const rig = new Rig().ready();
    kill(rig, "cancel", includeStops);
    rig.give({ kind: "venue_query_failed", what: "sweep", reason: UNREAD });
    expect(rig.asked("cancel_all_orders")).toHaveLength(times);
  });
});

describe("a comparison that finds an order that cannot be read", () => {
  test("breaks its symbol, or the account where it names none, until the venue lists it no more", () => {
    const { rig } = bought();
    const odd = [unreadableOrder("a", "SPY"), unreadableOrder("b")];
    rig.pass(31 * SECOND);
    rig.snapshot({ unreadableOrders: odd });
    expect(Object.values(rig.state.breaks)).toMatchObject([
      { kind: "order_conflict", symbol: SPY },
      { kind: "order_conflict", symbol: null },
    ]);
    rig.quote("IBM", "100.00", "100.02");
    expect(rig.wish("IBM", 1)).toEqual([]);
    rig.pass(31 * SECOND);
    rig.snapshot();
    expect(rig.state.breaks).toEqual({});
    rig.time += 61 * SECOND;
    rig.quote("IBM", "100.00", "100.02");
    expect(rig.wish("IBM", 1).map(({ symbol }) => symbol)).toEqual([ticker("IBM")]);
  });

  test("does not keep the engine from recovering", () => {
    const rig = new Rig().ready();
    rig.pass(31 * SECOND);
    rig.snapshot({ unreadableOrders: [unreadableOrder("a", "IBM")] });
    expect([rig.state.recovered, rig.state.reconciliation?.at]).toEqual([true, rig.time]);
  });
});
