"use client";
import type { OrderView } from "@interlock/api/view/order-view";
import type { ReactNode } from "react";
import { EtTime } from "../components/et-time.tsx";
import { Fresh } from "../components/fresh.tsx";
import { Price, Quantity } from "../components/price.tsx";
import type { Column } from "../data-table/column.ts";
import { slippageText } from "../format/amount-text.ts";
import { latencyText } from "../format/time-text.ts";
import { CancelAction } from "./cancel-action.tsx";
import { OrderStatusChip } from "./order-status-chip.tsx";
import { acceptLatencyMs, isWorking, pricingText } from "./order-words.ts";

function Live({ order, children }: { order: OrderView; children: ReactNode }) {
  // What is done does not age; what still works is as old as the last word from the engine.
  if (!isWorking(order.status)) return children;
  return (
    <Fresh kind="order" section="orders">
      {children}
    </Fresh>
  );
}

const identity: readonly Column<OrderView>[] = [
  {
    id: "createdAt",
    label: "Time",
    width: 136,
    kind: "time",
    card: "line",
    value: (o) => o.createdAt,
    cell: (o) => <EtTime at={o.createdAt} milliseconds={true} />,
  },
  { id: "symbol", label: "Symbol", width: 68, kind: "text", card: "title", value: (o) => o.symbol },
  {
    id: "side",
    label: "Side",
    width: 56,
    kind: "text",
    card: "title",
    value: (o) => o.side,
    cell: (o) => (
      <span className="side-word" data-side={o.side}>
        {o.side.toUpperCase()}
      </span>
    ),
  },
  {
    id: "type",
    label: "Type",
    width: 120,
    kind: "text",
    card: "line",
    value: (o) => o.type,
    cell: (o) => <span className="num">{pricingText(o)}</span>,
  },
];

const quantities: readonly Column<OrderView>[] = [
  {
    id: "quantity",
    label: "Quantity",
    width: 80,
    kind: "number",
    card: "title",
    value: (o) => o.quantity,
    cell: (o) => <Quantity value={o.quantity} />,
  },
  {
    id: "filledQuantity",
    label: "Filled",
    width: 64,
    kind: "number",
    card: "line",
    value: (o) => o.filledQuantity,
    cell: (o) => (
      <Live order={o}>
        <Quantity value={o.filledQuantity} />
      </Live>
    ),
  },
  {
    id: "limitPrice",
    label: "Limit",
    width: 92,
    kind: "number",
    optional: true,
    value: (o) => o.limitPrice,
    cell: (o) => <Price value={o.limitPrice} />,
  },
  {
    id: "stopPrice",
    label: "Stop",
    width: 92,
    kind: "number",
    optional: true,
    value: (o) => o.stopPrice,
    cell: (o) => <Price value={o.stopPrice} />,
  },
  {
    id: "averagePrice",
    label: "Avg fill",
    width: 80,
    kind: "number",
    card: "line",
    value: (o) => o.averagePrice,
    cell: (o) => <Price value={o.averagePrice} average={true} />,
  },
];

const state: readonly Column<OrderView>[] = [
  {
    id: "status",
    label: "Status",
    width: 124,
    kind: "text",
    card: "aside",
    value: (o) => o.status,
    cell: (o) => <OrderStatusChip order={o} />,
  },
  {
    id: "reason",
    label: "Reason",
    width: 120,
    kind: "text",
    card: "line",
    value: (o) => o.reason,
    cell: (o) => (
      <span className="clip" title={o.reason}>
        {o.reason}
      </span>
    ),
  },
  {
    id: "leavesQuantity",
    label: "Leaves",
    width: 80,
    optional: true,
    kind: "number",
    value: (o) => o.leavesQuantity,
    cell: (o) => (
      <Live order={o}>
        <Quantity value={o.leavesQuantity} />
      </Live>
    ),
  },
  {
    id: "strategyId",
    label: "Strategy",
    width: 96,
    kind: "text",
    card: "line",
    value: (o) => o.strategyId ?? o.purpose,
  },
  {
    id: "timeInForce",
    label: "TIF",
    width: 56,
    optional: true,
    kind: "text",
    value: (o) => o.timeInForce,
  },
];

const measures: readonly Column<OrderView>[] = [
  {
    id: "acceptMs",
    label: "Accept",
    width: 84,
    optional: true,
    kind: "number",
    hint: "From sending to the venue's acceptance, on the venue's clock",
    value: (o) => acceptLatencyMs(o),
    cell: (o) => <span className="num">{latencyText(acceptLatencyMs(o))}</span>,
  },
  {
    id: "slippageBps",
    label: "Slippage",
    width: 104,
    kind: "number",
    hint: "Average fill against the middle of the quote at approval; a cost is positive",
    value: (o) => o.slippageBps,
    cell: (o) => <span className="num">{slippageText(o.slippageBps)}</span>,
  },
  {
    id: "updatedAt",
    label: "Updated",
    width: 120,
    kind: "time",
    optional: true,
    value: (o) => o.updatedAt,
    cell: (o) => <EtTime at={o.updatedAt} />,
  },
];

const ids: readonly Column<OrderView>[] = [
  {
    id: "venueStatus",
    label: "Venue status",
    width: 120,
    kind: "text",
    optional: true,
    value: (o) => o.venueStatus,
  },
  {
    id: "purpose",
    label: "Purpose",
    width: 96,
    kind: "text",
    optional: true,
    value: (o) => o.purpose,
  },
  {
    id: "clientOrderId",
    label: "Client id",
    width: 200,
    kind: "text",
    optional: true,
    value: (o) => o.clientOrderId,
    cell: (o) => <span className="mono clip">{o.clientOrderId}</span>,
  },
  {
    id: "venueOrderId",
    label: "Venue id",
    width: 200,
    kind: "text",
    optional: true,
    value: (o) => o.venueOrderId,
    cell: (o) => <span className="mono clip">{o.venueOrderId ?? "—"}</span>,
  },
  {
    id: "signalId",
    label: "Signal",
    width: 160,
    kind: "text",
    optional: true,
    value: (o) => o.signalId,
  },
  {
    id: "extendedHours",
    label: "Ext. hours",
    width: 92,
    kind: "text",
    optional: true,
    value: (o) => (o.extendedHours ? "yes" : "no"),
  },
  {
    id: "action",
    label: "Cancel",
    width: 136,
    kind: "action",
    card: "action",
    value: () => null,
    cell: (o) => <CancelAction order={o} />,
  },
];

export const ORDER_COLUMNS: readonly Column<OrderView>[] = [
  ...identity,
  ...quantities,
  ...state,
  ...measures,
  ...ids,
];

/** What an order that never worked has not: it is left out where only such orders are listed. */
const OF_WORK: readonly string[] = ["filledQuantity", "averagePrice", "slippageBps", "action"];

/** For orders that were refused: room for the reason instead of figures that none of them has. */
export const REFUSED_COLUMNS: readonly Column<OrderView>[] = ORDER_COLUMNS.map((column) => {
  if (column.id === "reason") return { ...column, width: 460 };
  return OF_WORK.includes(column.id) ? { ...column, optional: true } : column;
});
