import { describe, expect, test } from "vitest";
import { price } from "@interlock/core/number/price";
import { quantity } from "@interlock/core/number/quantity";
import { money } from "@interlock/core/number/money";
import { strategyId, ticker } from "@interlock/core/ids";
import { Screen } from "../../../test/edge/screen.ts";
import { bought, placed, working } from "../../../test/edge/bought.ts";
import { MORNING, Rig, settings } from "../../../test/rig.ts";

const positionOf = (screen: Screen, symbol = "SPY") =>
  screen.draw().positions.find((one) => one.symbol === symbol);

describe("the stop-loss of a position", () => {
  const stopOf = (screen: Screen, symbol = "SPY") => {
    const { stopLossPrice, stopLossNote } = positionOf(screen, symbol) ?? {};
    return { price: stopLossPrice, note: stopLossNote };
  };
  const kill = (rig: Rig, mode: "halt" | "cancel") =>
    rig.command({ kind: "kill", mode, reason: "drill", includeStops: false });

  test("is shown in a halt, in which it acts, and not while a kill cancels", () => {
    const { screen, rig } = bought();
    kill(rig, "halt");
    expect(stopOf(screen)).toMatchObject({ note: "", price: expect.stringMatching(/^\d/) });
    kill(rig, "cancel");
    expect(stopOf(screen)).toEqual({ price: null, note: "off while trading is halted this way" });
  });

  test("is not shown where no market is watched", () => {
    const rig = new Rig().start();
    const symbol = ticker("TSLA");
    rig.snapshot({ positions: [{ symbol, quantity: quantity("10"), averagePrice: "400" }] });
    expect(positionOf(new Screen(rig), "TSLA")).toMatchObject({ markSource: "provisional" });
    expect(stopOf(new Screen(rig), "TSLA")).toEqual({
      price: null,
      note: "none: not in the universe, no market is watched",
    });
  });

  test("names the venue's price where the venue values what we do not watch", () => {
    const rig = new Rig().start();
    const held = { symbol: ticker("TSLA"), quantity: quantity("10"), averagePrice: "400" };
    rig.snapshot({ positions: [{ ...held, currentPrice: price("390") }] });
    expect(positionOf(new Screen(rig), "TSLA")).toMatchObject({
      mark: "390.00",
      markSource: "venue",
    });
  });

  test("says what keeps it from closing", () => {
    const { screen, rig } = bought();
    rig.time = Date.UTC(2026, 5, 17, 1, 0, 0);
    for (const bid of ["97.00", "96.99"]) {
      rig.time += 100;
      screen.quote("SPY", bid, "97.02");
    }
    expect(stopOf(screen).note).toContain("the market is closed");
  });
});

describe("a long position", () => {
  test("is worth its quantity at the midpoint, with the loss and the stop below its cost", () => {
    const { screen } = bought();
    screen.quote("SPY", "99.00", "99.02");
    const bps = settings().limitDefaults.stopLossBps;
    expect(positionOf(screen)).toMatchObject({
      side: "long",
      quantity: "49",
      averagePrice: "100.02",
      mark: "99.01",
      costBasis: "4900.98",
      marketValue: "4851.49",
      unrealized: "-49.49",
      unrealizedPercent: "-1.01",
      realizedToday: "0.00",
      stopLossPrice: String(Number((100.02 * (1 - bps / 10_000)).toFixed(6))),
    });
  });

  test("shows what each strategy holds of it", () => {
    const { screen, intent } = bought();
    expect(positionOf(screen)?.byStrategy).toEqual([
      { strategyId: intent.strategyId, quantity: "49", realizedToday: "0.00" },
    ]);
  });

  test("shows what is at work for it", () => {
    const { screen, rig } = bought();
    const [intent] = rig.wish("SPY", -1);
    expect(intent?.side).toBe("sell");
    expect(positionOf(screen)).toMatchObject({ workingBuyQuantity: "0" });
    expect(Number(positionOf(screen)?.workingSellQuantity)).toBeGreaterThan(0);
  });
});

test("a short position has its stop above its cost and gains when the market falls", () => {
  const rig = new Rig().ready();
  const screen = new Screen(rig);
  screen.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", -1);
  if (intent === undefined) throw new Error("no order");
  rig.accept(intent);
  rig.fill(intent, { id: "x1", quantity: "10", price: "100.00" });
  screen.quote("SPY", "99.00", "99.02");
  const short = positionOf(screen);
  expect(short).toMatchObject({ side: "short", quantity: "-10", unrealized: "9.90" });
  expect(Number(short?.stopLossPrice)).toBeGreaterThan(100);
  expect(screen.draw().account).toMatchObject({ longExposure: "0.00", shortExposure: "990.10" });
});

