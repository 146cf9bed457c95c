import type { EquityPoint } from "@interlock/api/view/live-view";
import { signedDollars } from "../format/amount-text.ts";
import { hourAndMinute } from "../format/time-text.ts";

/** A point of the equity chart. Plain numbers: they are drawn, never reckoned with. */
export interface ChartPoint {
  readonly at: number;
  readonly equity: number;
  readonly net: number;
  /** Percent below the highest equity so far, zero or negative. */
  readonly drawdown: number;
  readonly fills: number;
  /** Equity where something was filled, else null: the marks on the line. */
  readonly fillEquity: number | null;
}

/** A point as it is drawn: without an equity it is where a gap begins, across which no line goes. */
export interface DrawnPoint extends Omit<ChartPoint, "equity" | "drawdown"> {
  readonly equity: number | null;
  readonly drawdown: number | null;
  /** Whether neither neighbor has an equity: a line would not show it. */
  readonly alone: boolean;
}

/** Above this many points an SVG lags and the canvas chart takes over. */
export const SVG_POINTS_MAX = 2_000;

/** Returns the points of a day with their drawdown from the day's peak. */
export function chartPoints(points: readonly EquityPoint[]): readonly ChartPoint[] {
  let peak = Number.NEGATIVE_INFINITY;
  return points.map((point) => {
    const equity = Number(point.equity);
    peak = Math.max(peak, equity);
    const drawdown = peak > 0 ? Math.min(0, ((equity - peak) / peak) * 100) : 0;
    return {
      at: point.at,
      equity,
      net: Number(point.net),
      drawdown,
      fills: point.fills,
      fillEquity: point.fills > 0 ? equity : null,
    };
  });
}

/** A point comes each minute: where this long none did, the engine did not run, or what was held had no price. */
const GAP_MS = 150_000;

/** Returns the points as they are drawn: a line goes from one to the next where nothing is missing between them. */
export function drawnPoints(points: readonly ChartPoint[]): readonly DrawnPoint[] {
  return points.flatMap((point, index) => {
    const gapBefore = isGap(points[index - 1], point);
    const gapAfter = isGap(point, points[index + 1]);
    const drawn = { ...point, alone: gapBefore && gapAfter };
    const end = index + 1 < points.length && gapAfter;
    return end ? [drawn, gapAt(point)] : [drawn];
  });
}

function isGap(before: ChartPoint | undefined, after: ChartPoint | undefined): boolean {
  return before === undefined || after === undefined || after.at - before.at > GAP_MS;
}

function gapAt({ at, net }: ChartPoint): DrawnPoint {
  const nothing = { equity: null, drawdown: null, fillEquity: null };
  return { at: at + 1, net, fills: 0, alone: false, ...nothing };
}

/**
 * Says what the chart shows, for whoever does not see it. The last point is up to a minute old: its time stands with
 * its figure, from which the day P&L of this moment may differ.
 */
export function chartSummary(points: readonly EquityPoint[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return "No equity was recorded yet today.";
  const fills = points.reduce((sum, point) => sum + point.fills, 0);
  const worst = Math.min(0, ...chartPoints(points).map((point) => point.drawdown));
  return (
    `From ${hourAndMinute(first.at)} ET on, a point each minute. At the last, ${hourAndMinute(last.at)} ET, day P&L was ` +
    `${signedDollars(last.net)} after ${fills} fill${fills === 1 ? "" : "s"}; the deepest drawdown was ${Math.abs(worst).toFixed(2)}%.`
  );
}
