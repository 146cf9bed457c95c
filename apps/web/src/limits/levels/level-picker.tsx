"use client";
import type { LimitLevelName, LimitsView } from "@interlock/api/view/limits-view";
import { useId } from "react";
import { levelText } from "./level-name.ts";

const GROUPS = [
  ["strategy", "Strategies"],
  ["symbol", "Symbols"],
  ["session", "Sessions"],
] as const;

export interface LevelPickerProps {
  readonly limits: LimitsView;
  readonly level: LimitLevelName;
  readonly choose: (text: string) => void;
  /** An edit is under way: it belongs to one level. */
  readonly editing: boolean;
}

/** Whose limits are shown and edited: the account's, or those of one strategy, symbol or session. */
export function LevelPicker({ limits, level, choose, editing }: LevelPickerProps) {
  const id = useId();
  return (
    <div className="level-picker">
      <label htmlFor={id}>Limits of</label>
      <select
        id={id}
        value={levelText(level)}
        disabled={editing}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="account">the account</option>
        {GROUPS.map(([kind, heading]) => (
          <optgroup key={kind} label={heading}>
            {limits.mayHave
              .filter((one) => one.kind === kind)
              .map(({ name, title }) => (
                <option key={name} value={`${kind}:${name}`}>
                  {title}
                  {countText(limits, kind, name)}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      {editing ? (
        <span className="text-muted">Apply or discard the edit before another is begun.</span>
      ) : null}
    </div>
  );
}

function countText(limits: LimitsView, kind: string, name: string): string {
  const own = limits.levels.find((one) => one.kind === kind && one.name === name);
  return own === undefined ? "" : ` (${own.lines.length})`;
}
