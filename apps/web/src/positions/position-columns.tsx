"use client";
import type { PositionView } from "@interlock/api/view/position-view";
import type { ReactNode } from "react";
import { Fresh, FreshAge, FreshAs } from "../components/fresh.tsx";
import { Meter } from "../components/meter.tsx";
import { Money, Pnl } from "../components/money.tsx";
import { Price, Quantity } from "../components/price.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { TradingChip } from "../components/trading-chip.tsx";
import { percentText, signedPercentText } from "../format/amount-text.ts";
import type { Column } from "../data-table/column.ts";
import { type FigureSource, useWorstFreshness } from "../live/use-freshness.ts";
import { CloseAction } from "./close-action.tsx";
import { isMismatch, totalOf } from "./position-math.ts";

function markOf(position: PositionView): FigureSource {
  return {
    kind: "mark",
    section: "positions",
    ageMs: position.markFreshness.ageMs,
    symbol: position.symbol,
  };
}

function Marked({ position, children }: { position: PositionView; children: ReactNode }) {
  return <Fresh {...markOf(position)}>{children}</Fresh>;
}

function Booked({ children }: { children: ReactNode }) {
  return (
    <Fresh kind="position" section="positions">
      {children}
    </Fresh>
  );
}

/** A total is as old as its oldest input. */
function Total({ rows, children }: { rows: readonly PositionView[]; children: ReactNode }) {
  const state = useWorstFreshness(rows.filter(({ side }) => side !== "flat").map(markOf));
  return <FreshAs state={state}>{children}</FreshAs>;
}

const identity: readonly Column<PositionView>[] = [
  {
    id: "symbol",
    label: "Symbol",
    width: 104,
    kind: "text",
    card: "title",
    value: (p) => p.symbol,
    cell: (p) => (
      <>
        {p.symbol} <TradingChip market={p} />
      </>
    ),
  },
  {
    id: "side",
    label: "Side",
    width: 76,
    kind: "text",
    card: "title",
    value: (p) => p.side,
    cell: (p) => (
      <span className="side-word" data-side={p.side}>
        {p.side.toUpperCase()}
      </span>
    ),
  },
  {
    id: "quantity",
    label: "Quantity",
    width: 76,
    kind: "number",
    card: "title",
    value: (p) => p.quantity,
    cell: (p) => (
      <Booked>
        <Quantity value={p.quantity} />
      </Booked>
    ),
  },
];

const prices: readonly Column<PositionView>[] = [
  {
    id: "averagePrice",
    label: "Avg entry",
    width: 84,
    kind: "number",
    card: "line",
    value: (p) => p.averagePrice,
    cell: (p) => <Price value={p.averagePrice} average={true} />,
  },
  {
    id: "mark",
    label: "Mark",
    width: 80,
    kind: "number",
    card: "line",
    value: (p) => p.mark,
    cell: (p) => (
      <Marked position={p}>
        <Price value={p.mark} />
      </Marked>
    ),
  },
  {
    id: "markAge",
    label: "Mark age",
    width: 88,
    optional: true,
    kind: "number",
    value: (p) => p.markFreshness.ageMs,
    cell: (p) => <FreshAge {...markOf(p)} />,
  },
  {
    id: "bid",
    label: "Bid",
    width: 88,
    kind: "number",
    optional: true,
    value: (p) => p.bid,
    cell: (p) => (
      <Marked position={p}>
        <Price value={p.bid} />
      </Marked>
    ),
  },
  {
    id: "ask",
    label: "Ask",
    width: 88,
    kind: "number",
    optional: true,
    value: (p) => p.ask,
    cell: (p) => (
      <Marked position={p}>
        <Price value={p.ask} />
      </Marked>
    ),
  },
];

interface MoneyColumn {
  readonly id: string;
  readonly label: string;
  readonly width: number;
  readonly pick: (position: PositionView) => string | null;
  readonly signed: boolean;
  readonly marked: boolean;
  readonly card?: "aside" | "line";
  readonly optional?: boolean;
  readonly hint?: string;
}

function moneyColumn(spec: MoneyColumn): Column<PositionView> {
  const figure = (value: string | null) =>
    spec.signed ? <Pnl value={value} /> : <Money value={value} />;
  const { id, label, width, pick } = spec;
  return {
    id,
    label,
    width,
    kind: "number",
    value: pick,
    cell: (p) =>
      spec.marked ? (
        <Marked position={p}>{figure(pick(p))}</Marked>
      ) : (
        <Booked>{figure(pick(p))}</Booked>
      ),
    total: (rows) => <Total rows={rows}>{figure(totalOf(rows, pick))}</Total>,
    ...(spec.card === undefined ? {} : { card: spec.card }),
    ...(spec.optional === undefined ? {} : { optional: spec.optional }),
    ...(spec.hint === undefined ? {} : { hint: spec.hint }),
  };
}

