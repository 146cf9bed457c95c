import { strategyId, ticker } from "@interlock/core/ids";
import type { NarrowScope } from "@interlock/core/kill/kill-scope";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { describe, expect, test } from "vitest";
import {
  answerOf,
  closingsOf,
  fillWhole as fill,
  kill,
  killPart,
  lastClosing,
  look,
  orderOf as order,
  position,
  shown,
} from "../kill-rig.ts";
import { foreignOrder, Rig, settings, venueOrder } from "../rig.ts";

const SPY = { kind: "symbol", symbol: ticker("SPY") } as const;
const NAMES = settings().strategies.map(({ id }) => id);
const FIRST: NarrowScope = { kind: "strategy", strategyId: strategyId(NAMES[0] ?? "") };

/** A rig whose first strategy works orders in SPY and IBM. */
function inTwoSymbols(): {
  readonly rig: Rig;
  readonly spy: OrderIntent;
  readonly ibm: OrderIntent;
} {
  const rig = new Rig().ready();
  const [spy, ibm] = ["SPY", "IBM"].map((symbol) => order(rig, symbol));
  if (spy === undefined || ibm === undefined) throw new Error("no orders");
  return { rig, spy, ibm };
}

const canceled = { status: "canceled", venueStatus: "canceled" } as const;

describe("K09 a kill of one symbol", () => {
  test("cancels its orders one by one, whoever placed them, and lets the others work", () => {
    const { rig, spy, ibm } = inTwoSymbols();
    killPart(rig, SPY, "cancel");
    const foreign = foreignOrder({ symbol: ticker("SPY") });
    rig.pass(3_000);
    look(rig, [venueOrder(spy), venueOrder(ibm), foreign]);
    expect(rig.asked("cancel_all_orders")).toEqual([]);
    const ids = new Set(rig.asked("cancel_order").map(({ venueOrderId }) => venueOrderId));
    expect(ids).toEqual(new Set([venueOrder(spy).venueOrderId, foreign.venueOrderId]));
  });

  test("denies new risk in it with its name, and trading elsewhere goes on", () => {
    const { rig } = inTwoSymbols();
    killPart(rig, SPY, "halt");
    rig.pass(60_000);
    rig.quote("SPY", "100.00", "100.02");
    rig.quote("IBM", "100.00", "100.02");
    expect(rig.wish("SPY", 0.9)).toEqual([]);
    expect(rig.told("order_denied").at(-1)?.denials).toContainEqual(
      expect.objectContaining({ code: "trading_state", scope: "SPY" }),
    );
    expect(rig.wish("IBM", 0.9)).toHaveLength(1);
    expect(rig.state.trading.state).toBe("active");
  });

  test("flattens it alone and is proven while others stay open and held", () => {
    const { rig, spy, ibm } = inTwoSymbols();
    const shares = fill(rig, spy);
    const held = [position(shares), { ...position("5"), symbol: ticker("IBM") }];
    killPart(rig, SPY, "flatten");
    look(rig, [venueOrder(ibm)], held);
    expect(closingsOf(rig).map(({ symbol }) => symbol)).toEqual(["SPY"]);
    rig.accept(lastClosing(rig));
    fill(rig, lastClosing(rig));
    for (let looks = 0; looks < 3; looks += 1) {
      rig.pass(2_000);
      look(rig, [venueOrder(ibm)], held.slice(1));
    }
    expect(rig.state.scopeKills.symbols.SPY).toMatchObject({ stage: "proven", venuePositions: 0 });
    expect(rig.asked("cancel_order")).toEqual([]);
  });

  test("is not proven while an order may be of it whose symbol nobody can read", () => {
    const { rig, spy } = inTwoSymbols();
    killPart(rig, SPY, "cancel");
    rig.report(spy, canceled);
    const unreadable = [
      { venueOrderId: null, clientOrderId: null, symbol: null, why: "no symbol", raw: "{}" },
    ];
    const killId = rig.asked("sweep_venue").at(-1)?.killId ?? "";
    rig.give({ kind: "venue_swept", killId, openOrders: [], unreadable, positions: [] });
    expect(rig.state.scopeKills.symbols.SPY?.residual).toEqual([
      expect.objectContaining({ why: expect.stringMatching(/may be of SPY/) }),
    ]);
    expect(rig.asked("cancel_all_orders")).toEqual([]);
  });

  test.each(["halt", "flatten"] as const)(
    "in mode %s under a kill of everything is its own, and holds when everything is resumed",
    (mode) => {
      const { rig, spy, ibm } = inTwoSymbols();
      kill(rig, mode);
      killPart(rig, SPY, mode);
      for (const one of [spy, ibm]) rig.report(one, canceled);
      if (mode !== "halt") for (let looks = 0; looks < 3; looks += 1) look(rig, []);
      expect(rig.state.scopeKills.symbols.SPY?.stage).toBe("proven");
      rig.command({ kind: "resume", reason: "looked into it" });
      expect(answerOf(rig)).toMatch(/still stop SPY/);
      rig.pass(61_000);
      for (const symbol of ["SPY", "IBM"]) rig.quote(symbol, "100.00", "100.02");
      expect(rig.wish("SPY", 0.9)).toEqual([]);
      expect(rig.wish("IBM", 0.9)).toHaveLength(1);
    },
  );

  test("the stronger mode wins, and one look serves every kill under way", () => {
    const { rig, spy, ibm } = inTwoSymbols();
    killPart(rig, SPY, "cancel");
    killPart(rig, SPY, "halt");
    expect(rig.state.scopeKills.symbols.SPY?.mode).toBe("cancel");
    kill(rig, "cancel");
    expect(rig.asked("sweep_venue").at(-1)?.killId.split("+")).toHaveLength(2);
    for (const one of [spy, ibm]) rig.report(one, canceled);
    for (let looks = 0; looks < 3; looks += 1) {
      rig.pass(2_000);
      look(rig, []);
    }
    expect(rig.state.scopeKills.symbols.SPY?.stage).toBe("proven");
    expect(rig.state.kill?.stage).toBe("proven");
  });

  test("survives a restart, and one latched meanwhile holds from the first input on", () => {
    const { rig } = inTwoSymbols();
    killPart(rig, SPY, "halt");
    const latch = { mode: "cancel", includeStops: false, reason: "test", by: "Bo" } as const;
    rig.ready({ scopeLatches: [{ ...latch, scope: FIRST }] });
    expect(rig.state.scopeKills.symbols.SPY).toMatchObject({ mode: "halt", by: "Ada" });
    expect(rig.state.scopeKills.strategies[NAMES[0] ?? ""]).toMatchObject({ by: "Bo" });
  });

  test("is resumed by itself, after its proof, and the resume of the rest leaves it stopped", () => {
    const { rig, spy } = inTwoSymbols();
    killPart(rig, SPY, "cancel");
    const resume = { kind: "resume", reason: "looked into it" } as const;
    rig.command({ ...resume, scope: SPY });
    expect(answerOf(rig)).toMatch(/not proven yet/);
    rig.report(spy, canceled);
    for (let looks = 0; looks < 3; looks += 1) look(rig, []);
    kill(rig, "halt");
    rig.command(resume);
    expect(answerOf(rig)).toMatch(/still stop SPY/);
    expect(rig.state.scopeKills.symbols.SPY?.stage).toBe("proven");
    rig.command({ ...resume, scope: SPY });
    expect(rig.state.scopeKills.symbols.SPY).toBeUndefined();
  });
});

