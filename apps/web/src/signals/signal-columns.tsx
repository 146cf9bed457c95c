"use client";
import type { SignalView } from "@interlock/api/view/signals-view";
import { EtTime } from "../components/et-time.tsx";
import { Quantity } from "../components/price.tsx";
import { StateChip } from "../components/state-chip.tsx";
import type { Column } from "../data-table/column.ts";
import { priceText } from "../format/amount-text.ts";
import { latencyText } from "../format/time-text.ts";
import { STATUS_WORDS } from "../orders/order-words.ts";
import { DECISION_WORDS, laterOf, laterSentence, moveText, targetText } from "./signal-words.ts";

const what: readonly Column<SignalView>[] = [
  {
    id: "at",
    label: "Time",
    width: 148,
    kind: "time",
    card: "line",
    value: (s) => s.at,
    cell: (s) => <EtTime at={s.at} milliseconds={true} />,
  },
  {
    id: "strategyId",
    label: "Strategy",
    width: 132,
    kind: "text",
    card: "line",
    value: (s) => s.strategyId,
  },
  { id: "symbol", label: "Symbol", width: 84, kind: "text", card: "title", value: (s) => s.symbol },
  {
    id: "direction",
    label: "Direction",
    width: 88,
    kind: "text",
    card: "title",
    value: (s) => s.direction,
    cell: (s) => (
      <span className="side-word" data-side={s.direction}>
        {s.direction.toUpperCase()}
      </span>
    ),
  },
  {
    id: "target",
    label: "Target",
    width: 80,
    kind: "number",
    card: "line",
    hint: "Fraction of the strategy's allocation",
    value: (s) => s.target,
    cell: (s) => <span className="num">{targetText(s.target)}</span>,
  },
];

const decided: readonly Column<SignalView>[] = [
  {
    id: "decision",
    label: "Decision",
    width: 104,
    kind: "text",
    card: "aside",
    value: (s) => s.decision,
    cell: (s) => (
      <StateChip tone={DECISION_WORDS[s.decision].tone} title={DECISION_WORDS[s.decision].meaning}>
        {DECISION_WORDS[s.decision].label}
      </StateChip>
    ),
  },
  {
    id: "firstBlock",
    label: "First block",
    width: 280,
    kind: "text",
    card: "line",
    hint: "The first check that refused, with its value and limit; or why no order was asked for",
    value: (s) => (s.firstBlock === null ? s.cause : blockText(s.firstBlock)),
    cell: (s) => <Block signal={s} />,
  },
  {
    id: "order",
    label: "Order",
    width: 150,
    kind: "text",
    card: "line",
    value: (s) => s.order?.clientOrderId ?? null,
    cell: (s) => <OrderCell signal={s} />,
  },
  {
    id: "outcome",
    label: "Outcome",
    width: 300,
    kind: "text",
    value: (s) => s.outcome,
    cell: (s) => (
      <span className="clip" title={s.outcome}>
        {s.outcome}
      </span>
    ),
  },
];

function later(minutes: number): Column<SignalView> {
  return {
    id: `later${minutes}`,
    label: `After ${minutes} min`,
    width: 116,
    kind: "number",
    card: "line",
    hint: "For what was denied: the move of the price since, in the direction of the order. Positive was missed, negative spared.",
    value: (s) => laterOf(s, minutes)?.moveBps ?? null,
    cell: (s) => <Later signal={s} minutes={minutes} />,
  };
}

const rest: readonly Column<SignalView>[] = [
  {
    id: "submitMs",
    label: "To submit",
    width: 88,
    kind: "number",
    optional: true,
    hint: "From the decision to the request to the venue",
    value: (s) => s.order?.submitMs ?? null,
    cell: (s) => <span className="num">{latencyText(s.order?.submitMs ?? null)}</span>,
  },
  {
    id: "denialCodes",
    label: "All codes",
    width: 200,
    kind: "text",
    optional: true,
    value: (s) => s.denialCodes.join(" "),
  },
  {
    id: "reason",
    label: "Reason",
    width: 320,
    kind: "text",
    optional: true,
    value: (s) => s.reason,
  },
  {
    id: "signalId",
    label: "Signal",
    width: 96,
    kind: "text",
    optional: true,
    value: (s) => s.signalId,
  },
];

export const SIGNAL_COLUMNS: readonly Column<SignalView>[] = [
  ...what,
  ...decided,
  later(5),
  later(30),
  ...rest,
];

function blockText({ label, value, limit }: NonNullable<SignalView["firstBlock"]>): string {
  return `${label}: ${value}, ${limit}`;
}

function Block({ signal }: { signal: SignalView }) {
  const { firstBlock, decision, outcome, denialCodes } = signal;
  if (firstBlock === null) {
    return decision === "suppressed" ? (
      <span className="clip text-muted" title={outcome}>
        {outcome}
      </span>
    ) : (
      <span className="text-faint">none</span>
    );
  }
  const more = denialCodes.length > 1 ? ` (+${denialCodes.length - 1})` : "";
  return (
    <span className="clip" title={firstBlock.sentence}>
      {firstBlock.label} <span className="num">{firstBlock.value}</span>{" "}
      <span className="num text-muted">{firstBlock.limit}</span>
      {more}
    </span>
  );
}

function OrderCell({ signal: { order } }: { signal: SignalView }) {
  if (order === null) return <span className="text-faint">n/a</span>;
  return (
    <span title={order.clientOrderId}>
      {order.side} <Quantity value={order.quantity} />{" "}
      <span className="text-muted">{STATUS_WORDS[order.status].label}</span>
    </span>
  );
}

function Later({ signal, minutes }: { signal: SignalView; minutes: number }) {
  const found = laterOf(signal, minutes);
  if (found === null) return <span className="text-faint">n/a</span>;
  const shown = found.moveBps === null ? priceText(found.price) : moveText(found.moveBps);
  return (
    <span className="num" title={laterSentence(found)}>
      {shown}
    </span>
  );
}
