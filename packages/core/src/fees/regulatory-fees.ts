import { type IsoDate, newYorkDate } from "../market/calendar.ts";
import { isoDate } from "../market/civil-date.ts";
import { divideHalfEven } from "../number/fixed.ts";
import {
  addMoney,
  type Money,
  minMoney,
  money,
  moneyFromUnits,
  moneyUnits,
  notional,
  roundUpToCent,
  ZERO_MONEY,
} from "../number/money.ts";
import type { Price } from "../number/price.ts";
import { type Quantity, quantityUnits, UNITS_PER_SHARE } from "../number/quantity.ts";
import type { Side } from "../order/side.ts";
import type { UnixMs } from "../time.ts";

/**
 * What regulators charge on executions, as the broker passes it on: accrued per execution in millionths of a dollar,
 * charged once a day with the total of each type rounded up to the cent. Rates are data with the day they take
 * effect; a day before the first row of a type is free of it. The venue simulator and the ledger use this same table.
 * Sources: SEC fee rate advisories (Section 31), FINRA By-Laws Schedule A §1 (TAF), CAT fee alerts.
 * What a broker really passes on for CAT may differ; the account's own fee entries are the authority.
 */

/** The three fees, of one execution or summed over a day. All at least zero. */
export interface RegulatoryFees {
  readonly sec: Money;
  readonly taf: Money;
  readonly cat: Money;
}

/** The execution that a fee is charged on. */
export interface FeeBasis {
  readonly side: Side;
  readonly quantity: Quantity;
  readonly price: Price;
  readonly venueAt: UnixMs;
}

/** No fees. */
export const NO_FEES: RegulatoryFees = { sec: ZERO_MONEY, taf: ZERO_MONEY, cat: ZERO_MONEY };

interface SecRate {
  readonly from: IsoDate;
  /** US cents per million dollars sold. */
  readonly centsPerMillion: number;
}

interface TafRate {
  readonly from: IsoDate;
  /** Billionths of a dollar per share sold. */
  readonly nanosPerShare: number;
  /** The most that one execution costs. */
  readonly cap: Money;
}

interface CatRate {
  readonly from: IsoDate;
  /** Billionths of a dollar per share bought or sold. */
  readonly nanosPerShare: number;
}

const SEC_RATES: readonly SecRate[] = [
  { from: isoDate("2012-04-01"), centsPerMillion: 2240 },
  { from: isoDate("2013-05-25"), centsPerMillion: 1740 },
  { from: isoDate("2014-03-18"), centsPerMillion: 2210 },
  { from: isoDate("2015-02-14"), centsPerMillion: 1840 },
  { from: isoDate("2016-02-16"), centsPerMillion: 2180 },
  { from: isoDate("2017-07-04"), centsPerMillion: 2310 },
  { from: isoDate("2018-05-22"), centsPerMillion: 1300 },
  { from: isoDate("2019-04-16"), centsPerMillion: 2070 },
  { from: isoDate("2020-02-18"), centsPerMillion: 2210 },
  { from: isoDate("2021-02-25"), centsPerMillion: 510 },
  { from: isoDate("2022-05-14"), centsPerMillion: 2290 },
  { from: isoDate("2023-02-27"), centsPerMillion: 800 },
  { from: isoDate("2024-05-22"), centsPerMillion: 2780 },
  { from: isoDate("2025-05-14"), centsPerMillion: 0 },
  { from: isoDate("2026-04-04"), centsPerMillion: 2060 },
];

const TAF_RATES: readonly TafRate[] = [
  { from: isoDate("2011-07-01"), nanosPerShare: 90_000, cap: money("4.50") },
  { from: isoDate("2012-03-01"), nanosPerShare: 95_000, cap: money("4.75") },
  { from: isoDate("2012-07-01"), nanosPerShare: 119_000, cap: money("5.95") },
  { from: isoDate("2022-01-01"), nanosPerShare: 130_000, cap: money("6.49") },
  { from: isoDate("2023-01-01"), nanosPerShare: 145_000, cap: money("7.27") },
  { from: isoDate("2024-01-01"), nanosPerShare: 166_000, cap: money("8.30") },
  { from: isoDate("2026-01-01"), nanosPerShare: 195_000, cap: money("9.79") },
];

const CAT_RATES: readonly CatRate[] = [
  { from: isoDate("2024-09-01"), nanosPerShare: 35_000 },
  { from: isoDate("2024-10-01"), nanosPerShare: 48_000 },
  { from: isoDate("2025-01-01"), nanosPerShare: 35_000 },
  { from: isoDate("2026-09-01"), nanosPerShare: 3_000 },
];

function rateOn<T extends { readonly from: IsoDate }>(
  rates: readonly T[],
  date: IsoDate,
): T | undefined {
  return rates.findLast((rate) => rate.from <= date);
}

function perShare(quantity: Quantity, nanosPerShare: number): Money {
  const fine = BigInt(quantityUnits(quantity)) * BigInt(nanosPerShare);
  return moneyFromUnits(Number(divideHalfEven(fine, BigInt(UNITS_PER_SHARE) * 1_000n)));
}

function secFee(basis: FeeBasis, date: IsoDate): Money {
  const rate = rateOn(SEC_RATES, date);
  if (rate === undefined) return ZERO_MONEY;
  const fine =
    BigInt(moneyUnits(notional(basis.price, basis.quantity))) * BigInt(rate.centsPerMillion);
  return moneyFromUnits(Number(divideHalfEven(fine, 100n * 1_000_000n)));
}

function tafFee(basis: FeeBasis, date: IsoDate): Money {
  const rate = rateOn(TAF_RATES, date);
  if (rate === undefined) return ZERO_MONEY;
  return minMoney(perShare(basis.quantity, rate.nanosPerShare), rate.cap);
}

function catFee(basis: FeeBasis, date: IsoDate): Money {
  const rate = rateOn(CAT_RATES, date);
  return rate === undefined ? ZERO_MONEY : perShare(basis.quantity, rate.nanosPerShare);
}

/**
 * Returns the fees that one execution accrues, each rounded half-even to the millionth of a dollar.
 * SEC and TAF are charged on sales only (short sales included), CAT on both sides.
 */
export function accruedFees(basis: FeeBasis): RegulatoryFees {
  const date = newYorkDate(basis.venueAt);
  const cat = catFee(basis, date);
  if (basis.side === "buy") return { sec: ZERO_MONEY, taf: ZERO_MONEY, cat };
  return { sec: secFee(basis, date), taf: tafFee(basis, date), cat };
}

/** Returns the sum of the three fees. */
export function totalFees(fees: RegulatoryFees): Money {
  return addMoney(addMoney(fees.sec, fees.taf), fees.cat);
}

/** Returns a + b, type by type. */
export function addFees(a: RegulatoryFees, b: RegulatoryFees): RegulatoryFees {
  return {
    sec: addMoney(a.sec, b.sec),
    taf: addMoney(a.taf, b.taf),
    cat: addMoney(a.cat, b.cat),
  };
}

/** Returns what the account is charged for a day's accrued fees: the total of each type, rounded up to the cent. */
export function chargedForDay(accrued: RegulatoryFees): RegulatoryFees {
  return {
    sec: roundUpToCent(accrued.sec),
    taf: roundUpToCent(accrued.taf),
    cat: roundUpToCent(accrued.cat),
  };
}
