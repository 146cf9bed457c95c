"use client";
import type { EquityPoint } from "@interlock/api/view/live-view";
import dynamic from "next/dynamic";
import { useDeferredValue, useEffect, useId, useMemo, useState } from "react";
import { Button } from "../components/button.tsx";
import { usePreferences } from "../preferences/preferences-provider.tsx";
import { chartPoints, chartSummary, drawnPoints, SVG_POINTS_MAX } from "./equity-points.ts";

const Waiting = () => <div className="equity-charts equity-waiting" aria-hidden="true" />;

const EquityRecharts = dynamic(
  () => import("./equity-recharts.tsx").then((module) => module.EquityRecharts),
  { ssr: false, loading: Waiting },
);

const EquityCanvas = dynamic(
  () => import("./equity-canvas.tsx").then((module) => module.EquityCanvas),
  { ssr: false, loading: Waiting },
);

const EquityTable = dynamic(
  () => import("./equity-table.tsx").then((module) => module.EquityTable),
  { ssr: false, loading: Waiting },
);

/** True once the page has painted: drawing code is not loaded before. */
function usePainted(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setTimeout(() => setPainted(true), 0));
    return () => cancelAnimationFrame(frame);
  }, []);
  return painted;
}

/** The day's equity and drawdown as a figure with a sentence, or as a table. */
export function EquityFigure({ equity }: { equity: readonly EquityPoint[] }) {
  const painted = usePainted();
  const settled = useDeferredValue(equity);
  const points = useMemo(() => chartPoints(settled), [settled]);
  const drawn = useMemo(() => drawnPoints(points), [points]);
  const { zone } = usePreferences().preferences;
  const [asTable, setAsTable] = useState(false);
  const summaryId = useId();
  const Chart = points.length > SVG_POINTS_MAX ? EquityCanvas : EquityRecharts;
  return (
    <figure className="equity-figure" aria-labelledby={summaryId}>
      <figcaption className="equity-caption">
        <span id={summaryId}>{chartSummary(settled)}</span>
        <Button size="small" look="quiet" onClick={() => setAsTable(!asTable)}>
          {asTable ? "View as chart" : "View as table"}
        </Button>
      </figcaption>
      {asTable ? (
        <EquityTable points={points} />
      ) : painted ? (
        <Chart points={drawn} zone={zone} />
      ) : (
        <Waiting />
      )}
    </figure>
  );
}