const results: readonly Column<PositionView>[] = [
  moneyColumn({
    id: "marketValue",
    label: "Market value",
    width: 104,
    pick: (p) => p.marketValue,
    signed: false,
    marked: true,
    card: "line",
  }),
  moneyColumn({
    id: "dayPnl",
    label: "Day P&L",
    width: 96,
    pick: (p) => p.dayPnl,
    signed: true,
    marked: true,
    card: "aside",
    hint: "Since the prior close, before fees",
  }),
  moneyColumn({
    id: "unrealized",
    label: "Unrealized",
    width: 96,
    pick: (p) => p.unrealized,
    signed: true,
    marked: true,
    card: "line",
  }),
  {
    id: "unrealizedPercent",
    label: "Unr. %",
    width: 84,
    optional: true,
    kind: "number",
    value: (p) => p.unrealizedPercent,
    cell: (p) => (
      <Marked position={p}>
        <span className="num">{signedPercentText(p.unrealizedPercent)}</span>
      </Marked>
    ),
  },
  moneyColumn({
    id: "realizedToday",
    label: "Realized",
    width: 96,
    pick: (p) => p.realizedToday,
    signed: true,
    marked: false,
    card: "line",
    hint: "Realized today",
  }),
  moneyColumn({
    id: "feesToday",
    label: "Fees today",
    width: 100,
    pick: (p) => p.feesToday,
    signed: false,
    marked: false,
    optional: true,
  }),
  moneyColumn({
    id: "costBasis",
    label: "Cost basis",
    width: 120,
    pick: (p) => p.costBasis,
    signed: false,
    marked: false,
    optional: true,
  }),
];

const risk: readonly Column<PositionView>[] = [
  {
    id: "weightPercent",
    label: "Weight",
    width: 80,
    optional: true,
    kind: "number",
    hint: "Share of gross exposure",
    value: (p) => p.weightPercent,
    cell: (p) => (
      <Marked position={p}>
        <span className="num">{percentText(p.weightPercent)}</span>
      </Marked>
    ),
  },
  {
    id: "limitUsedPercent",
    label: "Limit used",
    width: 128,
    kind: "number",
    card: "line",
    value: (p) => p.limitUsedPercent,
    cell: (p) => <Meter percent={p.limitUsedPercent} label={`${p.symbol} position limit`} />,
  },
  {
    id: "stopLossPrice",
    label: "Stop loss",
    width: 80,
    kind: "number",
    value: (p) => p.stopLossPrice,
    cell: (p) => <Price value={p.stopLossPrice} />,
  },
  {
    id: "working",
    label: "Working",
    width: 116,
    optional: true,
    kind: "text",
    hint: "Shares of working buys and sells",
    value: (p) => `+${p.workingBuyQuantity} -${p.workingSellQuantity}`,
    cell: (p) => (
      <span className="num">
        <Quantity value={p.workingBuyQuantity} /> / <Quantity value={p.workingSellQuantity} />
      </span>
    ),
  },
];

const agreement: readonly Column<PositionView>[] = [
  {
    id: "venueQuantity",
    label: "Venue qty",
    width: 92,
    optional: true,
    kind: "number",
    value: (p) => p.venueQuantity,
    cell: (p) => <Quantity value={p.venueQuantity} />,
  },
  {
    id: "difference",
    label: "Diff",
    width: 60,
    kind: "number",
    value: (p) => p.difference,
    cell: (p) =>
      isMismatch(p) ? (
        <StateChip tone="warn" title="The venue holds another quantity than our books">
          <Quantity value={p.difference} />
        </StateChip>
      ) : (
        <Quantity value={p.difference} />
      ),
  },
  {
    id: "strategies",
    label: "Strategies",
    width: 180,
    kind: "text",
    optional: true,
    value: (p) => p.byStrategy.map((part) => `${part.strategyId} ${part.quantity}`).join(", "),
  },
  {
    id: "action",
    label: "Close",
    width: 132,
    kind: "action",
    card: "action",
    value: () => null,
    cell: (p) =>
      p.side === "flat" ? null : <CloseAction position={p} percent={100} label="Close" />,
  },
];

export const POSITION_COLUMNS: readonly Column<PositionView>[] = [
  ...identity,
  ...prices,
  ...results,
  ...risk,
  ...agreement,
];
