"use client";
import { REASON_MIN } from "../components/gesture/reason-field.tsx";
import { useState } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand } from "../commands/command-notices.ts";
import { useEngineAlive } from "../live/use-freshness.ts";
import { useRefusal } from "../session/viewer-provider.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { ReasonedAct } from "./reasoned-act.tsx";

/** Lets a disabled strategy go on: with a reason, for nobody else knows what was looked at, and a second press. */
export function EnableStrategy({ strategyId }: { strategyId: string }) {
  const client = useTRPCClient();
  const [reason, setReason] = useState("");
  const obstacle = useObstacle(reason);
  const act = () => {
    const input = { commandId: newCommandId(), strategyId, reason };
    void runCommand(`Enable strategy ${strategyId}`, () => client.strategies.enable.mutate(input));
  };
  return (
    <ReasonedAct
      reason={reason}
      type={setReason}
      needsReason={true}
      verb="Enable"
      accessibleName={`Enable strategy ${strategyId}`}
      obstacle={obstacle}
      act={act}
    />
  );
}

function useObstacle(reason: string): string | null {
  const alive = useEngineAlive();
  const refusal = useRefusal("strategies.enable");
  const missing = REASON_MIN - reason.trim().length;
  if (refusal !== null) return refusal;
  if (!alive) return "The engine does not answer: nothing can be enabled now.";
  return missing > 0 ? `Enabling needs a reason: ${missing} more characters.` : null;
}