describe("K09 a kill of one strategy", () => {
  test("cancels its orders, closes its own shares and leaves those of another", () => {
    const rig = new Rig().ready();
    const mine = order(rig, "SPY", 0);
    const theirs = order(rig, "IBM", 1);
    const shares = fill(rig, mine);
    killPart(rig, FIRST, "flatten");
    const more = formatQuantity(quantity(String(Number(shares) + 30)));
    look(rig, [venueOrder(theirs)], [position(more)]);
    expect(lastClosing(rig)).toMatchObject({ strategyId: NAMES[0], quantity: quantity(shares) });
    expect(rig.asked("cancel_order")).toEqual([]);
    rig.quote("IBM", "100.00", "100.02");
    rig.pass(60_000);
    rig.quote("IBM", "100.00", "100.02");
    expect(rig.wish("IBM", 0.2, 0)).toEqual([]);
    expect(rig.wish("IBM", -0.9, 1).length + rig.asked("cancel_order").length).toBeGreaterThan(0);
  });

  /** A rig whose first strategy's order the venue filled before the cancel of a flatten, without a word. */
  function filledUnheard(): { readonly rig: Rig; readonly spy: OrderIntent; shares: string } {
    const rig = new Rig().ready();
    const spy = order(rig, "SPY");
    killPart(rig, FIRST, "flatten");
    return { rig, spy, shares: formatQuantity(spy.quantity) };
  }
  const ofFirst = (rig: Rig) => rig.state.scopeKills.strategies[NAMES[0] ?? ""];

  test("is not proven while an order of it is open in our books and not at the venue: it may have filled", () => {
    const { rig, spy, shares } = filledUnheard();
    rig.pass(12_000);
    for (let looks = 0; looks < 3; looks += 1) look(rig, [], [position(shares)]);
    expect(ofFirst(rig)).toMatchObject({ stage: "canceling", cleanSweeps: 0 });
    expect(ofFirst(rig)?.residual.map(({ why }) => why)).toEqual([
      expect.stringMatching(/it may have filled/),
      expect.stringMatching(/our books hold 0 of it/),
    ]);
    expect(rig.asked("request_snapshot").length).toBeGreaterThan(1);
    fill(rig, spy);
    look(rig, [], [position(shares)]);
    look(rig, [], [position(shares)]);
    expect(lastClosing(rig)).toMatchObject({ quantity: quantity(shares), strategyId: NAMES[0] });
  });

  test("is not proven while our books and the venue differ in a symbol it has traded", () => {
    const { rig, spy, shares } = filledUnheard();
    rig.report(spy, canceled);
    for (let looks = 0; looks < 3; looks += 1) look(rig, [], [position(shares)]);
    expect(ofFirst(rig)).toMatchObject({ stage: "closing", cleanSweeps: 0 });
    for (let looks = 0; looks < 2; looks += 1) look(rig, []);
    expect(ofFirst(rig)?.stage).toBe("proven");
  });

  test("is proven no more when a fill comes after its proof, and goes on closing", () => {
    const { rig, spy, shares } = filledUnheard();
    rig.report(spy, canceled);
    for (let looks = 0; looks < 2; looks += 1) look(rig, []);
    expect(ofFirst(rig)).toMatchObject({ stage: "proven", venuePositions: 0 });
    fill(rig, spy);
    expect(ofFirst(rig)).toMatchObject({ stage: "closing", provenAt: null });
    expect(rig.told("alert_raised").map(({ sentence }) => sentence)).toContainEqual(
      expect.stringMatching(/was proven and is at work again: a fill came afterwards/),
    );
    rig.command({ kind: "resume", reason: "looked into it", scope: FIRST });
    expect(answerOf(rig)).toMatch(/not proven yet/);
    look(rig, [], [position(shares)]);
    expect(lastClosing(rig)).toMatchObject({ quantity: quantity(shares), strategyId: NAMES[0] });
  });

  test("closes while a cancel of everything, which cannot be proven, leaves its closing to work", () => {
    const rig = new Rig().ready();
    const shares = fill(rig, order(rig, "SPY"));
    kill(rig, "cancel", true);
    killPart(rig, FIRST, "flatten");
    const sticks = foreignOrder();
    look(rig, [sticks], [position(shares)]);
    const closing = lastClosing(rig);
    rig.accept(closing);
    for (let looks = 0; looks < 3; looks += 1) {
      rig.pass(500);
      look(rig, [sticks, shown(rig, closing)], [position(shares)]);
    }
    kill(rig, "flatten");
    const id = venueOrder(closing).venueOrderId;
    expect(rig.asked("cancel_order").filter((one) => one.venueOrderId === id)).toEqual([]);
    expect(rig.asked("cancel_all_orders")).toEqual([]);
    fill(rig, closing);
    for (let looks = 0; looks < 4; looks += 1) look(rig, [sticks]);
    expect(ofFirst(rig)?.stage).toBe("proven");
    expect(rig.state.kill?.stage).toBe("canceling");
  });

  test("names what another strategy holds against it as residue, closes none of it, and may be resumed", () => {
    const rig = new Rig().ready();
    const shares = fill(rig, order(rig, "SPY", 0));
    const [short] = rig.wish("SPY", -0.9, 1);
    if (short === undefined) throw new Error("no short order");
    rig.accept(short);
    rig.fill(short, { id: "s1", quantity: shares, price: "100.00" });
    rig.report(short, canceled);
    killPart(rig, FIRST, "flatten");
    for (let looks = 0; looks < 4; looks += 1) look(rig, []);
    expect(closingsOf(rig)).toEqual([]);
    expect(ofFirst(rig)).toMatchObject({ stage: "residual", venuePositions: 1, cleanSweeps: 2 });
    expect(ofFirst(rig)?.residual).toEqual([
      { what: `${shares} SPY`, why: expect.stringMatching(/others of the account hold as much/) },
    ]);
    rig.command({ kind: "resume", reason: "looked into it", scope: FIRST });
    expect(ofFirst(rig)).toBeUndefined();
  });

  test("of a symbol that is neither traded, held nor open stops nothing and says which there are", () => {
    const rig = new Rig().ready();
    killPart(rig, { kind: "symbol", symbol: ticker("ZZZZ") }, "cancel");
    expect(answerOf(rig)).toMatch(/^Nothing was stopped: ZZZZ is not traded here/);
    expect(answerOf(rig)).toContain("SPY");
    rig.snapshot({ positions: [{ ...position("5"), symbol: ticker("ZZZZ") }] });
    killPart(rig, { kind: "symbol", symbol: ticker("ZZZZ") }, "cancel");
    expect(rig.state.scopeKills.symbols[ticker("ZZZZ")]).toMatchObject({ mode: "cancel" });
  });

  test("that does not exist stops nothing and says which there are", () => {
    const rig = new Rig().ready();
    killPart(rig, { kind: "strategy", strategyId: strategyId("typo") }, "halt");
    expect(answerOf(rig)).toMatch(/Nothing was stopped: there is no strategy typo/);
    for (const name of NAMES) expect(answerOf(rig)).toContain(name);
  });
});
