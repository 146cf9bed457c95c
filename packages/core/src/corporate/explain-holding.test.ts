import { describe, expect, it } from "vitest";
import { anAction } from "../../test/an-action.ts";
import { IBM, MORNING, SPY } from "../../test/builders.ts";
import type { Ticker } from "../ids.ts";
import { money, ZERO_MONEY } from "../number/money.ts";
import { price } from "../number/price.ts";
import { quantity, ZERO_QUANTITY } from "../number/quantity.ts";
import type { CorporateAction } from "./corporate-action.ts";
import { explainHolding, type Holding } from "./explain-holding.ts";

interface Shown {
  readonly ours?: string;
  readonly average?: string;
  /** Shares and average at the venue, by symbol. */
  readonly venue: Readonly<Record<string, readonly [string, string]>>;
  readonly before?: string;
  readonly inLieu?: string;
  readonly under?: string;
}

function explained(change: Partial<CorporateAction>, shown: Shown) {
  const under = (symbol: Ticker): Holding => {
    const [held, average] = shown.venue[symbol] ?? ["0", null];
    return { quantity: quantity(held), averagePrice: average === null ? null : price(average) };
  };
  const ours = {
    quantity: quantity(shown.ours ?? "100"),
    averagePrice: price(shown.average ?? "50"),
  };
  return explainHolding(anAction(change), {
    ours,
    venueAverageBefore: shown.before === undefined ? null : price(shown.before),
    oursUnder: (symbol) => (symbol === SPY ? ours.quantity : quantity(shown.under ?? "0")),
    venueUnder: under,
    cashInLieu: shown.inLieu === undefined ? ZERO_MONEY : money(shown.inLieu),
    at: MORNING,
  });
}

const reverse = { venueType: "reverse_splits", ratio: { newShares: 1, oldShares: 20 } };

describe("what the venue shows after a split", () => {
  it.each([
    ["10-for-1", { newShares: 10, oldShares: 1 }, "1000", "5"],
    ["1-for-20", { newShares: 1, oldShares: 20 }, "5", "1000"],
    ["3-for-2", { newShares: 3, oldShares: 2 }, "150", "33.333333"],
  ])(
    "%s is explained by exactly the ratio's shares at the divided average",
    (_name, ratio, held, average) => {
      expect(explained({ ratio }, { venue: { SPY: [held, average] } })).toMatchObject({
        from: SPY,
        to: SPY,
        quantity: quantity(held),
        cashInLieu: ZERO_MONEY,
      });
    },
  );

  it("is explained by the venue's own average of before, where it counts averages otherwise than we do", () => {
    const venue = { SPY: ["200", "26"] as const };
    expect(explained({}, { venue })).toBeNull();
    expect(explained({}, { venue, before: "52" })).toMatchObject({ quantity: quantity("200") });
  });

  it("is explained for a short position too", () => {
    expect(explained({}, { ours: "-100", venue: { SPY: ["-200", "25"] } })).not.toBeNull();
  });

  it.each<[string, Shown]>([
    ["the shares of before", { venue: { SPY: ["100", "50"] } }],
    ["other shares", { venue: { SPY: ["199", "25"] } }],
    ["the shares at the average of before", { venue: { SPY: ["200", "50"] } }],
    ["nothing", { venue: {} }],
    ["shares of somebody who holds none here", { ours: "0", venue: { SPY: ["200", "25"] } }],
  ])("is not explained by %s", (_name, shown) => {
    expect(explained({}, shown)).toBeNull();
  });

  it("is not explained while the ratio is unknown", () => {
    expect(explained({ ratio: null }, { venue: { SPY: ["200", "25"] } })).toBeNull();
  });
});

describe("a fraction of a share", () => {
  const whole = { ours: "107", average: "1", venue: { SPY: ["5", "20"] as const } };

  it("may be kept", () => {
    const kept = { ours: "107", average: "1", venue: { SPY: ["5.35", "20"] as const } };
    expect(explained(reverse, kept)).toMatchObject({ quantity: quantity("5.35") });
  });

  it("that is gone is explained only by cash that the venue booked for it", () => {
    expect(explained(reverse, whole)).toBeNull();
    expect(explained(reverse, { ...whole, inLieu: "-7" })).toBeNull();
    expect(explained(reverse, { ...whole, inLieu: "7" })).toMatchObject({
      quantity: quantity("5"),
      cashInLieu: money("7"),
    });
  });

  it("that is all there was leaves nothing", () => {
    const gone = { ours: "7", average: "1", venue: {}, inLieu: "7" };
    expect(explained(reverse, gone)).toMatchObject({ quantity: ZERO_QUANTITY });
  });
});

describe("a change of symbol", () => {
  const renamed = {
    kind: "name_change" as const,
    ratio: { newShares: 1, oldShares: 1 },
    newSymbol: IBM,
  };

  it("is explained by the same shares under the new symbol and none under the old one", () => {
    expect(explained(renamed, { venue: { IBM: ["100", "50"] } })).toMatchObject({
      from: SPY,
      to: IBM,
    });
    const both = { SPY: ["100", "50"], IBM: ["100", "50"] } as const;
    expect(explained(renamed, { venue: both })).toBeNull();
  });

  it("is left to a person where the new symbol is held already", () => {
    expect(explained(renamed, { venue: { IBM: ["110", "50"] }, under: "10" })).toBeNull();
  });
});

it("mergers, spin-offs and removals are never explained: what they make of a cost is the venue's to say", () => {
  for (const kind of ["merger", "spin_off", "removal", "cash_dividend", "other"] as const)
    expect(explained({ kind }, { venue: { SPY: ["200", "25"] } })).toBeNull();
});
