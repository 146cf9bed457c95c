"use client";
import { ReasonField } from "../components/gesture/reason-field.tsx";
import { ObstructedArm } from "../components/gesture/obstructed-arm.tsx";

interface ReasonedActProps {
  readonly reason: string;
  readonly type: (reason: string) => void;
  readonly needsReason: boolean;
  /** What the button says, e.g. "Re-arm", and what it is about. */
  readonly verb: string;
  /** Reasons that are given often. */
  readonly presets?: readonly string[];
  readonly accessibleName: string;
  /** Why it cannot be done now; null when it can. */
  readonly obstacle: string | null;
  readonly act: () => void;
}

/** A reason and a button that is pressed twice: what lets something go on that was stopped. */
export function ReasonedAct(props: ReasonedActProps) {
  const { reason, type, needsReason, verb, accessibleName, obstacle, act, presets } = props;
  return (
    <div className="breaker-rearm">
      <ReasonField
        label="Reason"
        reason={reason}
        type={type}
        optional={!needsReason}
        {...(presets === undefined ? {} : { presets })}
      />
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
