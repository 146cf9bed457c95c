"use client";
import type { OrderDossier } from "@interlock/api/view/order-view";
import { EtTime } from "../components/et-time.tsx";
import { keyed } from "../components/keyed.ts";
import { latencyText } from "../format/time-text.ts";

/** Every step of an order with the time since the first; venue messages as they came. */
export function OrderTimeline({ timeline }: { timeline: OrderDossier["timeline"] }) {
  const start = timeline[0]?.at ?? 0;
  if (timeline.length === 0) return <p className="text-muted">No step was recorded.</p>;
  return (
    <ol className="timeline">
      {keyed(timeline, (step) => step.journalSeq).map(({ key, item: step }) => (
        <li key={key}>
          <div className="timeline-head">
            <EtTime at={step.at} milliseconds={true} />
            <span className="num text-muted">+{latencyText(step.at - start)}</span>
            <strong>{step.event}</strong>
            <span className="mono text-muted" title="Sequence number in the journal">
              #{step.journalSeq}
            </span>
          </div>
          <p>{step.sentence}</p>
          {step.raw === null ? null : (
            <details>
              <summary>Venue message</summary>
              <pre className="raw">{prettyJson(step.raw)}</pre>
            </details>
          )}
        </li>
      ))}
    </ol>
  );
}

/** Indents a message for reading; what is no JSON stays as it came. */
function prettyJson(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return raw;
  }
}
