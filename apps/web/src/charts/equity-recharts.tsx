"use client";
import type { Key } from "react";
import {
  Area,
  AreaChart,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Scatter,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { hourAndMinute } from "../format/time-text.ts";
import type { Zone } from "../format/time-text.ts";
import { ChartTooltip } from "./chart-tooltip.tsx";
import type { DrawnPoint } from "./equity-points.ts";
import { dollarScale, drawdownTicks } from "./equity-scale.ts";

const AXIS = {
  stroke: "var(--divider)",
  tick: { fill: "var(--muted)", fontSize: 12 },
  tickLine: false,
} as const;
const Y_WIDTH = 84;
const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
/** The lowest mark stands on the edge: half of its words are below it. */
const DRAWDOWN_MARGIN = { ...MARGIN, bottom: 8 };
const wholeDollars = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat("en-US", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

/** Equity with marks where orders were filled, and the drawdown under it, on one time axis. */
export function EquityRecharts({ points, zone }: { points: readonly DrawnPoint[]; zone: Zone }) {
  const data = [...points];
  const fills = data.filter((point) => point.fills > 0);
  const time = (at: number) => hourAndMinute(at, zone);
  const scale = dollarScale(data.flatMap(({ equity }) => equity ?? []));
  const depths = drawdownTicks(data.flatMap(({ drawdown }) => drawdown ?? []));
  const dollars = scale.cents ? cents : wholeDollars;
  return (
    <div className="equity-charts">
      <ResponsiveContainer width="100%" height={220} initialDimension={{ width: 640, height: 220 }}>
        <ComposedChart data={data} syncId="equity" margin={MARGIN} accessibilityLayer={true}>
          <CartesianGrid stroke="var(--divider)" strokeOpacity={0.5} vertical={false} />
          <XAxis
            dataKey="at"
            type="number"
            domain={["dataMin", "dataMax"]}
            tickFormatter={time}
            minTickGap={56}
            {...AXIS}
          />
          <YAxis
            width={Y_WIDTH}
            domain={[scale.low, scale.high]}
            ticks={[...scale.ticks]}
            tickFormatter={(value: number) => `$${dollars.format(value)}`}
            axisLine={false}
            {...AXIS}
          />
          <Tooltip content={<ChartTooltip zone={zone} />} isAnimationActive={false} />
          <Line
            dataKey="equity"
            stroke="var(--accent)"
            strokeWidth={1.5}
            dot={lonePoint}
            isAnimationActive={false}
            type="linear"
          />
          {/* Without data of its own a scatter draws the chart's: a mark at every minute. */}
          {fills.length === 0 ? null : (
            <Scatter data={fills} dataKey="fillEquity" isAnimationActive={false} shape={fillMark} />
          )}
        </ComposedChart>
      </ResponsiveContainer>
      <ResponsiveContainer width="100%" height={84} initialDimension={{ width: 640, height: 84 }}>
        <AreaChart data={data} syncId="equity" margin={DRAWDOWN_MARGIN} accessibilityLayer={false}>
          <XAxis dataKey="at" type="number" domain={["dataMin", "dataMax"]} hide={true} />
          <YAxis
            width={Y_WIDTH}
            domain={[depths.at(-1) ?? 0, 0]}
            ticks={[...depths]}
            interval={0}
            tickFormatter={(value: number) => `${value.toFixed(2).replace("-", "−")}%`}
            axisLine={false}
            {...AXIS}
          />
          <Tooltip content={() => null} isAnimationActive={false} />
          <Area
            dataKey="drawdown"
            stroke="var(--down)"
            strokeWidth={1}
            fill="var(--down)"
            fillOpacity={0.16}
            isAnimationActive={false}
            type="linear"
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
}

/** A point that no line reaches, e.g. the first one after a gap. */
function lonePoint({ cx, cy, payload, key }: LonePointProps) {
  if (payload?.alone !== true || cx === undefined || cy === undefined) return <g key={key} />;
  return <circle key={key} cx={cx} cy={cy} r={1.5} fill="var(--accent)" />;
}

interface LonePointProps {
  readonly key?: Key | null | undefined;
  readonly cx?: number | undefined;
  readonly cy?: number | undefined;
  readonly payload?: DrawnPoint;
}

function fillMark(mark: { cx?: number | undefined; cy?: number | undefined }) {
  if (mark.cx === undefined || mark.cy === undefined) return <g />;
  return (
    <circle
      cx={mark.cx}
      cy={mark.cy}
      r={3}
      fill="var(--s1)"
      stroke="var(--text)"
      strokeWidth={1.25}
    />
  );
}
