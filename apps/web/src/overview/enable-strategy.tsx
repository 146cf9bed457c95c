"use client";
import { useId, useState } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand } from "../commands/command-notices.ts";
import { ArmButton } from "../components/gesture/arm-button.tsx";
import { useEngineAlive } from "../live/use-freshness.ts";
import { useRefusal } from "../session/viewer-provider.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";

const REASON_MIN = 10;

/** Lets a disabled strategy go on: with a reason, for nobody else knows what was looked at, and a second press. */
export function EnableStrategy({ strategyId }: { strategyId: string }) {
  const client = useTRPCClient();
  const [reason, setReason] = useState("");
  const obstacle = useObstacle(reason);
  const reasonId = useId();
  const act = () => {
    const input = { commandId: newCommandId(), strategyId, reason };
    void runCommand(`Enable strategy ${strategyId}`, () => client.strategies.enable.mutate(input));
  };
  return (
    <div className="breaker-rearm">
      <label className="field" htmlFor={reasonId}>
        Reason, at least {REASON_MIN} characters
        <textarea
          id={reasonId}
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <ArmButton
        label="Enable"
        armedLabel="Confirm: enable"
        accessibleName={`Enable strategy ${strategyId}`}
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

function useObstacle(reason: string): string | null {
  const alive = useEngineAlive();
  const refusal = useRefusal("risk", "owner");
  const missing = REASON_MIN - reason.trim().length;
  if (refusal !== null) return refusal;
  if (!alive) return "The engine does not answer: nothing can be enabled now.";
  return missing > 0 ? `Enabling needs a reason: ${missing} more characters.` : null;
}
