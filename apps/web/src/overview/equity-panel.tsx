"use client";
import { EquityFigure } from "../charts/equity-figure.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { useSection } from "../live/use-live.ts";

/** The day's equity with its fills, and the drawdown under it. */
export function EquityPanel() {
  const equity = useSection("equity");
  const enough = equity !== null && equity.length > 1;
  return (
    <Panel title="Equity and drawdown today" className="area-equity">
      {enough ? (
        <EquityFigure equity={equity} />
      ) : (
        <EmptyNotice title="No equity curve yet">
          The first points come with the first marks of the day.
        </EmptyNotice>
      )}
    </Panel>
  );
}
