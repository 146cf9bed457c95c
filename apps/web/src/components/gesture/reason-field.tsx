"use client";
import { useId } from "react";
import { Button } from "../button.tsx";

/** Characters of a reason that says something; the engine asks for as many. */
export const REASON_MIN = 10;

interface ReasonFieldProps {
  readonly label: string;
  readonly reason: string;
  readonly type: (reason: string) => void;
  /** Nothing need be said. */
  readonly optional?: boolean;
  /** Reasons that are given often, to begin from. */
  readonly presets?: readonly string[];
}

/** A reason, typed or begun from one that is given often. */
export function ReasonField(props: ReasonFieldProps) {
  const { label, reason, type, optional = false, presets = [] } = props;
  const id = useId();
  return (
    <>
      <label className="field" htmlFor={id}>
        {optional ? `${label}, optional` : `${label}, at least ${REASON_MIN} characters`}
        <textarea
          id={id}
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => type(event.target.value)}
        />
      </label>
      {presets.length === 0 ? null : (
        <div className="reason-presets">
          {presets.map((preset) => (
            <Button key={preset} size="small" look="quiet" onClick={() => type(preset)}>
              {preset}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
