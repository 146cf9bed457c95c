"use client";
import type { BreakerView } from "@interlock/api/view/guard-view";
import { EtTime } from "../components/et-time.tsx";
import { Fresh } from "../components/fresh.tsx";
import { Meter } from "../components/meter.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { type ChipTone, StateChip } from "../components/state-chip.tsx";
import { useSection } from "../live/use-live.ts";
import { RearmBreaker } from "./rearm-breaker.tsx";

const STATES: Readonly<Record<BreakerView["state"], { tone: ChipTone; words: string }>> = {
  armed: { tone: "ok", words: "Armed" },
  warning: { tone: "warn", words: "Warning" },
  tripped: { tone: "critical", words: "Tripped" },
  unknown: { tone: "neutral", words: "Armed, no figure yet" },
};

/** How far every breaker is from its limit; one that tripped says what it blocks, what goes on, and how it ends. */
export function BreakersPanel() {
  const received = useSection("breakers");
  const breakers = received ?? [];
  const tripped = breakers.filter(({ state }) => state === "tripped");
  const rest = breakers.filter(({ state }) => state !== "tripped");
  return (
    <Panel
      title="Breakers"
      className="area-breakers"
      tools={
        <Fresh kind="limit" section="breakers">
          <BreakersChip tripped={received === null ? null : tripped.length} />
        </Fresh>
      }
    >
      {received?.length === 0 ? <EmptyNotice title="No limits are in force yet" /> : null}
      {tripped.map((breaker) => (
        <Tripped key={breaker.id} breaker={breaker} />
      ))}
      <ul className="limit-list" aria-label="Distance to each breaker">
        {rest.map((breaker) => (
          <Distance key={breaker.id} breaker={breaker} />
        ))}
      </ul>
    </Panel>
  );
}

function BreakersChip({ tripped }: { tripped: number | null }) {
  if (tripped === null) return <StateChip tone="neutral">Not received yet</StateChip>;
  if (tripped > 0) return <StateChip tone="critical">{tripped} tripped</StateChip>;
  return <StateChip tone="ok">None tripped</StateChip>;
}

function Distance({ breaker }: { breaker: BreakerView }) {
  const { tone, words } = STATES[breaker.state];
  return (
    <li data-testid={`breaker-${breaker.id}`}>
      <span className="limit-name">
        {breaker.label}{" "}
        {breaker.state === "armed" ? null : <StateChip tone={tone}>{words}</StateChip>}
      </span>
      <Fresh kind="limit" section="breakers">
        <span className="limit-figures num">{figures(breaker)}</span>
      </Fresh>
      {breaker.usedPercent === null ? null : (
        <Meter percent={breaker.usedPercent} label={breaker.label} />
      )}
      {breaker.sentence === "" ? null : <span className="breaker-note">{breaker.sentence}</span>}
    </li>
  );
}

function figures({ used, limit }: BreakerView): string {
  if (used === "") return limit === "" ? "" : `limit ${limit}`;
  return `${used} of ${limit}`;
}

function Tripped({ breaker }: { breaker: BreakerView }) {
  return (
    <section className="breaker-tripped" aria-label={`${breaker.label} has tripped`}>
      <h3>
        <StateChip tone="critical">Tripped</StateChip> {breaker.label}{" "}
        <EtTime at={breaker.trippedAt} date={true} />
      </h3>
      <p>{breaker.sentence}</p>
      <dl className="breaker-words">
        <dt>Blocks</dt>
        <dd>{breaker.blocks}</dd>
        <dt>Goes on</dt>
        <dd>{breaker.leaves}</dd>
      </dl>
      <RearmBreaker breaker={breaker} />
    </section>
  );
}
