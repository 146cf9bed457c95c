"use client";
import type { BreakEvidenceView } from "@interlock/api/view/reconciliation-view";
import Link from "next/link";
import { EtTime } from "../components/et-time.tsx";
import { keyed } from "../components/keyed.ts";
import { quantityText } from "../format/amount-text.ts";

/** What both sides rest on: our orders with their executions, the venue's messages as they came. */
export function BreakEvidence({ evidence }: { evidence: BreakEvidenceView | null }) {
  if (evidence === null)
    return <p className="text-muted">Recorded without evidence, by an earlier version.</p>;
  const { ours, venue } = evidence;
  return (
    <details className="break-evidence">
      <summary>Evidence of both sides</summary>
      <div className="break-evidence-sides">
        <section aria-label="Evidence of our books">
          <h4>Our books</h4>
          <Figures figures={ours.figures} />
          {ours.orders.length === 0 ? (
            <p className="text-muted">No order of today made it.</p>
          ) : (
            <ul className="trace-list">
              {ours.orders.map((order) => (
                <li key={order.clientOrderId}>
                  <Link
                    href={`/orders?tab=today&order=${order.clientOrderId}`}
                    className="mono wrap"
                  >
                    {order.clientOrderId}
                  </Link>{" "}
                  {order.side} {order.symbol},{" "}
                  <span className="num">
                    {quantityText(order.filledQuantity)} of {quantityText(order.quantity)}
                  </span>{" "}
                  filled, {order.status.replaceAll("_", " ")}
                  {order.executionIds.length === 0 ? null : (
                    <span className="mono wrap text-muted">
                      {" "}
                      {order.executionIds.length === 1 ? "execution" : "executions"}{" "}
                      {order.executionIds.join(", ")}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          )}
        </section>
        <section aria-label="Evidence of the venue">
          <h4>The venue</h4>
          <Figures figures={venue.figures} />
          <p className="text-muted">
            {venue.askedAt === null ? (
              <>
                Sent by itself at <EtTime at={venue.at} />.
              </>
            ) : (
              <>
                Asked at <EtTime at={venue.askedAt} />, answered as of <EtTime at={venue.at} />.
              </>
            )}
          </p>
          {keyed(venue.raw, (message) => message).map(({ key, item }) => (
            <pre key={key} className="raw mono">
              {prettyJson(item)}
            </pre>
          ))}
        </section>
      </div>
    </details>
  );
}

function Figures({ figures }: { figures: readonly string[] }) {
  return figures.length === 0 ? null : <p className="num">{figures.join(", ")}</p>;
}

/** Indents a message for reading; what is no JSON stays as it came. */
function prettyJson(raw: string): string {
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return raw;
  }
}
