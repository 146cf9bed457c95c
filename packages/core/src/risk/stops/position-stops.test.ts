import { describe, expect, test } from "vitest";
import { aFill, LIMITS, MORNING, SPY } from "../../../test/builders.ts";
import { money } from "../../number/money.ts";
import { price } from "../../number/price.ts";
import { shares } from "../../number/quantity.ts";
import { applyFill } from "../../position/apply-fill.ts";
import { flatPosition } from "../../position/position.ts";
import { MINUTE_MS } from "../../time.ts";
import { createRiskWatch, describeBreach, forgetSymbol, lossOf } from "../real-time.ts";
import { earnedOf, entryAfter, streakAfter } from "./entry.ts";
import { checkTimeStop, checkTrailingStop } from "./position-stops.ts";
import { beginTrail, bestToJournal, comeBackBps, extendTrail } from "./trail.ts";

const long = applyFill(flatPosition(SPY, 0), aFill({ quantity: shares(100) }));
const short = applyFill(flatPosition(SPY, 0), aFill({ quantity: shares(100), side: "sell" }));

function entryOf(position: typeof long, best: string | null = null) {
  const entry = entryAfter(undefined, position, MORNING);
  if (entry === null) throw new Error("nothing is held");
  return { ...entry, best: best === null ? null : price(best) };
}

/** What the trailing stop says of marks ten milliseconds apart. */
function trail(position: typeof long, marks: readonly string[], best: string | null = null) {
  const watch = createRiskWatch();
  const entry = entryOf(position, best);
  return marks.map((mark, index) => {
    const time = MORNING + 10 * (index + 1);
    const reading = { symbol: SPY, mark: price(mark), time, printed: false, position, entry };
    return checkTrailingStop(watch, reading, LIMITS);
  });
}

test("at the price of its entry a position has lost zero, and not a zero below zero", () => {
  for (const position of [long, short]) expect(lossOf(position, price("100"))).toBe(0);
});

describe("the trailing stop", () => {
  test("closes a position that came back its distance from the best price, by two readings", () => {
    const said = trail(long, ["110", "110.5", "107", "106.6", "106.5"]);
    expect(said.slice(0, 4)).toEqual([null, null, null, null]);
    expect(said[4]).toMatchObject({
      kind: "stop_loss",
      side: "sell",
      quantity: shares(100),
      cause: { rule: "trailing", best: price("110"), limitBps: 300 },
    });
    const [breach] = said.flatMap((one) => one ?? []);
    expect(breach === undefined ? "" : describeBreach(breach)).toBe(
      "The position of 100 SPY from 100.00 is closed at 106.50: it came back 318.2 bps from its best of 110.00, and the trailing stop is 300 bps.",
    );
  });

  test("closes at its distance, and not a tick before", () => {
    expect(trail(long, ["106.71", "106.72"], "110")).toEqual([null, null]);
    expect(trail(long, ["106.6", "106.7"], "110").at(-1)).toMatchObject({
      cause: { backBps: 300 },
    });
  });

  test("forgets a suspicion where the price is back inside the distance", () => {
    const said = trail(long, ["106.6", "107", "106.5", "106.4"], "110");
    expect(said.map((one) => one === null)).toEqual([true, true, true, false]);
  });

  test("of a short follows the lowest price and closes by buying", () => {
    const said = trail(short, ["95", "90", "90", "90.1", "92.9", "93"]);
    expect(said.at(-1)).toMatchObject({ side: "buy", cause: { best: price("90.1") } });
  });

  test("is not pulled up by one fat print, nor by the same one said again", () => {
    expect(trail(long, ["100", "150", "150", "100.1", "100", "100.1"])).toEqual(
      Array(6).fill(null),
    );
  });

  test("goes on after a restart from the best price that the journal knows", () => {
    expect(trail(long, ["106.5", "106.4"], "110").at(-1)).toMatchObject({
      cause: { best: price("110") },
    });
  });

  test("forgets prices of shares that are others now", () => {
    const watch = createRiskWatch();
    const reading = { symbol: SPY, time: MORNING, printed: false, position: long };
    checkTrailingStop(watch, { ...reading, mark: price("110"), entry: entryOf(long) }, LIMITS);
    forgetSymbol(watch, SPY);
    expect(watch.trails[SPY]).toBeUndefined();
  });

  test("has its best price journaled in steps of ten bps, first in profit", () => {
    const entry = entryOf(long);
    const one = beginTrail(entry);
    for (const [index, mark] of ["100.2", "100.3"].entries())
      extendTrail(one, { mark: price(mark), time: MORNING + index + 1, side: "buy" });
    expect(bestToJournal(beginTrail(entry), entry, 20)).toBeNull();
    expect(bestToJournal(one, entry, 5)).toBeNull();
    expect(bestToJournal(one, entry, 10)).toBe(price("100.2"));
    const exactly = { ...one, best: 100_100_000 };
    expect(bestToJournal(exactly, { ...entry, best: price("100") }, 20)).toBe(price("100.1"));
    const below = { ...entryOf(short), best: price("99.9") };
    expect(bestToJournal({ ...one, best: 99_700_000 }, below, 20)).toBe(price("99.7"));
    expect(bestToJournal({ ...one, best: 100_100_000 }, below, 20)).toBeNull();
    expect(bestToJournal(one, entry, 20)).toBe(price("100.2"));
    expect(bestToJournal(one, { ...entry, best: price("100.15") }, 20)).toBeNull();
    expect(bestToJournal(one, { ...entry, best: price("100.05") }, 20)).toBe(price("100.2"));
  });
});

