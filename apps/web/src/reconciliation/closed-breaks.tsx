"use client";
import type { ClosedBreakView } from "@interlock/api/view/reconciliation-view";
import { EtTime } from "../components/et-time.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { BreakEvidence } from "./break-evidence.tsx";

/** Breaks of the market day that are over, the latest first, with how each ended and by whom. */
export function ClosedBreaks({ closed }: { closed: readonly ClosedBreakView[] }) {
  if (closed.length === 0)
    return (
      <EmptyNotice title="No break has ended today">Earlier ones are in the journal.</EmptyNotice>
    );
  return (
    <ol className="break-list" aria-label="Breaks that ended today">
      {closed.map((one) => (
        <li key={`${one.breakId} ${one.openedAt}`} className="closed-break">
          <div className="break-head">
            <h3>{one.title}</h3>
            <StateChip tone={one.by === null ? "ok" : "accent"}>
              {one.by === null ? "explained" : "adopted"}
            </StateChip>
            <span className="text-muted">
              <EtTime at={one.openedAt} /> to <EtTime at={one.closedAt} />
            </span>
          </div>
          <p>
            Ours {one.ours}, venue {one.venue}: {one.how}
            {one.by === null ? "." : `, by ${one.by}.`}
          </p>
          {one.reason === "" ? null : <p className="history-reason">“{one.reason}”</p>}
          <BreakEvidence evidence={one.evidence} />
        </li>
      ))}
    </ol>
  );
}
