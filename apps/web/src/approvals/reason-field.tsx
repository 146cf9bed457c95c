"use client";
import { useId } from "react";
import { Button } from "../components/button.tsx";
import { REASON_MIN } from "../overview/reasoned-act.tsx";

interface ReasonFieldProps {
  readonly label: string;
  readonly reason: string;
  readonly type: (reason: string) => void;
  readonly presets: readonly string[];
}

/** A reason, typed or begun from one that is given often. */
export function ReasonField({ label, reason, type, presets }: ReasonFieldProps) {
  const id = useId();
  return (
    <>
      <label className="field" htmlFor={id}>
        {label}, at least {REASON_MIN} characters
        <textarea
          id={id}
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => type(event.target.value)}
        />
      </label>
      <div className="approval-presets">
        {presets.map((preset) => (
          <Button key={preset} size="small" look="quiet" onClick={() => type(preset)}>
            {preset}
          </Button>
        ))}
      </div>
    </>
  );
}
