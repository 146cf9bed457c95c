"use client";
import { PageHead } from "../components/page-head.tsx";
import { useLive } from "../live/use-live.ts";
import { AccountTiles } from "./account-tiles.tsx";
import { BreakersPanel } from "./breakers-panel.tsx";
import { CoverPanel } from "./cover-panel.tsx";
import { EquityPanel } from "./equity-panel.tsx";
import { EventsPanel } from "./events-panel.tsx";
import { LimitsPanel } from "./limits-panel.tsx";
import { MarketsPanel } from "./markets-panel.tsx";
import { OverviewSkeleton } from "./overview-skeleton.tsx";
import { ReconciliationPanel } from "./reconciliation-panel.tsx";
import { StrategiesPanel } from "./strategies-panel.tsx";

/** How the account stands, what trades it, what limits it, and whether the venue agrees. */
export function OverviewPage() {
  const known = useLive((state) => state.view !== null);
  return (
    <>
      <PageHead title="Overview" />
      {known ? <Figures /> : <OverviewSkeleton />}
    </>
  );
}

function Figures() {
  return (
    <div className="overview">
      <AccountTiles />
      <div className="overview-column">
        <EquityPanel />
        <StrategiesPanel />
        <EventsPanel />
      </div>
      <div className="overview-column">
        <BreakersPanel />
        <CoverPanel />
        <LimitsPanel />
        <ReconciliationPanel />
        <MarketsPanel />
      </div>
    </div>
  );
}
