"use client";
import type { BreakerView } from "@interlock/api/view/guard-view";
import { useId, useState } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand } from "../commands/command-notices.ts";
import { ArmButton } from "../components/gesture/arm-button.tsx";
import { useEngineAlive } from "../live/use-freshness.ts";
import { useRefusal } from "../session/viewer-provider.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";

const REASON_MIN = 10;

/** Re-arms a breaker with a reason and a second press; after a daily loss the next session needs no reason. */
export function RearmBreaker({ breaker }: { breaker: BreakerView }) {
  const client = useTRPCClient();
  const [reason, setReason] = useState("");
  const obstacle = useObstacle(breaker, reason);
  const reasonId = useId();
  const act = () => {
    const input = { commandId: newCommandId(), breaker: breaker.id, reason };
    void runCommand(`Re-arm ${breaker.label}`, () => client.breakers.rearm.mutate(input));
  };
  const needsReason = breaker.rearm?.needsReason === true;
  return (
    <div className="breaker-rearm">
      <label className="field" htmlFor={reasonId}>
        {needsReason ? `Reason, at least ${REASON_MIN} characters` : "Reason, optional"}
        <textarea
          id={reasonId}
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <ArmButton
        label="Re-arm"
        armedLabel="Confirm: re-arm"
        accessibleName={`Re-arm ${breaker.label}`}
        act={act}
        disabled={obstacle !== null}
        {...(obstacle === null ? {} : { reason: obstacle })}
      />
      <p className="obstacle" role="status">
        {obstacle ?? "\u00a0"}
      </p>
    </div>
  );
}

function useObstacle({ rearm }: BreakerView, reason: string): string | null {
  const alive = useEngineAlive();
  const refusal = useRefusal("risk", "owner");
  const missing = REASON_MIN - reason.trim().length;
  if (refusal !== null) return refusal;
  if (!alive) return "The engine does not answer: nothing can be re-armed now.";
  if (rearm === null) return "It has not tripped.";
  if (rearm.obstacle !== "") return rearm.obstacle;
  return rearm.needsReason && missing > 0
    ? `Re-arming needs a reason: ${missing} more characters.`
    : null;
}