describe("a mark", () => {
  test.each<[string, (screen: Screen) => void]>([
    ["a locked quote", (screen) => screen.quote("SPY", "101.00", "101.00")],
    ["a crossed quote", (screen) => screen.quote("SPY", "101.00", "100.90")],
    ["a quote with one side", (screen) => screen.quote("SPY", "101.00", null)],
    ["a print while there are quotes", (screen) => screen.trade("SPY", "101.00")],
  ])("is not moved by %s, here as little as in the engine", (_name, happen) => {
    const { screen, rig } = bought();
    happen(screen);
    expect(positionOf(screen)?.mark).toBe("100.01");
    expect(rig.views.totals.symbols[ticker("SPY")]?.referencePrice).toBe(price("100.01"));
  });

  test("is the last print before the first quote, unless its price was not made in the market", () => {
    const { screen, rig } = holding("SPY");
    screen.trade("SPY", "101.00").trade("SPY", "7.00", ["I"]);
    expect(positionOf(screen)?.mark).toBe("101.00");
    expect(rig.views.totals.symbols[ticker("SPY")]?.referencePrice).toBe(price("101"));
  });

  test("is as old as the quote that made it, whatever came after it", () => {
    const { screen, rig } = bought();
    rig.time += 40_000;
    screen.trade("SPY", "101.00").quote("SPY", "101.00", "101.00");
    const freshness = { sourceAt: MORNING, ageMs: 40_000 };
    expect(positionOf(screen)?.markFreshness).toEqual(freshness);
    expect(screen.draw().account.marksFreshness).toEqual(freshness);
    expect(screen.draw().markets[0]?.freshness.ageMs).toBe(0);
  });
});

test("a position that the market has not marked yet stands at its own price, of unknown age", () => {
  const { screen } = holding("SPY");
  expect(positionOf(screen)).toMatchObject({
    quantity: "10",
    mark: "100.00",
    unrealized: "0.00",
    markFreshness: { sourceAt: null, ageMs: null },
  });
  expect(screen.draw().account.marksFreshness.ageMs).toBeNull();
});

/** An account that was taken over with ten shares, of which no price is known. */
function holding(symbol: string): { readonly screen: Screen; readonly rig: Rig } {
  const rig = new Rig().start();
  const held = { symbol: ticker(symbol), quantity: quantity("10"), averagePrice: "100" };
  rig.snapshot({ positions: [held] });
  return { screen: new Screen(rig), rig };
}

describe("the venue's side of a position", () => {
  test("agrees until the venue says otherwise, and then says by how much", () => {
    const { screen, rig } = bought();
    rig.snapshot();
    expect(positionOf(screen)).toMatchObject({ venueQuantity: "49", difference: "0" });
    const positions = [{ symbol: ticker("SPY"), quantity: quantity("40"), averagePrice: "100" }];
    rig.snapshot({ positions });
    rig.snapshot({ positions });
    expect(positionOf(screen)).toMatchObject({ venueQuantity: "40", difference: "9" });
  });

  test("is not claimed before the first comparison", () => {
    const { screen } = bought();
    screen.book.state.reconciliation = null;
    expect(positionOf(screen)).toMatchObject({ venueQuantity: null, difference: null });
  });
});

describe("a strategy", () => {
  const strategy = (screen: Screen) => screen.draw().strategies[0];

  test("counts its orders, fills and money, and says what it waits for", () => {
    const { screen, intent } = bought();
    screen.reports = [
      {
        id: intent.strategyId ?? strategyId("none"),
        symbols: [{ symbol: ticker("SPY"), phase: "warming", text: "waits for bars", target: 0 }],
      },
    ];
    screen.quote("SPY", "101.00", "101.02");
    expect(strategy(screen)).toMatchObject({
      state: "warming",
      ordersToday: 1,
      fillsToday: 1,
      unrealized: "48.51",
      symbols: expect.arrayContaining([
        { symbol: "SPY", status: "waits for bars", quantity: "49", target: 1 },
        { symbol: "IBM", status: "no word from it yet", quantity: "0", target: null },
      ]),
    });
  });

  test.each<[string, (rig: Rig) => void]>([
    ["running", () => undefined],
    [
      "halted",
      (rig) => rig.command({ kind: "kill", mode: "halt", reason: "", includeStops: false }),
    ],
  ])("is %s when the engine lets it be", (state, happen) => {
    const { screen, rig } = placed();
    happen(rig);
    expect(strategy(screen)?.state).toBe(state);
  });

  test("that threw is disabled, and says why", () => {
    const { screen, rig, intent } = working();
    const runtime = rig.views.strategies[0];
    Object.assign(runtime ?? {}, {
      instance: {
        ...runtime?.instance,
        onQuote: () => {
          throw new Error("division by zero");
        },
      },
    });
    rig.time += 1_000;
    screen.quote("SPY", "100.00", "100.04");
    expect(strategy(screen)).toMatchObject({ id: intent.strategyId, state: "disabled" });
    expect(strategy(screen)?.error).toContain("division by zero");
  });
});

test("each symbol's market is shown with its condition", () => {
  const { screen } = placed();
  screen.quote("IBM", "50.00", "50.00").trade("IBM", "49.99");
  screen.quote("BAC", "7.00", null);
  expect(
    screen.draw().markets.map(({ symbol, condition, last }) => [symbol, condition, last]),
  ).toEqual([
    ["SPY", "regular", null],
    ["IBM", "locked", "49.99"],
    ["BAC", "one_sided", null],
    ["AIG", "none", null],
  ]);
});

test("the bar of a position's limit follows the fuller of shares and dollars", () => {
  const { screen } = bought();
  const { maxPositionNotional } = settings().limitDefaults;
  const used = (100 * 49 * 100.01) / (Number(maxPositionNotional) / Number(money("1")));
  expect(positionOf(screen)?.limitUsedPercent).toBeCloseTo(Math.max(used, 4.9), 0);
});
