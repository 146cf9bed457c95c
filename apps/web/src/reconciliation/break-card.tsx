"use client";
import { useId } from "react";
import { EtTime } from "../components/et-time.tsx";
import { FreshAs } from "../components/fresh.tsx";
import { useEngineDead } from "../live/use-freshness.ts";
import { AdoptBreak, type BreakProps } from "./adopt-break.tsx";
import { BreakEvidence } from "./break-evidence.tsx";

/** One difference: both sides with their evidence, what it blocks, and what adopting it would do. */
export function BreakCard({ found, stale, refresh }: BreakProps) {
  const id = useId();
  const dead = useEngineDead();
  const state = stale || dead ? "stale" : "fresh";
  return (
    <article className="break-card" aria-labelledby={id} data-testid={`break-${found.breakId}`}>
      <header className="break-head">
        <h3 id={id}>{found.title}</h3>
        <span className="text-muted">
          since <EtTime at={found.openedAt} date={true} />
        </span>
      </header>
      <dl className="break-sides">
        <div>
          <dt>Our books</dt>
          <dd>
            <FreshAs state={state}>{found.ours}</FreshAs>
          </dd>
        </div>
        <div>
          <dt>The venue</dt>
          <dd>
            <FreshAs state={state}>{found.venue}</FreshAs>
          </dd>
        </div>
      </dl>
      <p className="break-blocks">{found.blocks}</p>
      <BreakEvidence evidence={found.evidence} />
      <AdoptBreak key={found.openedAt} found={found} stale={stale} refresh={refresh} />
    </article>
  );
}
