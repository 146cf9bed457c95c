import { newYorkDate } from "@interlock/core/market/calendar";
import { fromIsoDate } from "@interlock/core/market/civil-date";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import { priceUnits } from "@interlock/core/number/price";
import type { BarRecord } from "../tape/bars/bar-record.ts";
import type { VenueState } from "../venue/venue-state.ts";

interface Factor {
  /** Bars that begin before it are adjusted. */
  readonly before: number;
  readonly price: number;
  readonly volume: number;
}

/**
 * Adjusts bars of a symbol for corporate actions whose day has come, as `adjustment` asks: prices before a split are
 * divided by it and volumes multiplied; prices before a dividend lose its part of the last close before its day.
 */
export function adjustBars(
  venue: VenueState,
  wanted: {
    readonly symbol: string;
    readonly adjustment: string;
    readonly days: readonly BarRecord[];
  },
  bars: readonly BarRecord[],
): readonly BarRecord[] {
  const factors = factorsOf(venue, wanted);
  if (factors.length === 0) return bars;
  return bars.map((bar) => factors.reduce(adjusted, bar));
}

function factorsOf(
  venue: VenueState,
  { symbol, adjustment, days }: Parameters<typeof adjustBars>[1],
): Factor[] {
  const kinds = adjustment.split(",");
  const wants = (kind: string): boolean => kinds.includes("all") || kinds.includes(kind);
  const today = newYorkDate(venue.now);
  return venue.corporateActions.flatMap(({ terms }): Factor[] => {
    if (terms.symbol !== symbol || terms.exDate > today) return [];
    const before = newYorkInstant(fromIsoDate(terms.exDate), 0);
    if (terms.kind === "split" && wants("split")) {
      const ratio = terms.newRate / terms.oldRate;
      return [{ before, price: 1 / ratio, volume: ratio }];
    }
    if (terms.kind !== "cash_dividend" || !wants("dividend")) return [];
    const close = days.filter(({ startAt }) => startAt < before).at(-1)?.close;
    if (close === undefined || close === 0) return [];
    return [{ before, price: 1 - priceUnits(terms.rate) / close, volume: 1 }];
  });
}

function adjusted(bar: BarRecord, { before, price, volume }: Factor): BarRecord {
  if (bar.startAt >= before) return bar;
  const scaled = (units: number): number => Math.round((units * price) / 100) * 100;
  return {
    ...bar,
    open: scaled(bar.open),
    high: scaled(bar.high),
    low: scaled(bar.low),
    close: scaled(bar.close),
    volume: Math.round(bar.volume * volume),
    value: bar.value === null ? null : bar.value * price * volume,
  };
}
