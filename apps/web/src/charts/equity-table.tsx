"use client";
import { EtTime } from "../components/et-time.tsx";
import { Money, Pnl } from "../components/money.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import type { Column } from "../data-table/column.ts";
import { DataTable } from "../data-table/data-table.tsx";
import type { ChartPoint } from "./equity-points.ts";

const COLUMNS: readonly Column<ChartPoint>[] = [
  {
    id: "at",
    label: "Time",
    width: 130,
    kind: "time",
    card: "title",
    value: (point) => point.at,
    cell: (point) => <EtTime at={point.at} />,
  },
  {
    id: "equity",
    label: "Equity",
    width: 140,
    kind: "number",
    card: "aside",
    value: (point) => point.equity,
    cell: (point) => <Money value={point.equity.toFixed(2)} />,
  },
  {
    id: "net",
    label: "Day P&L",
    width: 130,
    kind: "number",
    card: "line",
    value: (point) => point.net,
    cell: (point) => <Pnl value={point.net.toFixed(2)} />,
  },
  {
    id: "drawdown",
    label: "Drawdown %",
    width: 120,
    kind: "number",
    card: "line",
    value: (point) => Math.abs(point.drawdown),
    cell: (point) => <span className="num">{Math.abs(point.drawdown).toFixed(3)}</span>,
  },
  {
    id: "fills",
    label: "Fills",
    width: 80,
    kind: "number",
    card: "line",
    value: (point) => point.fills,
  },
];

/** The figures behind the equity chart. */
export function EquityTable({ points }: { points: readonly ChartPoint[] }) {
  return (
    <DataTable
      name="equity"
      label="Equity of the day"
      rows={points}
      columns={COLUMNS}
      rowKey={(point) => String(point.at)}
      empty={<EmptyNotice title="No equity was recorded yet today" />}
    />
  );
}
