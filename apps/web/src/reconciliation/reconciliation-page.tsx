"use client";
import type { ReconciliationDetail } from "@interlock/api/view/reconciliation-view";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { EtTime } from "../components/et-time.tsx";
import { FreshAge } from "../components/fresh.tsx";
import { EmptyNotice, ErrorNotice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Panel } from "../components/panel.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { useSection } from "../live/use-live.ts";
import { useRefetchOn } from "../trpc/use-refetch-on.ts";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { BreakCard } from "./break-card.tsx";
import { ClosedBreaks } from "./closed-breaks.tsx";
import { CorporateActions } from "./corporate-actions.tsx";
import { FiguresTable } from "./figures-table.tsx";

const REFRESH_MS = 5_000;

/** Our books beside the venue's: what differs and what to do about it, then every figure, then what ended today. */
export function ReconciliationPage() {
  const trpc = useTRPC();
  const current = useQuery(
    trpc.reconciliation.current.queryOptions(undefined, {
      refetchInterval: REFRESH_MS,
      placeholderData: keepPreviousData,
    }),
  );
  const live = useSection("reconciliation");
  useRefetchOn(`${live?.openBreaks} ${live?.checkedAt} ${live?.status}`, current.refetch);
  const again = () => void current.refetch();
  return (
    <>
      <PageHead title="Reconciliation">
        <ComparedNote checkedAt={current.data?.checkedAt ?? null} />
      </PageHead>
      {current.isPending ? <Skeleton lines={12} label="Loading the comparison" /> : null}
      {current.isError ? (
        <ErrorNotice
          title="The comparison could not be read"
          detail={`${failureSentence(current.error)} What is below is the last that was read.`}
          retry={again}
        />
      ) : null}
      {current.data === undefined ? null : (
        <Detail detail={current.data} stale={current.isError} refresh={again} />
      )}
    </>
  );
}

/** When the venue was last heard whole, and how old that is by its own clock. */
function ComparedNote({ checkedAt }: { checkedAt: number | null }) {
  const ageMs = useSection("account")?.accountFreshness.ageMs ?? null;
  if (checkedAt === null) return null;
  return (
    <p className="text-muted" data-testid="compared-at">
      Compared at <EtTime at={checkedAt} />,{" "}
      <FreshAge kind="comparison" section="account" ageMs={ageMs} /> ago
    </p>
  );
}

interface DetailProps {
  readonly detail: ReconciliationDetail;
  /** The last question for it failed: it is shown, and not as current. */
  readonly stale: boolean;
  readonly refresh: () => void;
}

function Detail({ detail, stale, refresh }: DetailProps) {
  const { breaks, closed, figures, checkedAt } = detail;
  return (
    <div className="reconciliation-layout" data-stale={stale}>
      <Panel
        title="Open breaks"
        tools={
          breaks.length === 0 ? (
            <StateChip tone={checkedAt === null ? "neutral" : "ok"}>
              {checkedAt === null ? "Not compared yet" : "None"}
            </StateChip>
          ) : (
            <StateChip tone="critical">{breaks.length} open</StateChip>
          )
        }
      >
        {breaks.length === 0 ? (
          <EmptyNotice title={checkedAt === null ? "Nothing compared yet" : "No open break"}>
            {checkedAt === null
              ? "The engine compares its books with the venue before it trades, and then again and again."
              : "Our books and the venue's agree, or every difference has ended with evidence."}
          </EmptyNotice>
        ) : (
          <ol className="break-list">
            {breaks.map((found) => (
              <li key={found.breakId}>
                <BreakCard found={found} stale={stale} refresh={refresh} />
              </li>
            ))}
          </ol>
        )}
      </Panel>
      <Panel title="Figures" flush={false}>
        <FiguresTable figures={figures} stale={stale} />
      </Panel>
      <Panel title="Corporate actions">
        <CorporateActions actions={detail.actions} />
      </Panel>
      <Panel title="Ended today">
        <ClosedBreaks closed={closed} />
      </Panel>
    </div>
  );
}