describe("a trail", () => {
  const extended = (side: "buy" | "sell", ...readings: [mark: string, time: number][]) => {
    const one = beginTrail(entryOf(side === "buy" ? long : short));
    for (const [mark, time] of readings)
      extendTrail(one, { mark: price(mark), time: MORNING + time, side });
    return one;
  };

  test("begins without a best price, from which nothing comes back", () => {
    const one = beginTrail(entryOf(long));
    expect(one).toEqual({ since: MORNING, best: 0, last: 0, lastAt: 0 });
    expect(comeBackBps(one, "buy", price("90"))).toBe(0);
    expect(comeBackBps({ ...one, best: 100e6 }, "buy", price("99"))).toBe(100);
    expect(comeBackBps({ ...one, best: 100e6 }, "sell", price("101"))).toBe(100);
  });

  test("has no best price by one reading, of either side", () => {
    expect(extended("buy", ["90", 1]).best).toBe(0);
    expect(extended("sell", ["90", 1]).best).toBe(0);
  });

  test("takes the same price for a second reading after a second, and no other in the same moment", () => {
    expect(extended("buy", ["110", 1], ["110", 1_000]).best).toBe(0);
    expect(extended("buy", ["110", 1], ["110", 1_001]).best).toBe(110e6);
    expect(extended("buy", ["110", 1], ["111", 1]).best).toBe(0);
    expect(extended("buy", ["110", 1], ["111", 0]).best).toBe(0);
  });
});

describe("the time stop", () => {
  const read = (minutes: number, ...marks: string[]) => {
    const watch = createRiskWatch();
    return marks.map((mark, index) => {
      const time = MORNING + minutes * MINUTE_MS + index;
      const reading = { symbol: SPY, mark: price(mark), time, printed: false, position: long };
      return checkTimeStop(watch, { ...reading, entry: entryOf(long) }, LIMITS);
    });
  };

  test("closes a position at a loss when its time is up, by two readings", () => {
    const said = read(240, "99.9", "99.8");
    expect(said[0]).toBeNull();
    expect(said[1]).toMatchObject({
      cause: { rule: "time", heldMinutes: 240, limitMinutes: 240 },
    });
  });

  test("leaves a position alone that stands where it was entered, and forgets a loss that is over", () => {
    const watch = createRiskWatch();
    const said = ["100", "100", "99.9", "100.1", "99.8", "99.7"].map((mark, index) => {
      const time = MORNING + 300 * MINUTE_MS + (index < 2 ? index * 1_000 : 2_000 + index);
      const reading = { symbol: SPY, mark: price(mark), time, printed: false, position: long };
      return checkTimeStop(watch, { ...reading, entry: entryOf(long) }, LIMITS);
    });
    expect(said.map((one) => one === null)).toEqual([true, true, true, true, true, false]);
  });

  test("leaves a position that is younger, or in profit, alone", () => {
    expect(read(239, "99.9", "99.8")).toEqual([null, null]);
    expect(read(500, "100.1", "100.2")).toEqual([null, null]);
  });
});

describe("an entry", () => {
  test("lasts while its side is held, and a flip or a flat position ends it", () => {
    const entry = entryOf(long);
    const more = applyFill(long, aFill({ quantity: shares(10) }));
    expect(entryAfter(entry, more, MORNING + 5)).toBe(entry);
    const flipped = applyFill(long, aFill({ quantity: shares(150), side: "sell" }));
    expect(entryAfter(entry, flipped, MORNING + 9)).toMatchObject({
      side: "sell",
      since: MORNING + 9,
    });
    const flat = applyFill(long, aFill({ quantity: shares(100), side: "sell" }));
    expect(entryAfter(entry, flat, MORNING)).toBeNull();
  });

  test("closed at a loss, fees included, lengthens the streak; a profit ends it; even keeps it", () => {
    const entry = entryOf(long);
    const close = (at: string, fee = "0") =>
      applyFill(
        long,
        aFill({ quantity: shares(100), side: "sell", price: price(at), fee: money(fee) }),
      );
    expect(streakAfter(2, entry, close("99.99"))).toBe(3);
    expect(streakAfter(2, entry, close("100", "0.01"))).toBe(3);
    expect(streakAfter(2, entry, close("100"))).toBe(2);
    expect(streakAfter(2, entry, close("101"))).toBe(0);
    const later = { ...entry, earnedBefore: money("100") };
    expect(streakAfter(2, later, close("100.5")), "what was earned before counts not").toBe(3);
    expect(earnedOf(close("101"))).toBe(money("100"));
  });
});
