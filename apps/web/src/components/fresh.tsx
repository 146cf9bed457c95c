"use client";
import type { ReactNode } from "react";
import type { FreshState } from "../live/freshness.ts";
import { type FigureSource, useFreshness } from "../live/use-freshness.ts";

/** Marks a figure that is stale by another's fault, e.g. a total with one old input. */
export function FreshAs(props: { state: FreshState; age?: string; children: ReactNode }) {
  const { state, age } = props;
  return (
    <span className="fresh" data-fresh={state} title={freshTitle(state, age ?? "")}>
      {props.children}
      {state === "stale" ? <span className="sr-only"> stale {age}</span> : null}
    </span>
  );
}

/**
 * A figure with its age. Fresh: plain. Aging: dotted underline. Stale: hatched, its direction color taken away, the
 * value kept. `chip` shows the age beside it; without, a column or a line nearby does.
 */
export function Fresh(props: FigureSource & { chip?: boolean; children: ReactNode }) {
  const { chip, children, ...source } = props;
  const { state, age } = useFreshness(source);
  return (
    <FreshAs state={state} age={age}>
      {children}
      {chip === true ? <AgeChip state={state} age={age} /> : null}
    </FreshAs>
  );
}

/** The age of a figure as text of its own, for a column or the line under a tile. */
export function FreshAge(props: FigureSource) {
  const { state, age } = useFreshness(props);
  return (
    <span className="fresh-age num" data-fresh={state}>
      {ageWords(state, age)}
    </span>
  );
}

function AgeChip({ state, age }: { state: FreshState; age: string }) {
  if (state === "fresh") return null;
  return (
    <span className="age-chip num" data-fresh={state} aria-hidden="true">
      {state === "closed" ? "closed" : age}
    </span>
  );
}

function ageWords(state: FreshState, age: string): string {
  if (state === "unknown") return "—";
  if (state === "closed") return "closed";
  return state === "stale" ? `stale ${age}` : age;
}

function freshTitle(state: FreshState, age: string): string | undefined {
  if (state === "unknown") return "not received";
  if (state === "closed") return "Market closed: the last mark stands";
  return age === "" ? undefined : `${state}, ${age} old`;
}
