"use client";
import { ErrorNotice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { failureSentence } from "../trpc/trpc-client.ts";
import { DrillsPanel } from "./drills-panel.tsx";
import { GatesPanel } from "./gates-panel.tsx";
import { LadderPanel } from "./ladder-panel.tsx";
import { LaunchHistory } from "./launch-history.tsx";
import { LaunchPanel } from "./launch-panel.tsx";
import { ReadinessPanel } from "./readiness-panel.tsx";
import { StationsPanel } from "./stations-panel.tsx";
import { useGoLive } from "./use-golive.ts";
import { WaiversPanel } from "./waivers-panel.tsx";
import type { PartProps } from "./part-props.ts";

/** What must be true before real money trades, who says so, the launch itself, and the way back. */
export function GoLivePage() {
  const view = useGoLive();
  return (
    <>
      <PageHead title="Go-live">
        <button type="button" className="button no-print" onClick={() => window.print()}>
          Print the record
        </button>
      </PageHead>
      {view.isPending ? <Skeleton lines={14} label="Loading the gates" /> : null}
      {view.isError ? (
        <ErrorNotice
          title="The gates could not be read"
          detail={failureSentence(view.error)}
          keepsLast={view.data !== undefined}
          retry={() => void view.refetch()}
        />
      ) : null}
      {view.data === undefined ? null : (
        <Layout view={view.data} stale={view.isError} again={() => void view.refetch()} />
      )}
    </>
  );
}

function Layout(part: PartProps) {
  return (
    <div className="golive-layout" data-stale={part.stale}>
      <LaunchPanel {...part} />
      <GatesPanel {...part} />
      <StationsPanel {...part} />
      <LadderPanel {...part} />
      <WaiversPanel {...part} />
      <DrillsPanel {...part} />
      <ReadinessPanel {...part} />
      <LaunchHistory {...part} />
    </div>
  );
}
