import { afterEach, describe, expect, test } from "vitest";
import { HELPER_CANCELS_PER_MINUTE } from "@interlock/core/kill/cancel-pace";
import { openOrder, position, sellStop } from "@interlock/core/kill/test/venue-shows";
import { ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { KillReport } from "./kill-progress.ts";
import { MemoryVenue, tuesdayAt } from "../test/memory-venue.ts";
import { OutsideEngine } from "../test/outside-engine.ts";
import { abandonAll, latch, pursue } from "../test/pursuits.ts";

afterEach(abandonAll);

describe("with a living engine", () => {
  test("a cancel is done by the engine and proven by two clean looks at the venue", async () => {
    const venue = new MemoryVenue();
    venue.orders = [openOrder("a"), openOrder("b")];
    const engine = new OutsideEngine();
    engine.work = () => {
      venue.orders = [];
    };
    const { pursuit, stages, until } = pursue({}, venue, engine);
    await until("proven");
    expect(stages).toEqual(["gate_closed", "proven"]);
    expect(venue.canceled).toEqual([]);
    expect(engine.stops).toBe(0);
    expect(engine.commands[0]).toMatchObject({
      commandId: "k1",
      via: "cli",
      body: { kind: "kill", mode: "cancel", includeStops: false },
    });
    expect(pursuit.report()).toMatchObject({
      cleanSweeps: 2,
      venueOpenOrders: 0,
      gateKeeper: "engine",
    });
  });

  test("a halt is proven once the gate is closed, and cancels nothing", async () => {
    const venue = new MemoryVenue();
    venue.orders = [openOrder("a")];
    const { pursuit, until, done } = pursue({ mode: "halt" }, venue, new OutsideEngine());
    await until("proven");
    await done;
    expect(venue.orders).toHaveLength(1);
    expect(pursuit.report().detail).toMatch(/the gate is closed, nothing that adds risk can leave/);
  });

  test("what it has not canceled after a while is canceled from outside", async () => {
    const venue = new MemoryVenue();
    venue.orders = [openOrder("a")];
    const { until } = pursue({}, venue, new OutsideEngine());
    await until("proven");
    expect(venue.canceled).toEqual(["v-a"]);
  });

  test("orders that go one by one are left to its pace: from outside only a few a minute are canceled beside it", async () => {
    const venue = new MemoryVenue();
    const scope = { kind: "symbol", symbol: openOrder("a").symbol } as const;
    venue.orders = Array.from({ length: 200 }, (_, index) => openOrder(`o${index}`));
    const { pursuit } = pursue({ scope }, venue, new OutsideEngine());
    await expect.poll(() => venue.canceled.length, { timeout: 3_000 }).toBeGreaterThan(0);
    const { looks } = venue;
    await expect.poll(() => venue.looks).toBeGreaterThan(looks + 5);
    expect(venue.canceled).toHaveLength(HELPER_CANCELS_PER_MINUTE);
    expect(pursuit.report().receipt?.orders).toHaveLength(HELPER_CANCELS_PER_MINUTE);
  });

  test("its positions are closed by it alone while it gets on", async () => {
    const venue = new MemoryVenue();
    venue.held = [position("IBM", "100")];
    const engine = new OutsideEngine();
    engine.work = () =>
      void setTimeout(() => {
        venue.held = [];
      }, 60);
    const { until } = pursue({ mode: "flatten" }, venue, engine);
    await until("proven");
    expect([venue.submitted, engine.holdsTaken, engine.stops]).toEqual([[], 0, 0]);
  });

  test("a market that opens gives it its time: nobody takes over what it could not do before", async () => {
    const venue = new MemoryVenue();
    venue.venueAt = tuesdayAt(21);
    venue.held = [position("IBM", "100")];
    const engine = new OutsideEngine();
    const onReport = ({ stage }: KillReport) => {
      if (stage === "closing") venue.held = [];
    };
    const { until } = pursue({ mode: "flatten", onReport }, venue, engine);
    await until("residual");
    venue.venueAt = tuesdayAt(34);
    await expect.poll(() => venue.held, { timeout: 6_000 }).toEqual([]);
    await until("proven");
    expect([engine.stops, venue.submitted]).toEqual([0, []]);
  });

  test("a closing order that it has just placed is left to work", async () => {
    const venue = new MemoryVenue();
    venue.held = [position("IBM", "100")];
    const closing = openOrder("il-1", { side: "sell", type: "market", createdAt: venue.venueAt });
    const engine = new OutsideEngine();
    engine.work = () => {
      venue.orders = [closing];
    };
    const reports: KillReport[] = [];
    const onReport = (report: KillReport) => void reports.push(report);
    const { pursuit } = pursue({ mode: "flatten", onReport }, venue, engine);
    await expect.poll(() => reports.length, { timeout: 3_000 }).toBeGreaterThan(30);
    expect([venue.canceled, engine.stops]).toEqual([[], 0]);
    expect(pursuit.report()).toMatchObject({ stage: "closing", provenAt: null });
  });

  test("a flatten on which it does not get on is taken over, with the engine held down meanwhile", async () => {
    const venue = new MemoryVenue();
    venue.held = [position("IBM", "100")];
    const engine = new OutsideEngine();
    const { pursuit, until } = pursue({ mode: "flatten" }, venue, engine);
    await until("proven");
    expect([engine.stops, engine.holdsTaken, engine.held]).toEqual([1, 1, false]);
    expect(
      venue.submitted.map(({ intent }) => [intent.symbol, intent.side, intent.purpose]),
    ).toEqual([["IBM", "sell", "flatten"]]);
    expect(pursuit.report().gateKeeper).toBe("watchdog");
  });
});

describe("with an engine that does not answer", () => {
  function silent(): OutsideEngine {
    const engine = new OutsideEngine();
    engine.answers = false;
    return engine;
  }

  test("its process is ended and every order but protective stops is canceled", async () => {
    const venue = new MemoryVenue();
    venue.orders = [openOrder("a"), sellStop("stop", "100")];
    venue.held = [position("IBM", "100")];
    const engine = silent();
    const { pursuit, until } = pursue({}, venue, engine);
    await until("proven");
    expect(engine.stops).toBe(1);
    expect(venue.canceled).toEqual(["v-a"]);
    expect(pursuit.report()).toMatchObject({
      gateKeeper: "watchdog",
      keptStops: ["sell 100 IBM (stop)"],
      cancels: { requested: 1, confirmed: 1, pending: 0 },
    });
  });

  test("many orders are canceled with one request", async () => {
    const venue = new MemoryVenue();
    venue.orders = Array.from({ length: 500 }, (_, index) => openOrder(`o${index}`));
    const { until, pursuit } = pursue({}, venue, silent());
    await until("proven");
    expect([venue.cancelAllCalls, venue.canceled]).toEqual([1, []]);
    const { cancels, receipt } = pursuit.report();
    expect(cancels).toEqual({ requested: 500, confirmed: 500, pending: 0 });
    expect(receipt?.orders[0]).toMatchObject({ id: "v-o0", what: "buy 100 IBM (o0)" });
    expect(receipt?.orders.filter(({ confirmedAt }) => confirmedAt === null)).toEqual([]);
    expect(receipt?.stages.map(({ stage }) => stage)).toEqual([
      "requested",
      "gate_closed",
      "first_cancel_sent",
      "last_cancel_confirmed",
      "proven",
    ]);
  });

  test("a flatten cancels first, then closes each position once, and gives the engine back when flat", async () => {
    const venue = new MemoryVenue();
    venue.orders = [sellStop("stop", "100")];
    venue.held = [position("IBM", "100"), position("SPY", "-7.5")];
    const engine = silent();
    const { pursuit, stages, until } = pursue({ mode: "flatten" }, venue, engine);
    await until("proven");
    expect(stages).toEqual(["gate_closed", "canceling", "closing", "proven"]);
    expect(
      venue.submitted
        .map(({ intent }) => `${intent.side} ${intent.symbol} ${Number(intent.quantity) / 1e9}`)
        .sort(),
    ).toEqual(["buy SPY 7.5", "sell IBM 100"]);
    expect(pursuit.report().closes).toMatchObject({ requested: 2, filled: 2, pending: 0 });
    expect(engine.held).toBe(false);
  });

  test("an order of which nobody knows whether it arrived is sent again under the same id", async () => {
    const venue = new MemoryVenue();
    venue.held = [position("IBM", "100")];
    venue.fates.push("unknown", "accepted");
    const { until } = pursue({ mode: "flatten" }, venue, silent());
    await until("proven");
    const ids = venue.submitted.map(({ intent }) => intent.clientOrderId);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });

  test("shares that a filled closing order sold are not sold again while the list of positions lags", async () => {
    const venue = new MemoryVenue();
    venue.held = [position("IBM", "100"), position("SPY", "-7.5")];
    venue.positionLagMs = 100;
    const { until } = pursue({ mode: "flatten" }, venue, silent());
    await until("proven");
    expect(venue.submitted).toHaveLength(2);
    expect(venue.held.map((held) => held.quantity)).toEqual([ZERO_QUANTITY, ZERO_QUANTITY]);
  });

  test("an order whose answer was lost and that the venue has is not sent again while positions lag", async () => {
    const venue = new MemoryVenue();
    venue.held = [position("IBM", "100")];
    venue.positionLagMs = 100;
    venue.fates.push("unknown_but_there");
    const { until } = pursue({ mode: "flatten" }, venue, silent());
    await until("proven");
    expect(venue.submitted).toHaveLength(1);
  });

  test("a position that somebody else opens again after it was closed is closed once the lists had their time", async () => {
    const venue = new MemoryVenue();
    venue.held = [position("IBM", "100")];
    const { until } = pursue({ mode: "flatten" }, venue, silent());
    await expect.poll(() => venue.submitted.length, { timeout: 3_000, interval: 2 }).toBe(1);
    venue.held = [position("IBM", "100")];
    await until("proven");
    expect(venue.submitted).toHaveLength(2);
  });

  test("in extended hours positions are closed by limit orders through the last price, further each time", async () => {
    const venue = new MemoryVenue();
    venue.venueAt = tuesdayAt(17);
    venue.held = [position("IBM", "100")];
    const { pursuit, until } = pursue({ mode: "flatten" }, venue, silent());
    await expect.poll(() => venue.submitted.length, { timeout: 3_000 }).toBeGreaterThanOrEqual(3);
    const prices = venue.submitted.slice(0, 3).map(({ intent }) => ({
      extended: intent.extendedHours,
      price: intent.pricing.type === "limit" ? Number(intent.pricing.limitPrice) / 1e6 : 0,
    }));
    expect(prices).toEqual([
      { extended: true, price: 179.64 },
      { extended: true, price: 179.28 },
      { extended: true, price: 179.1 },
    ]);
    venue.orders = [];
    venue.held = [];
    await until("proven");
    expect(pursuit.report().venuePositions).toBe(0);
  });

  test("in a closed market the position is named as residual and the engine may come back for it", async () => {
    const venue = new MemoryVenue();
    venue.venueAt = tuesdayAt(21);
    venue.held = [position("IBM", "100")];
    const engine = silent();
    const { pursuit, until } = pursue({ mode: "flatten" }, venue, engine);
    await until("residual");
    expect(pursuit.report().residual).toEqual([
      {
        what: "100 IBM",
        why: "queued for 04:00 ET on 2013-10-09 by limit; the regular session opens at 09:30 ET",
      },
    ]);
    expect([engine.held, venue.submitted]).toEqual([false, []]);
    // Only a market that opens for it lets it go on.
    venue.venueAt = tuesdayAt(10);
    await expect.poll(() => pursuit.report().stage, { timeout: 6_000 }).toBe("proven");
  });

  test("a closing order that ended without a fill is no closed position", async () => {
    const venue = new MemoryVenue();
    venue.venueAt = tuesdayAt(17);
    venue.held = [position("IBM", "100")];
    const { pursuit } = pursue({ mode: "flatten" }, venue, silent());
    await expect.poll(() => venue.submitted.length, { timeout: 3_000 }).toBeGreaterThanOrEqual(3);
    expect(pursuit.report().closes).toMatchObject({ requested: 1, filled: 0, pending: 1 });
  });

  test("a position that the venue keeps refusing to close is residual, and still tried", async () => {
    const venue = new MemoryVenue();
    venue.held = [position("IBM", "100")];
    venue.fates.push("rejected", "rejected", "rejected", "rejected");
    const { pursuit, stages, until } = pursue({ mode: "flatten" }, venue, silent());
    await until("residual");
    expect(pursuit.report().residual).toEqual([{ what: "IBM", why: "not today" }]);
    await until("proven");
    expect(stages).toContain("residual");
  });
});

describe("with an engine that neither answers nor ends", () => {
  test("nothing is called proven, orders are canceled all the same, and nothing is closed beside it", async () => {
    const venue = new MemoryVenue();
    venue.orders = [openOrder("a")];
    const engine = new OutsideEngine();
    engine.answers = false;
    engine.immortal = "process 7 of the engine does not end: end it by hand";
    const { pursuit, until } = pursue({}, venue, engine);
    await expect.poll(() => venue.canceled).toEqual(["v-a"]);
    await expect.poll(() => engine.stops).toBeGreaterThan(3);
    expect(pursuit.report()).toMatchObject({ gateClosedAt: null, provenAt: null });
    expect(pursuit.report().detail).toMatch(/process 7 of the engine does not end/);
    engine.immortal = "";
    await until("proven");
  });
});

describe("silence of the decision loop", () => {
  test("ends the engine's process without asking it", async () => {
    const venue = new MemoryVenue();
    venue.orders = [openOrder("a")];
    const engine = new OutsideEngine();
    const { until } = pursue({ trigger: "silence" }, venue, engine);
    await until("proven");
    expect([engine.commands, engine.stops, venue.canceled]).toEqual([[], 1, ["v-a"]]);
  });
});

describe("after the proof", () => {
  test("an order that was still in flight opens the kill again", async () => {
    const venue = new MemoryVenue();
    const late = [openOrder("late")];
    const onReport = ({ stage }: KillReport) => {
      if (stage === "proven" && late.length > 0) venue.orders = late.splice(0);
    };
    const { stages, done } = pursue(
      { trigger: "silence", onReport, watchAfterMs: 1_500 },
      venue,
      new OutsideEngine(),
    );
    await done;
    expect(stages).toEqual(["gate_closed", "proven", "canceling", "proven"]);
    expect(venue.canceled).toEqual(["v-late"]);
  });

  test("a stronger mode takes it further under its own command", async () => {
    const venue = new MemoryVenue();
    venue.held = [position("IBM", "100")];
    const engine = new OutsideEngine();
    const { pursuit, until } = pursue({}, venue, engine);
    await until("proven");
    engine.work = () => {
      venue.held = [];
    };
    await pursuit.strengthen(latch({ mode: "flatten" }), latch({ commandId: "k2" }));
    await until("proven");
    expect(engine.commands.map((command) => command.commandId)).toEqual(["k1", "k2"]);
    expect(venue.held).toEqual([]);
  });

  test("a resume ends it", async () => {
    const venue = new MemoryVenue();
    venue.failures = 1_000_000;
    const { pursuit, done } = pursue({}, venue, new OutsideEngine());
    await expect.poll(() => pursuit.report().stage).toBe("gate_closed");
    pursuit.resumed();
    await done;
    expect(pursuit.report().stage).toBe("resumed");
  });
});
