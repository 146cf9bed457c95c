"use client";
import { PageHead } from "../components/page-head.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { useLive } from "../live/use-live.ts";
import { AccountTiles } from "./account-tiles.tsx";
import { EquityPanel } from "./equity-panel.tsx";
import { EventsPanel } from "./events-panel.tsx";
import { LimitsPanel } from "./limits-panel.tsx";
import { MarketsPanel } from "./markets-panel.tsx";
import { ReconciliationPanel } from "./reconciliation-panel.tsx";
import { StrategiesPanel } from "./strategies-panel.tsx";

/** How the account stands, what trades it, what limits it, and whether the venue agrees. */
export function OverviewPage() {
  const known = useLive((state) => state.view !== null);
  return (
    <>
      <PageHead title="Overview" />
      {known ? (
        <Figures />
      ) : (
        <Skeleton lines={12} label="Waiting for the first figures from the engine" />
      )}
    </>
  );
}

function Figures() {
  return (
    <div className="overview">
      <AccountTiles />
      <EquityPanel />
      <LimitsPanel />
      <StrategiesPanel />
      <ReconciliationPanel />
      <MarketsPanel />
      <EventsPanel />
    </div>
  );
}
