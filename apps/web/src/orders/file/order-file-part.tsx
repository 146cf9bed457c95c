"use client";
import type { OrderFileView } from "@interlock/api/view/audit-view";
import Link from "next/link";
import { EtTime } from "../../components/et-time.tsx";
import { ErrorNotice } from "../../components/notice.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import { StateChip } from "../../components/state-chip.tsx";
import { UNKNOWN } from "../../format/amount-text.ts";
import type { OrderFileState } from "./use-order-file.ts";

/** All records that concern an order, oldest first, each with who, why and its place in the chain. */
export function OrderFilePart({ view, progress, failed }: OrderFileState) {
  if (view === null) {
    if (failed) return <ErrorNotice title="The journal could not be read" detail={progress} />;
    return (
      <>
        <p role="status">{progress}</p>
        <Skeleton lines={8} label="Reading the journal" />
      </>
    );
  }
  return (
    <>
      {progress === "" ? null : <p role={failed ? "alert" : "status"}>{progress}</p>}
      <Proof view={view} />
      {view.steps.length === 0 ? (
        <p className="text-muted">The journal holds nothing about an order of this name.</p>
      ) : (
        <ol className="order-file">
          {view.steps.map((step) => (
            <Step key={`${step.seq}.${step.index}`} step={step} />
          ))}
        </ol>
      )}
    </>
  );
}

function Proof({ view: { proof, upTo, redacted } }: { view: OrderFileView }) {
  if (proof === null) return null;
  const [tone, word] = !proof.chainIsSound
    ? (["critical", "journal damaged"] as const)
    : proof.covered
      ? (["ok", "covered by a signed head"] as const)
      : (["warn", "not yet covered by a signed head"] as const);
  return (
    <div className="order-file-proof" data-testid="order-file-proof">
      <StateChip tone={tone}>{word}</StateChip>
      <p>
        Read up to entry <span className="num">{upTo ?? UNKNOWN}</span>. The journal is{" "}
        {proof.sentence}
        {redacted ? " Where people were, and secrets, are hidden from viewers." : ""}
      </p>
    </div>
  );
}

function Step({ step }: { step: OrderFileView["steps"][number] }) {
  const place = `${step.seq}.${step.index}`;
  return (
    <li>
      <div className="timeline-head">
        <EtTime at={step.at} date={true} milliseconds={true} />
        <strong>{step.kind.replaceAll("_", " ")}</strong>
        <span>by {step.by}</span>
        <Link href={`/audit?record=${place}`} prefetch={false} className="mono">
          {place}
        </Link>
      </div>
      <p>{step.sentence}</p>
      {step.reason === "" ? null : <p>Reason: {step.reason}</p>}
      <dl className="order-file-facts">
        <Fact label="Limits in force">
          {step.limitVersion === null ? UNKNOWN : `version ${step.limitVersion}`}
        </Fact>
        {step.heldAfter === null ? null : <Fact label="Held after it">{step.heldAfter}</Fact>}
        <Fact label="Hash of the entry">
          <span className="mono audit-hash">{step.hash}</span>
        </Fact>
      </dl>
      <details>
        <summary>The whole record</summary>
        <pre className="audit-json">{step.record}</pre>
      </details>
    </li>
  );
}

function Fact(props: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{props.label}</dt>
      <dd className="num">{props.children}</dd>
    </div>
  );
}
