"use client";
import type { SignalSummary } from "@interlock/api/view/signals-view";
import { Button } from "../components/button.tsx";
import { isNarrowed, SPANS, type SignalFilter } from "./signal-filter.ts";
import { DECISION_WORDS } from "./signal-words.ts";
import type { FilterKey } from "./use-signal-filter.ts";

export interface SignalFilterBarProps {
  readonly filter: SignalFilter;
  readonly set: (key: FilterKey, value: string) => void;
  readonly clear: () => void;
  readonly choices: SignalSummary["choices"] | undefined;
}

/** Conditions on the signals: asked of the server, so that they reach beyond what is loaded. */
export function SignalFilterBar({ filter, set, clear, choices }: SignalFilterBarProps) {
  const named = (values: readonly string[]) => values.map((value) => [value, value] as const);
  return (
    <div className="filter-bar">
      <Condition
        label="Time"
        value={filter.span}
        set={(value) => set("span", value)}
        options={Object.entries(SPANS).map(([span, { label }]) => [span, label] as const)}
      />
      <Condition
        label="Decision"
        value={filter.decision ?? ""}
        set={(value) => set("decision", value)}
        any="Any"
        options={Object.entries(DECISION_WORDS).map(([key, { label }]) => [key, label] as const)}
      />
      <Condition
        label="Check or cause"
        value={filter.code ?? ""}
        set={(value) => set("code", value)}
        any="Any"
        options={(choices?.codes ?? []).map(({ code, label }) => [code, label] as const)}
      />
      <Condition
        label="Symbol"
        value={filter.symbol ?? ""}
        set={(value) => set("symbol", value)}
        any="Any"
        options={named(choices?.symbols ?? [])}
      />
      <Condition
        label="Strategy"
        value={filter.strategyId ?? ""}
        set={(value) => set("strategyId", value)}
        any="Any"
        options={named(choices?.strategies ?? [])}
      />
      {isNarrowed(filter) ? (
        <Button size="small" onClick={clear}>
          Clear the filter
        </Button>
      ) : null}
    </div>
  );
}

function Condition(props: {
  label: string;
  value: string;
  set: (value: string) => void;
  any?: string;
  options: readonly (readonly [string, string])[];
}) {
  const { value, options } = props;
  const listed = value === "" || options.some(([key]) => key === value);
  return (
    <label className="field">
      {props.label}
      <select value={value} onChange={(event) => props.set(event.target.value)}>
        {props.any === undefined ? null : <option value="">{props.any}</option>}
        {listed ? null : <option value={value}>{value}</option>}
        {options.map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
