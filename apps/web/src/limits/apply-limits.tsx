"use client";
import { GIVEN_REASONS } from "../components/gesture/given-reasons.ts";
import { REASON_MIN, ReasonField } from "../components/gesture/reason-field.tsx";
import { ArmButton } from "../components/gesture/arm-button.tsx";
import { Button } from "../components/button.tsx";
import { useAsksOthers } from "../approvals/use-approvals.ts";
import { useEngineAlive } from "../live/use-freshness.ts";

export interface ApplyLimitsProps {
  readonly looser: boolean;
  /** It goes back by itself. */
  readonly ends: boolean;
  /** The engine has previewed exactly this edit and found no fault. */
  readonly ready: boolean;
  readonly ownFaults: number;
  readonly reason: string;
  readonly setReason: (reason: string) => void;
  readonly apply: () => void;
  /** Applies the tighter values of a mixed edit alone; null where there is nothing to split. */
  readonly tightenFirst: (() => void) | null;
  readonly discard: () => void;
}

/**
 * Tighter limits apply with one press. Looser ones need a reason, a live engine, and a second press; so do tighter ones
 * that end, for then they get looser with nobody there.
 */
export function ApplyLimits(props: ApplyLimitsProps) {
  const alive = useEngineAlive();
  const obstacle = obstacleOf(props, alive);
  const labels = labelsOf(props, useAsksOthers());
  return (
    <div className="apply-limits">
      {props.looser || props.ends ? (
        <ReasonField
          label="Reason"
          reason={props.reason}
          type={props.setReason}
          presets={GIVEN_REASONS.limits}
        />
      ) : null}
      <div className="button-row">
        {props.tightenFirst === null ? null : (
          <Button
            look="primary"
            disabled={props.ownFaults > 0 || !props.ready}
            onClick={props.tightenFirst}
          >
            Tighten now, loosen later
          </Button>
        )}
        {props.looser || props.ends ? (
          <ArmButton
            label={labels.verb}
            armedLabel={labels.armed}
            accessibleName={labels.verb}
            act={props.apply}
            disabled={obstacle !== null}
          />
        ) : (
          <Button look="primary" disabled={obstacle !== null} onClick={props.apply}>
            Tighten now
          </Button>
        )}
        <Button onClick={props.discard}>Discard</Button>
      </div>
      <p className="obstacle" role="status">
        {obstacle ?? "\u00a0"}
      </p>
    </div>
  );
}

/** What is pressed says what it does: where others must agree, it asks them. */
function labelsOf({ looser, ends }: ApplyLimitsProps, asksOthers: boolean) {
  if (looser && asksOthers)
    return { verb: "Ask for approval to loosen", armed: "Confirm: ask the others" };
  const forATime = ends ? " for a time" : "";
  return looser
    ? { verb: `Loosen limits${forATime}`, armed: "Confirm: loosen" }
    : { verb: `Tighten limits${forATime}`, armed: "Confirm: tighten, then loosen" };
}

function obstacleOf(props: ApplyLimitsProps, alive: boolean): string | null {
  if (props.ownFaults > 0) return "Mend the values marked above first.";
  if (props.looser && !alive) return "The engine does not answer: nothing may be loosened now.";
  if (!props.ready) return "Waiting for the engine's preview, without faults.";
  const missing = REASON_MIN - props.reason.trim().length;
  if (missing <= 0) return null;
  if (props.looser) return `Looser limits need a reason: ${missing} more characters.`;
  if (props.ends)
    return `Limits that go back by themselves need a reason: ${missing} more characters.`;
  return null;
}
