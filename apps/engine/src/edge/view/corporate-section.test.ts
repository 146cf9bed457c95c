import { expect, test } from "vitest";
import type { CorporateAction } from "@interlock/core/corporate/corporate-action";
import { ticker } from "@interlock/core/ids";
import { isoDate } from "@interlock/core/market/civil-date";
import { price } from "@interlock/core/number/price";
import { heldOverNight, PRE_MARKET, tenForOne, venueHolds } from "../../../test/corporate.ts";
import type { Rig } from "../../../test/rig.ts";
import { EdgeBook } from "../follow/edge-book.ts";
import { corporateSection } from "./corporate-section.ts";

/** What the console reads, from the journal of a rig. */
function shown(rig: Rig) {
  const book = new EdgeBook();
  for (const entry of rig.entries) book.take(entry);
  return corporateSection(book, rig.time).map(({ symbol, name, phase, sentence }) => [
    `${symbol} ${name}`,
    phase,
    sentence,
  ]);
}

function morning(rig: Rig): Rig {
  rig.time = PRE_MARKET;
  rig.give({ kind: "clock" });
  return rig;
}

test("an announced split says what happens to the orders and to the shares that are held", () => {
  expect(shown(heldOverNight(tenForOne()))).toEqual([
    [
      "SPY 10-for-1 split",
      "announced",
      "Resting orders are canceled before the open. The position becomes 490 shares when the venue shows it.",
    ],
  ]);
});

test("on its day it says what is waited for, and afterwards how it ended", () => {
  const rig = morning(heldOverNight(tenForOne()));
  expect(shown(rig)).toEqual([
    [
      "SPY 10-for-1 split",
      "waiting",
      "No new risk, and no stop-loss, until the venue shows 490 shares.",
    ],
  ]);
  rig.snapshot({ positions: [venueHolds("490", "10.002")] });
  expect(shown(rig)).toEqual([
    ["SPY 10-for-1 split", "ended", "Over: booked: the venue shows exactly what was announced."],
  ]);
});

test.each<[Partial<CorporateAction>, string]>([
  [
    { kind: "cash_dividend", cashRate: price("1.5"), payableDate: isoDate("2026-07-31") },
    "A dividend of $1.50 a share belongs to who holds the shares the evening before and is paid on 2026-07-31; cash moves by the venue's log.",
  ],
  [
    { kind: "merger", ratio: null },
    "Resting orders are canceled before the open. What the venue shows then is a break, to be adopted by a person.",
  ],
  [
    { kind: "name_change", ratio: { newShares: 1, oldShares: 1 }, newSymbol: ticker("NEW") },
    "Resting orders are canceled before the open. The position becomes 49 shares of NEW when the venue shows it.",
  ],
  [
    { kind: "other", venueType: "quantum_splits", ratio: null },
    "Of a type that is not known here: nothing is done about it. Read the announcement.",
  ],
])("%j is told in its own words", (change, sentence) => {
  expect(shown(heldOverNight(tenForOne(change)))[0]?.[2]).toBe(sentence);
});

test("of what is not held only what changes a scale is told", () => {
  const IBM = ticker("IBM");
  const split = tenForOne({ id: "ibm", symbol: IBM });
  const dividend = tenForOne({ id: "div", symbol: IBM, kind: "cash_dividend", ratio: null });
  expect(shown(heldOverNight(split, dividend))).toEqual([
    [
      "IBM 10-for-1 split",
      "announced",
      "Nothing of it is held. Its strategies warm up anew from that day on.",
    ],
  ]);
});
