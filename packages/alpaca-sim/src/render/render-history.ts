import { newYorkDate, previousMarketDay } from "@interlock/core/market/calendar";
import {
  type Money,
  moneyFromUnits,
  moneyToNumber,
  moneyUnits,
  notional,
  subtractMoney,
} from "@interlock/core/number/money";
import { DAY_MS, MINUTE_MS, type UnixMs } from "@interlock/core/time";
import { type HistoryQuery, marketDaysOf } from "../request/read-history-query.ts";
import { accountFigures } from "../venue/account/account-figures.ts";
import { equityAt } from "../venue/account/equity-curve.ts";
import { stampMs } from "../venue/stamp.ts";
import type { AccountEntry, VenueState } from "../venue/venue-state.ts";

const SPANS = {
  "1Min": MINUTE_MS,
  "5Min": 5 * MINUTE_MS,
  "15Min": 15 * MINUTE_MS,
  "1H": 60 * MINUTE_MS,
} as const;

/** A stretch of time with its equity at the end. */
interface Bucket {
  readonly startAt: UnixMs;
  readonly endAt: UnixMs;
  readonly dayStartAt: UnixMs;
}

/**
 * Returns the body of GET /v2/account/portfolio/history. Equity is that at the end of each stretch; profit counts from
 * the end of the day before, or (`no_reset`) from the base, without money and shares that were
 * brought in or taken out. Numbers, not text.
 */
export function renderHistory(
  state: VenueState,
  query: HistoryQuery,
  cashflowTypes: readonly string[],
): Record<string, unknown> {
  const buckets = bucketsOf(query).filter(
    ({ startAt }) => startAt <= Math.min(query.to, state.now),
  );
  const base = equityAt(state, query.from - 1);
  const rows = buckets.map((bucket) => rowOf(state, bucket, query.resetsDaily ? null : base));
  return {
    timestamp: buckets.map(({ startAt }) => Math.floor(startAt / 1_000)),
    equity: rows.map(({ equity }) => moneyToNumber(equity)),
    profit_loss: rows.map(({ profit }) => moneyToNumber(profit)),
    profit_loss_pct: rows.map(({ profit, from }) => ratio(profit, from)),
    base_value: moneyToNumber(base),
    base_value_asof: previousMarketDay(newYorkDate(query.from)).date,
    timeframe: query.timeframe,
    cashflow: Object.fromEntries(
      cashflowTypes.map((type) => [type, buckets.map((bucket) => flowOf(state, type, bucket))]),
    ),
  };
}

function ratio(part: Money, whole: Money): number {
  const divisor = moneyUnits(whole);
  return divisor === 0 ? 0 : Math.round((moneyUnits(part) / divisor) * 1e8) / 1e8;
}

function bucketsOf(query: HistoryQuery): Bucket[] {
  return marketDaysOf(query).flatMap((day) => {
    if (query.timeframe === "1D") {
      return [{ startAt: day.openAt, endAt: day.postCloseAt, dayStartAt: day.preOpenAt }];
    }
    const span = SPANS[query.timeframe];
    const [from, to] =
      query.reporting === "market_hours"
        ? [day.openAt, day.closeAt]
        : query.reporting === "extended_hours"
          ? [day.preOpenAt, day.postCloseAt]
          : [day.preOpenAt - 8 * 60 * MINUTE_MS, day.postCloseAt];
    const buckets: Bucket[] = [];
    for (let at = from; at < to; at += span) {
      if (at >= query.from - DAY_MS && at <= query.to) {
        buckets.push({ startAt: at, endAt: at + span, dayStartAt: day.preOpenAt });
      }
    }
    return buckets.filter(({ endAt }) => endAt > query.from);
  });
}

interface Row {
  readonly equity: Money;
  readonly profit: Money;
  /** What the profit is counted from. */
  readonly from: Money;
}

function rowOf(state: VenueState, bucket: Bucket, base: Money | null): Row {
  const equity =
    bucket.endAt > state.now ? accountFigures(state).equity : equityAt(state, bucket.endAt);
  const from = base ?? equityAt(state, bucket.dayStartAt);
  const since = base === null ? bucket.dayStartAt : Number.NEGATIVE_INFINITY;
  const flows = state.entries
    .filter((entry) => isFlow(entry) && isWithin(entry, since, bucket.endAt))
    .reduce((sum, entry) => sum + moneyUnits(worthOf(entry)), 0);
  const gain = subtractMoney(equity, from);
  return { equity, from, profit: subtractMoney(gain, moneyFromUnits(flows)) };
}

function isFlow({ type }: AccountEntry): boolean {
  return type === "CSD" || type === "CSW" || type === "JNLS";
}

/** Shares that came or went are worth what they were valued at: they are not earned, though no money moved. */
function worthOf({ amount, perShare, quantity }: AccountEntry): Money {
  return perShare === null || quantity === null ? amount : notional(perShare, quantity);
}

function isWithin({ stamp }: AccountEntry, after: UnixMs, until: UnixMs): boolean {
  const at = stampMs(stamp);
  return at > after && at <= until;
}

function flowOf(state: VenueState, type: string, { startAt, endAt }: Bucket): number {
  return state.entries
    .filter((entry) => entry.type === type && isWithin(entry, startAt - 1, endAt - 1))
    .reduce((sum, { amount }) => sum + moneyToNumber(amount), 0);
}
