"use client";
import { useUrlState } from "../components/use-url-state.ts";
import { decisionOf, type SignalFilter, spanOf } from "./signal-filter.ts";

export type FilterKey = keyof SignalFilter;

/** The filter of the page's address, and how to change a part of it: a link or a reload brings the same list. */
export function useSignalFilter() {
  const [symbol, setSymbol] = useUrlState("symbol");
  const [strategyId, setStrategy] = useUrlState("strategy");
  const [decision, setDecision] = useUrlState("decision");
  const [code, setCode] = useUrlState("code");
  const [text, setText] = useUrlState("text");
  const [span, setSpan] = useUrlState("span");
  const filter: SignalFilter = {
    symbol,
    strategyId,
    decision: decisionOf(decision),
    code,
    text,
    span: spanOf(span),
  };
  const setters: Readonly<Record<FilterKey, (value: string | null) => void>> = {
    symbol: setSymbol,
    strategyId: setStrategy,
    decision: setDecision,
    code: setCode,
    text: setText,
    span: setSpan,
  };
  return {
    filter,
    set: (key: FilterKey, value: string) => setters[key](value === "" ? null : value),
    clear: () => {
      for (const key of ["symbol", "strategyId", "decision", "code", "text"] as const)
        setters[key](null);
    },
  };
}
