"use client";
import type { CorporateActionView } from "@interlock/api/view/reconciliation-view";
import { EmptyNotice } from "../components/notice.tsx";
import { type ChipTone, StateChip } from "../components/state-chip.tsx";

const PHASE: Readonly<
  Record<CorporateActionView["phase"], { readonly tone: ChipTone; readonly words: string }>
> = {
  announced: { tone: "neutral", words: "announced" },
  waiting: { tone: "warn", words: "waits for the venue" },
  ended: { tone: "ok", words: "over" },
};

const DAY = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});

/** Announced splits, dividends and the like, the next ones first, each with what happens to what is held. */
export function CorporateActions({ actions }: { actions: readonly CorporateActionView[] }) {
  if (actions.length === 0)
    return (
      <EmptyNotice title="Nothing announced">
        The venue is asked at every start and before every session, for weeks ahead.
      </EmptyNotice>
    );
  return (
    <ol className="break-list" aria-label="Announced corporate actions">
      {actions.map(({ id, symbol, name, exDate, phase, sentence }) => (
        <li key={id} className="closed-break">
          <div className="break-head">
            <h3>
              {symbol} {name}
            </h3>
            <StateChip tone={PHASE[phase].tone}>{PHASE[phase].words}</StateChip>
            <span className="text-muted">
              <time dateTime={exDate}>{DAY.format(new Date(`${exDate}T00:00:00Z`))}</time>
            </span>
          </div>
          <p>{sentence}</p>
        </li>
      ))}
    </ol>
  );
}
