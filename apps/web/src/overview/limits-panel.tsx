"use client";
import Link from "next/link";
import { Fresh } from "../components/fresh.tsx";
import { Meter } from "../components/meter.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { limitValueText } from "../limits/limit-value-text.ts";
import { useSection } from "../live/use-live.ts";

/** How near each limit is, the nearest first. */
export function LimitsPanel() {
  const usage = useSection("limitUsage") ?? [];
  const nearest = [...usage].sort((a, b) => b.usedPercent - a.usedPercent);
  return (
    <Panel
      title="Limit headroom"
      className="area-limits"
      tools={
        <Link href="/risk" prefetch={false}>
          Edit
        </Link>
      }
    >
      {nearest.length === 0 ? <EmptyNotice title="No limits are in force yet" /> : null}
      <ul className="limit-list">
        {nearest.map((limit) => (
          <li key={limit.key} title={limit.note}>
            <span className="limit-name">
              {limit.label}
              {limit.worst === "" ? null : <span className="limit-worst"> {limit.worst}</span>}
            </span>
            <Fresh kind="limit" section="limitUsage">
              <span className="limit-figures num">
                {limitValueText(limit.used, limit.unit)} of{" "}
                {limitValueText(limit.value, limit.unit)}
              </span>
            </Fresh>
            <Meter percent={limit.usedPercent} label={limit.label} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
