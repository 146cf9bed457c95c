"use client";
import type { ReactNode } from "react";
import { Fresh } from "../components/fresh.tsx";
import { Money, Pnl } from "../components/money.tsx";
import { Meter } from "../components/meter.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { useLive, useSection, useTicking } from "../live/use-live.ts";
import { venueTimeAt } from "../live/venue-clock.ts";
import { HealthSummary } from "./health-summary.tsx";
import { sessionCountdown, sessionName } from "./session-words.ts";
import { VenueClockCell } from "./venue-clock-cell.tsx";

/** The figures that matter on every page, in one line. */
export function StatusLine() {
  return (
    <section className="status-cells" aria-label="Status">
      <SessionCell />
      <VenueClockCell />
      <HealthSummary />
      <PnlCell />
      <LimitCell />
      <ExposureCells />
    </section>
  );
}

/** One labeled figure. `from` names the width from which it shows. */
function StatusCell(props: {
  label: string;
  cell: "pnl" | "gross" | "net" | "limit";
  from?: "md" | "lg" | "xl" | "xxl";
  children: ReactNode;
}) {
  return (
    <div className="status-cell" data-cell={props.cell} data-from={props.from}>
      <span className="status-label">{props.label}</span>
      <span className="status-value">{props.children}</span>
    </div>
  );
}

function SessionCell() {
  const engine = useSection("engine");
  const countdown = useTicking((state, now) => {
    if (state.view === null || state.venueClock === null) return "";
    return sessionCountdown(state.view.engine, venueTimeAt(state.venueClock, now));
  });
  return (
    <div className="status-cell status-session">
      <span className="status-label num">{countdown === "" ? "Session" : countdown}</span>
      <span className="status-value">
        {engine === null ? (
          "—"
        ) : (
          <StateChip tone={engine.session === "regular" ? "ok" : "neutral"}>
            {sessionName(engine)}
          </StateChip>
        )}
      </span>
    </div>
  );
}

function PnlCell() {
  const account = useSection("account");
  const ageMs = account?.marksFreshness.ageMs ?? null;
  return (
    <StatusCell label="Day P&L" cell="pnl">
      <Fresh kind="mark" section="account" ageMs={ageMs} symbol="*">
        <Pnl value={account?.dayPnl.net ?? null} testId="status-day-pnl" />
      </Fresh>
    </StatusCell>
  );
}

function ExposureCells() {
  const account = useSection("account");
  const ageMs = account?.marksFreshness.ageMs ?? null;
  return (
    <>
      <StatusCell label="Gross" cell="gross" from="xl">
        <Fresh kind="mark" section="account" ageMs={ageMs} symbol="*">
          <Money value={account?.grossExposure ?? null} compact={true} />
        </Fresh>
      </StatusCell>
      <StatusCell label="Net" cell="net" from="xxl">
        <Fresh kind="mark" section="account" ageMs={ageMs} symbol="*">
          <Money value={account?.netExposure ?? null} compact={true} />
        </Fresh>
      </StatusCell>
    </>
  );
}

function LimitCell() {
  const nearest = useLive((state) => {
    const usage = state.view?.limitUsage ?? [];
    return usage.reduce<(typeof usage)[number] | null>(
      (most, one) => (most === null || one.usedPercent > most.usedPercent ? one : most),
      null,
    );
  });
  return (
    <StatusCell label={nearest?.label ?? "Nearest limit"} cell="limit" from="md">
      {nearest === null ? (
        "—"
      ) : (
        <Fresh kind="limit" section="limitUsage">
          <Meter percent={nearest.usedPercent} label={nearest.label} />
        </Fresh>
      )}
    </StatusCell>
  );
}
