"use client";
import { dollars, signedDollars } from "../format/amount-text.ts";
import { timeOfDay, type Zone } from "../format/time-text.ts";
import type { ChartPoint, DrawnPoint } from "./equity-points.ts";

interface TooltipProps {
  readonly zone: Zone;
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: DrawnPoint }[];
}

/** The figures of the point under the pointer. */
export function ChartTooltip({ active, payload, zone }: TooltipProps) {
  const point = payload?.[0]?.payload;
  if (active !== true || point === undefined) return null;
  const { equity, drawdown } = point;
  // Nothing is known of a gap.
  if (equity === null || drawdown === null) return null;
  return <PointFigures point={{ ...point, equity, drawdown }} zone={zone} />;
}

function PointFigures({ point, zone }: { point: ChartPoint; zone: Zone }) {
  return (
    <div className="chart-tooltip num">
      <p>
        {timeOfDay(point.at, zone)} {zone}
      </p>
      <dl>
        <div>
          <dt>Equity</dt>
          <dd>{dollars(point.equity.toFixed(2))}</dd>
        </div>
        <div>
          <dt>Day P&L</dt>
          <dd>{signedDollars(point.net.toFixed(2))}</dd>
        </div>
        <div>
          <dt>Drawdown</dt>
          <dd>{Math.abs(point.drawdown).toFixed(2)}%</dd>
        </div>
        <div>
          <dt>Fills</dt>
          <dd>{point.fills}</dd>
        </div>
      </dl>
    </div>
  );
}
