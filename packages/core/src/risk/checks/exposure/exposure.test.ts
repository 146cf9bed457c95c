import { describe, expect, it } from "vitest";
import { anExposure, anIntent, MORNING } from "../../../../test/builders.ts";
import {
  type DenialCase,
  denialsOf,
  LONG,
  openOrders,
  outcomeOf,
  SELL,
} from "../../../../test/denial-cases.ts";
import { money, ZERO_MONEY } from "../../../number/money.ts";
import { price } from "../../../number/price.ts";
import { shares } from "../../../number/quantity.ts";
import { ACCOUNT_ALONE } from "../../levels/level-guard.ts";
import { NO_SIDES } from "../../../portfolio/side-exposure.ts";

const PRE = { kind: "session", session: "pre" } as const;
const elsewhere = (change: Partial<typeof NO_SIDES>) =>
  anExposure({ elsewhere: { ...NO_SIDES, ...change } });

describe("exposure by side", () => {
  it.each<DenialCase>([
    ["long at its limit passes", {}, { exposure: elsewhere({ long: money("46000") }) }, null],
    [
      "long beyond it is denied",
      {},
      { exposure: elsewhere({ long: money("46000.01") }) },
      { code: "long_exposure", exposure: money("47000.01"), limit: money("47000") },
    ],
    [
      "short beyond its limit is denied",
      SELL,
      { exposure: elsewhere({ short: money("39000.01") }) },
      { code: "short_exposure", exposure: money("40000.01"), limit: money("40000") },
    ],
    [
      "a limit of the session is named as the session's",
      SELL,
      {
        exposure: elsewhere({ short: money("39000.01") }),
        levels: { ...ACCOUNT_ALONE, boundBy: { maxShortExposure: PRE } },
      },
      {
        code: "short_exposure",
        exposure: money("40000.01"),
        limit: money("40000"),
        level: PRE,
      },
    ],
    [
      "net long beyond its limit is denied",
      {},
      { exposure: elsewhere({ high: money("44000.01"), long: money("44000.01") }) },
      { code: "net_exposure", exposure: money("45000.01"), limit: money("45000") },
    ],
    [
      "net short beyond its limit is denied",
      SELL,
      { exposure: elsewhere({ low: money("-44000.01") }) },
      { code: "net_exposure", exposure: money("45000.01"), limit: money("45000") },
    ],
    [
      "a sale that is not done makes no room for a purchase",
      { pricing: { type: "limit", limitPrice: price("99.90") } },
      {
        openOrders: openOrders({
          side: "sell",
          quantity: shares(5),
          pricing: { type: "limit", limitPrice: price("101") },
        }),
        exposure: elsewhere({ high: money("44000.01"), long: money("44000.01") }),
      },
      { code: "net_exposure", exposure: money("45000.01"), limit: money("45000") },
    ],
    [
      "closing passes whatever the sides are",
      SELL,
      { ...LONG, exposure: elsewhere({ long: money("90000"), low: money("-90000") }) },
      null,
    ],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});

describe("shares of equity", () => {
  it.each<DenialCase>([
    [
      "a position beyond its share is denied",
      {},
      { exposure: anExposure({ equity: money("2000") }) },
      {
        code: "concentration",
        symbol: anIntent().symbol,
        shareBps: 5_000,
        limitBps: 4_000,
      },
    ],
    [
      "a position at its share passes",
      {},
      { exposure: anExposure({ equity: money("2500") }) },
      null,
    ],
    [
      "gross exposure beyond its share is denied",
      {},
      { exposureElsewhere: money("44000"), exposure: anExposure({ equity: money("80000") }) },
      { code: "leverage", leverageBps: 5_625, limitBps: 5_500 },
    ],
    [
      "the lower of the two figures counts",
      {},
      {
        exposureElsewhere: money("44000"),
        exposure: anExposure({ venue: { equity: money("80000") } }),
      },
      { code: "leverage", leverageBps: 5_625, limitBps: 5_500 },
    ],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });

  it.each([
    ["0", money("0"), money("100000")],
    ["0 at the venue", money("100000"), money("0")],
    ["below zero", money("-1"), money("100000")],
  ])("R10 denies new risk on an equity of %s, and divides by nothing", (_, ours, venue) => {
    const exposure = anExposure({ equity: ours, venue: { equity: venue } });
    expect(denialsOf({}, { exposure })).toEqual([{ code: "equity", ours, venue }]);
    expect(denialsOf(SELL, { ...LONG, exposure })).toEqual([]);
  });

  it("R10 denies new risk while the venue has named no equity", () => {
    const codes = denialsOf({}, { exposure: anExposure({ venue: null }) }).map(({ code }) => code);
    expect(codes).toEqual(["equity", "buying_power"]);
  });

  it("R10 says that nothing is known of the buying power where the venue has not named it", () => {
    expect(denialsOf({}, { exposure: anExposure({ venue: null }) }).at(-1)).toEqual({
      code: "buying_power",
      needed: money("1000.5"),
      available: ZERO_MONEY,
      ageMs: null,
      ageLimitMs: 60_000,
    });
  });

  it("R10 takes an equity of a cent for one", () => {
    const exposure = anExposure({ equity: money("0.01") });
    const codes = denialsOf({}, { exposure }).map(({ code }) => code);
    expect(codes).toEqual(["concentration", "sector_exposure", "leverage"]);
  });
});

describe("buying power", () => {
  const power = (reserved: string) =>
    anExposure({ venue: { buyingPower: money("5000"), reserved: money(reserved) } });
  it.each<DenialCase>([
    ["what it covers passes", {}, { exposure: power("3999.5") }, null],
    [
      "R19 what is reserved since the venue was asked counts, and an unfilled sale frees none of it",
      {},
      {
        position: shares(50),
        openOrders: openOrders({
          side: "sell",
          quantity: shares(50),
          pricing: { type: "limit", limitPrice: price("101") },
        }),
        exposure: power("4000"),
      },
      {
        code: "buying_power",
        needed: money("5000.5"),
        available: money("5000"),
        ageMs: 0,
        ageLimitMs: 60_000,
      },
    ],
    [
      "a figure that is too old is none",
      {},
      { exposure: anExposure({ venue: { askedAt: MORNING - 60_001 } }) },
      {
        code: "buying_power",
        needed: money("1000.5"),
        available: money("0"),
        ageMs: 60_001,
        ageLimitMs: 60_000,
      },
    ],
    [
      "a figure as old as it may be counts",
      {},
      { exposure: anExposure({ venue: { askedAt: MORNING - 60_000 } }) },
      null,
    ],
    [
      "a figure from the future counts as new",
      {},
      { exposure: anExposure({ venue: { askedAt: MORNING + 5, buyingPower: money("1000") } }) },
      {
        code: "buying_power",
        needed: money("1000.5"),
        available: money("1000"),
        ageMs: 0,
        ageLimitMs: 60_000,
      },
    ],
    ["closing needs none", SELL, { ...LONG, exposure: power("9999") }, null],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});

describe("an intraday margin deficit", () => {
  const short = anExposure({
    venue: { equity: money("100000"), maintenanceMargin: money("100250") },
  });
  it.each<DenialCase>([
    [
      "R20 denies what opens",
      {},
      { exposure: short },
      { code: "margin_deficit", deficit: money("250") },
    ],
    ["R20 lets pass what closes", SELL, { ...LONG, exposure: short }, null],
    [
      "is none at the margin itself",
      {},
      { exposure: anExposure({ venue: { maintenanceMargin: money("100000") } }) },
      null,
    ],
    [
      "is none where the venue names no margin, whatever the equity is",
      {},
      { exposure: anExposure({ venue: { maintenanceMargin: null, equity: money("-5") } }) },
      { code: "equity", ours: money("100000"), venue: money("-5") },
    ],
  ])("%s", (...oneCase) => {
    const { got, wanted } = outcomeOf(oneCase);
    expect(got).toEqual(wanted);
  });
});
