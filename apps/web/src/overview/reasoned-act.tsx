"use client";
import { useId } from "react";
import { ObstructedArm } from "../components/gesture/obstructed-arm.tsx";

/** Characters of a reason that says something; the engine asks for as many. */
export const REASON_MIN = 10;

interface ReasonedActProps {
  readonly reason: string;
  readonly type: (reason: string) => void;
  readonly needsReason: boolean;
  /** What the button says, e.g. "Re-arm", and what it is about. */
  readonly verb: string;
  readonly accessibleName: string;
  /** Why it cannot be done now; null when it can. */
  readonly obstacle: string | null;
  readonly act: () => void;
}

/** A reason and a button that is pressed twice: what lets something go on that was stopped. */
export function ReasonedAct(props: ReasonedActProps) {
  const { reason, type, needsReason, verb, accessibleName, obstacle, act } = props;
  const reasonId = useId();
  return (
    <div className="breaker-rearm">
      <label className="field" htmlFor={reasonId}>
        {needsReason ? `Reason, at least ${REASON_MIN} characters` : "Reason, optional"}
        <textarea
          id={reasonId}
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => type(event.target.value)}
        />
      </label>
      <ObstructedArm
        label={verb}
        armedLabel={`Confirm: ${verb.toLowerCase()}`}
        accessibleName={accessibleName}
        act={act}
        obstacle={obstacle}
      />
    </div>
  );
}
