import type { SignalDecision } from "@interlock/api/view/signals-view";
import { DECISION_WORDS } from "./signal-words.ts";

/** Which signals a person looks at, as the address of the page holds it. */
export interface SignalFilter {
  readonly symbol: string | null;
  readonly strategyId: string | null;
  readonly decision: SignalDecision | null;
  readonly code: string | null;
  readonly text: string | null;
  readonly span: Span;
}

/** How far back; "all" has no bound. */
export type Span = "hour" | "day" | "week" | "month" | "all";

export const SPANS: Readonly<Record<Span, { readonly label: string; readonly ms: number | null }>> =
  {
    hour: { label: "Last hour", ms: 3_600_000 },
    day: { label: "Last 24 hours", ms: 86_400_000 },
    week: { label: "Last 7 days", ms: 7 * 86_400_000 },
    month: { label: "Last 30 days", ms: 30 * 86_400_000 },
    all: { label: "All", ms: null },
  };

const SPAN_AT_FIRST: Span = "day";

/** Reads a decision from the address; anything unknown is no condition. */
export function decisionOf(text: string | null): SignalDecision | null {
  return text !== null && isDecision(text) ? text : null;
}

function isDecision(text: string): text is SignalDecision {
  return Object.hasOwn(DECISION_WORDS, text);
}

/** Reads a span from the address. */
export function spanOf(text: string | null): Span {
  return text !== null && isSpan(text) ? text : SPAN_AT_FIRST;
}

function isSpan(text: string): text is Span {
  return Object.hasOwn(SPANS, text);
}

/** To the minute, so that the question stays the same while nothing else changes. */
const STEP_MS = 60_000;

/** Returns the filter as the engine is asked; `now` is the venue's time, null while it is not known. */
export function filterQuery(filter: SignalFilter, now: number | null) {
  const { symbol, strategyId, decision, code, text, span } = filter;
  const { ms } = SPANS[span];
  const from = ms === null || now === null ? null : Math.floor(now / STEP_MS) * STEP_MS - ms;
  return { symbol, strategyId, decision, code, text, from };
}

/** Whether anything but the span narrows the list. */
export function isNarrowed({ symbol, strategyId, decision, code, text }: SignalFilter): boolean {
  return [symbol, strategyId, decision, code, text].some((one) => one !== null && one !== "");
}
