"use client";
import type { LimitLine } from "@interlock/api/view/limits-view";
import { TRADABLE_SESSIONS } from "@interlock/core/risk/limit-fields";
import { Button } from "../components/button.tsx";
import { limitValueText, unitWord } from "./limit-value-text.ts";

export interface LimitInputProps {
  readonly line: LimitLine;
  readonly edited: string | undefined;
  readonly fault: string | undefined;
  readonly type: (value: string) => void;
  readonly refusal: string | null;
  /** A line that a level need not have: empty, the account's holds. */
  readonly removable: boolean;
}

/** The value of a limit, edited in place: a number with its unit, a list, a set of sessions, or on and off. */
export function LimitInput(props: LimitInputProps) {
  const { line, edited, refusal, removable } = props;
  if (refusal !== null) {
    return (
      <span className="num" title={refusal}>
        {removable && line.value === "" ? "none of its own" : limitValueText(line.value, line.unit)}
      </span>
    );
  }
  if (line.unit === "sessions") return <SessionsInput {...props} />;
  if (line.unit === "switch") return <SwitchInput {...props} />;
  return (
    <span className="limit-input">
      <input
        className="num"
        type="text"
        inputMode={line.unit === "symbols" ? "text" : "decimal"}
        autoComplete="off"
        spellCheck={false}
        aria-label={line.label}
        placeholder={removable ? "none of its own" : undefined}
        aria-invalid={props.fault !== undefined}
        aria-describedby={props.fault === undefined ? undefined : `fault-${line.key}`}
        value={edited ?? line.value}
        onChange={(event) => props.type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") props.type(line.value);
        }}
      />
      <span className="limit-unit">{unitWord(line)}</span>
      <RemoveLine {...props} />
    </span>
  );
}

function RemoveLine({ line, edited, type, removable }: LimitInputProps) {
  if (!removable || (edited ?? line.value) === "") return null;
  return (
    <Button size="small" look="quiet" aria-label={`Remove ${line.label}`} onClick={() => type("")}>
      Remove
    </Button>
  );
}

function SwitchInput({ line, edited, type, removable }: LimitInputProps) {
  return (
    <select
      aria-label={line.label}
      value={edited ?? line.value}
      onChange={(event) => type(event.target.value)}
    >
      {removable ? <option value="">none of its own</option> : null}
      <option value="on">on</option>
      <option value="off">off</option>
    </select>
  );
}

function SessionsInput({ line, edited, type }: LimitInputProps) {
  const chosen = (edited ?? line.value).split(",").filter((name) => name !== "");
  const toggle = (name: string) => {
    const next = TRADABLE_SESSIONS.filter((session) =>
      session === name ? !chosen.includes(name) : chosen.includes(session),
    );
    type(next.join(","));
  };
  return (
    <fieldset className="session-input">
      <legend className="sr-only">{line.label}</legend>
      {TRADABLE_SESSIONS.map((session) => (
        <label key={session}>
          <input
            type="checkbox"
            checked={chosen.includes(session)}
            onChange={() => toggle(session)}
          />
          {session}
        </label>
      ))}
    </fieldset>
  );
}
