import { describe, expect, it } from "vitest";
import { aQuote, MORNING } from "../../../test/builders.ts";
import {
  type DenialCase,
  denialsOf,
  outcomeOf,
  LONG,
  limit,
  MARKET,
  SELL,
} from "../../../test/denial-cases.ts";
import { price } from "../../number/price.ts";
import type { Denial } from "../denial.ts";

describe("price tick", () => {
  const off = (at: string, tick: string): Denial => ({
    code: "price_tick",
    price: price(at),
    tick: price(tick),
  });
  const cheap = {
    quote: aQuote({ bid: price("0.5000"), ask: price("0.5002") }),
    referencePrice: price("0.5001"),
  };
  it.each<DenialCase>([
    [
      "half a cent above a dollar is denied",
      { pricing: limit("100.005") },
      {},
      off("100.005", "0.01"),
    ],
    ["a hundredth of a cent below a dollar passes", { pricing: limit("0.5001") }, cheap, null],
    [
      "a thousandth of a cent below a dollar is denied",
      { pricing: limit("0.50011") },
      cheap,
      off("0.50011", "0.0001"),
    ],
    [
      "a stop price counts",
      { pricing: { type: "stop", stopPrice: price("100.005") } },
      {},
      off("100.005", "0.01"),
    ],
    [
      "both prices of a stop-limit count",
      { pricing: { type: "stop_limit", limitPrice: price("100.05"), stopPrice: price("100.015") } },
      {},
      off("100.015", "0.01"),
    ],
    [
      "the limit price of a stop-limit counts, and is named first",
      {
        pricing: { type: "stop_limit", limitPrice: price("100.055"), stopPrice: price("100.015") },
      },
      {},
      off("100.055", "0.01"),
    ],
    [
      "closing off tick is denied",
      { ...SELL, pricing: limit("99.955") },
      LONG,
      off("99.955", "0.01"),
    ],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});

describe("quotes", () => {
  const condition = (which: "missing" | "locked" | "crossed" | "one_sided"): Denial => ({
    code: "reference_quote",
    condition: which,
  });
  const oneSided = aQuote({ bid: null });
  it.each<DenialCase>([
    ["a missing quote denies new risk", {}, { quote: null }, condition("missing")],
    [
      "a locked quote denies new risk",
      {},
      { quote: aQuote({ bid: price("100.01") }) },
      condition("locked"),
    ],
    [
      "a crossed quote denies new risk",
      {},
      { quote: aQuote({ bid: price("100.02") }) },
      condition("crossed"),
    ],
    ["a one-sided quote denies new risk", {}, { quote: oneSided }, condition("one_sided")],
    [
      "a one-sided quote denies a market order",
      { pricing: MARKET },
      { quote: aQuote({ ask: null }) },
      condition("one_sided"),
    ],
    ["a missing quote passes closing", SELL, { ...LONG, quote: null }, null],
    [
      "a crossed quote passes closing",
      SELL,
      { ...LONG, quote: aQuote({ bid: price("100.02") }) },
      null,
    ],
    ["a quote at the age limit passes", {}, { time: MORNING + 2_000 }, null],
    [
      "an older one denies new risk",
      {},
      { time: MORNING + 2_001 },
      { code: "quote_age", ageMs: 2_001, limitMs: 2_000 },
    ],
    [
      "a missing quote alone denies a market order: the last good price is a reference",
      { pricing: MARKET },
      { quote: null },
      condition("missing"),
    ],
    ["an older one passes closing", SELL, { ...LONG, time: MORNING + 60_000 }, null],
    ["one from the future counts as new", {}, { time: MORNING - 5 }, null],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });

  it("without any price at all deny new risk, and nothing else is guessed", () => {
    const blind = { quote: null, referencePrice: null };
    expect(denialsOf({ pricing: MARKET }, blind)).toEqual([condition("missing")]);
    expect(denialsOf({}, blind)).toEqual([condition("missing")]);
    expect(denialsOf(SELL, { ...blind, ...LONG })).toEqual([]);
  });
});

describe("price collar", () => {
  const outside = (at: string, deviationBps: number, reference = "100.00"): Denial => ({
    code: "price_collar",
    price: price(at),
    reference: price(reference),
    deviationBps,
    limitBps: 50,
  });
  const wide = aQuote({ bid: price("99.00"), ask: price("101.00") });
  it.each<DenialCase>([
    ["a buy at the collar passes", { pricing: limit("100.50") }, {}, null],
    ["a buy above it is denied", { pricing: limit("100.51") }, {}, outside("100.51", 51)],
    ["a buy as far below is denied", { pricing: limit("99.49") }, {}, outside("99.49", 51)],
    [
      "a sale below it is denied, closing too",
      { ...SELL, pricing: limit("99.49") },
      LONG,
      outside("99.49", 51),
    ],
    [
      "a market order is measured at the far touch",
      { pricing: MARKET },
      { quote: wide },
      outside("101.00", 100),
    ],
    [
      "a market sale that opens is measured at the bid",
      { side: "sell", pricing: MARKET },
      { quote: wide },
      outside("99.00", 100),
    ],
    [
      "a closing market order has no price to be wrong",
      { side: "sell", pricing: MARKET },
      { ...LONG, quote: wide },
      null,
    ],
    ...(["stop_loss", "flatten", "operator"] as const).map(
      (purpose): DenialCase => [
        `an order of ${purpose} toward flat, priced at the far touch, is not kept in by a wide spread`,
        { ...SELL, pricing: limit("98.90"), purpose },
        { ...LONG, quote: wide },
        null,
      ],
    ),
    [
      "closing is measured against the last good price when the quote is crossed",
      { ...SELL, pricing: limit("90.00") },
      {
        ...LONG,
        quote: aQuote({ bid: price("90.10"), ask: price("90.00") }),
        referencePrice: price("95.00"),
      },
      outside("90.00", (5 * 10_000) / 95, "95.00"),
    ],
    [
      "closing is measured against the last good price when the quote is none",
      { ...SELL, pricing: limit("90.00") },
      { ...LONG, quote: null, referencePrice: price("95.00") },
      outside("90.00", (5 / 95) * 10_000, "95.00"),
    ],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});
