"use client";
import type { HealthItem } from "@interlock/api/view/engine-view";
import { Popover } from "../components/popover.tsx";
import { EtTime } from "../components/et-time.tsx";
import { Fresh } from "../components/fresh.tsx";
import type { FreshState } from "../live/freshness.ts";
import { type FigureSource, useFreshness } from "../live/use-freshness.ts";
import { useSection } from "../live/use-live.ts";
import {
  HEALTH_NAMES,
  HEALTH_SHORT,
  HEALTH_STATUS,
  healthNow,
  worstHealth,
} from "./health-words.ts";

const NONE: readonly HealthItem[] = [];

const HEARTBEAT: FigureSource = { kind: "heartbeat", section: "engine" };

/** A dot for each part of the system, each status with a shape of its own, and the worst of them in words. */
export function HealthSummary() {
  const items = useSection("engine")?.health ?? NONE;
  const worst = worstHealth(items);
  const { state } = useFreshness(HEARTBEAT);
  const summary = healthNow(items, state);
  return (
    <Popover
      title="System health"
      trigger={
        <button
          type="button"
          className="status-cell status-health"
          aria-label={`System health: ${summary}`}
        >
          <span className="status-label">Health</span>
          <span className="status-value">
            <Fresh {...HEARTBEAT}>
              <span className="health-dots" data-worst={worst} aria-hidden="true">
                {items.map((item) => (
                  <HealthDot key={item.name} status={item.status} />
                ))}
              </span>
              <span className="health-words" data-status={worst}>
                {summary}
              </span>
              <span className="health-short" aria-hidden="true">
                <HealthShort items={items} state={state} />
              </span>
            </Fresh>
          </span>
        </button>
      }
    >
      <HealthList items={items} />
    </Popover>
  );
}

/** What fits on a phone. */
function HealthShort({ items, state }: { items: readonly HealthItem[]; state: FreshState }) {
  if (items.length === 0) return "—";
  const worst = worstHealth(items);
  return (
    <>
      <HealthDot status={worst} />
      {state === "stale" ? "?" : HEALTH_SHORT[worst]}
    </>
  );
}

function HealthDot({ status }: { status: HealthItem["status"] }) {
  return (
    <svg className="health-dot" data-status={status} viewBox="0 0 10 10" aria-hidden="true">
      {status === "ok" ? <circle cx="5" cy="5" r="4" /> : null}
      {status === "degraded" ? <path d="M5 .8 9.6 9.2H.4z" /> : null}
      {status === "down" || status === "alert" ? <rect x="1" y="1" width="8" height="8" /> : null}
      {status === "not_configured" ? (
        <circle cx="5" cy="5" r="3" fill="none" strokeWidth="1.5" />
      ) : null}
    </svg>
  );
}

function HealthList({ items }: { items: readonly HealthItem[] }) {
  if (items.length === 0) return <p className="text-muted">The engine has not said how it is.</p>;
  return (
    <ul className="health-list">
      {items.map((item) => (
        <li key={item.name}>
          <HealthDot status={item.status} />
          <span className="health-name">{HEALTH_NAMES[item.name]}</span>
          <span className="health-words" data-status={item.status}>
            {HEALTH_STATUS[item.status]}
          </span>
          <span className="health-detail">
            {item.detail}
            {item.since === null || item.status === "ok" ? null : (
              <>
                {" "}
                since <EtTime at={item.since} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
