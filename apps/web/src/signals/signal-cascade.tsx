"use client";
import { DossierPart } from "../orders/dossier-part.tsx";
import type { SignalDossier, SignalView } from "@interlock/api/view/signals-view";
import Link from "next/link";
import { EtTime } from "../components/et-time.tsx";
import { Price, Quantity } from "../components/price.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { OverridePart } from "../overrides/override-part.tsx";
import { orderAddress } from "../orders/order-address.ts";
import { OrderTimeline } from "../orders/order-timeline.tsx";
import { RiskCheckTable } from "../orders/risk-check-table.tsx";
import { type CascadeStep, cascadeSteps } from "./cascade-steps.ts";
import { DECISION_WORDS, laterSentence, targetText } from "./signal-words.ts";

const ANSWERS = {
  yes: { mark: "●", word: "yes" },
  no: { mark: "■", word: "no" },
  unknown: { mark: "◌", word: "not known" },
  not_asked: { mark: "–", word: "not asked" },
  not_reached: { mark: "–", word: "not reached" },
} as const;

/** The whole way of a signal: what it wanted, each question on the way, every check, the broker's answer, the fills. */
export function SignalCascade({ dossier }: { dossier: SignalDossier }) {
  const { signal, order } = dossier;
  return (
    <div className="dossier" data-testid="signal-dossier">
      <div className="dossier-head">
        <p className="dossier-title">
          <span className="side-word" data-side={signal.direction}>
            {signal.direction.toUpperCase()}
          </span>{" "}
          <span className="num">{targetText(signal.target)}</span> {signal.symbol}
        </p>
        <StateChip
          tone={DECISION_WORDS[signal.decision].tone}
          title={DECISION_WORDS[signal.decision].meaning}
        >
          {DECISION_WORDS[signal.decision].label}
        </StateChip>
      </div>
      <p>
        <EtTime at={signal.at} date={true} milliseconds={true} />{" "}
        <strong>{signal.strategyId}</strong>: {signal.reason}{" "}
        <span className="mono text-muted">{signal.signalId}</span>
      </p>
      <DossierPart title="On its way">
        <ol className="cascade">
          {cascadeSteps(dossier).map((step) => (
            <Step key={step.question} step={step} />
          ))}
        </ol>
      </DossierPart>
      {signal.later.length === 0 ? null : (
        <DossierPart title="What the price did since">
          <ul className="later-list">
            {signal.later.map((later) => (
              <li key={later.minutes}>{laterSentence(later)}</li>
            ))}
          </ul>
        </DossierPart>
      )}
      {order === null ? null : (
        <>
          <OverridePart dossier={order} />
          <DossierPart title="Risk checks">
            <RiskCheckTable checks={order.checks} />
          </DossierPart>
          <DossierPart title="Broker's answer">
            <OrderTimeline timeline={order.timeline} />
          </DossierPart>
          <DossierPart title="Fills">
            <Fills dossier={dossier} />
          </DossierPart>
        </>
      )}
      <OrderLink signal={signal} />
    </div>
  );
}

function Step({ step }: { step: CascadeStep }) {
  const { mark, word } = ANSWERS[step.answer];
  return (
    <li data-answer={step.answer}>
      <span className="cascade-mark" aria-hidden="true">
        {mark}
      </span>
      <span className="cascade-question">{step.question}</span>
      <span className="cascade-answer">{word}</span>
      <p className="cascade-detail">{step.detail}</p>
    </li>
  );
}

function Fills({ dossier: { order } }: { dossier: SignalDossier }) {
  const fills = order?.fills ?? [];
  if (fills.length === 0) return <p className="text-muted">None.</p>;
  return (
    <ul className="later-list">
      {fills.map((fill) => (
        <li key={fill.executionId}>
          <EtTime at={fill.venueAt} milliseconds={true} /> <Quantity value={fill.quantity} /> at{" "}
          <Price value={fill.price} average={true} />
        </li>
      ))}
    </ul>
  );
}

function OrderLink({ signal: { order } }: { signal: SignalView }) {
  if (order === null) return null;
  return (
    <p>
      <Link href={orderAddress(order.clientOrderId)} prefetch={false}>
        Open the order
      </Link>{" "}
      <span className="mono text-muted">{order.clientOrderId}</span>
    </p>
  );
}
