"use client";
import { useEffect } from "react";
import type { KillParts } from "@interlock/api/view/kill-view";
import type { KillPart } from "../call/kill-call.ts";
import { partKey, partOfKey } from "./kill-scope-words.ts";
import { BAR_REFRESH_MS, useKillParts } from "./use-kill-parts.ts";

const NOTHING_KNOWN: Pick<KillParts, "strategies" | "symbols"> = { strategies: [], symbols: [] };

interface ScopeMenuProps {
  /** Of the element, for its label. */
  readonly id: string;
  readonly value: KillPart | undefined;
  readonly change: (part: KillPart | undefined) => void;
}

/** The parts of the account that can be killed by themselves; undefined stands for everything. */
export function ScopeMenu({ id, value, change }: ScopeMenuProps) {
  const parts = useKillParts(BAR_REFRESH_MS);
  const chosen = value === undefined ? "all" : partKey(value);
  const known = parts ?? NOTHING_KNOWN;
  // What was asked for by name may be unknown here, and is still asked for.
  const isKnown =
    value === undefined ||
    (value.kind === "symbol"
      ? known.symbols.includes(value.symbol)
      : known.strategies.includes(value.strategyId));
  return (
    <select id={id} value={chosen} onChange={(event) => change(partOfKey(event.target.value))}>
      <option value="all">ALL</option>
      {isKnown ? null : <option value={chosen}>{chosen.replace(/^\w+:/, "")}</option>}
      <Options label="One strategy" kind="strategy" names={known.strategies} />
      <Options label="One symbol" kind="symbol" names={known.symbols} />
    </select>
  );
}

function Options(props: {
  readonly label: string;
  readonly kind: KillPart["kind"];
  readonly names: readonly string[];
}) {
  return (
    <optgroup label={props.label}>
      {props.names.map((name) => (
        <option key={name} value={`${props.kind}:${name}`}>
          {name}
        </option>
      ))}
    </optgroup>
  );
}

/** A part that was chosen and not used goes back to everything: nobody may take the bar for wider than it is. */
const FORGET_MS = 30_000;

/** Puts the scope back to everything after a while, at another gesture or page. */
export function useForgottenScope(value: KillPart | undefined, change: () => void): void {
  useEffect(() => {
    if (value === undefined) return;
    const timer = window.setTimeout(change, FORGET_MS);
    return () => window.clearTimeout(timer);
  }, [value, change]);
}
