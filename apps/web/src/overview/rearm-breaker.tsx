"use client";
import { GIVEN_REASONS } from "../components/gesture/given-reasons.ts";
import { REASON_MIN } from "../components/gesture/reason-field.tsx";
import type { BreakerView } from "@interlock/api/view/guard-view";
import { useState } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { runOrRequest } from "../commands/command-notices.ts";
import { useEngineAlive } from "../live/use-freshness.ts";
import { useRefusal } from "../session/viewer-provider.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { ReasonedAct } from "./reasoned-act.tsx";

/** Re-arms a breaker with a reason and a second press; after a daily loss the next session needs no reason. */
export function RearmBreaker({ breaker }: { breaker: BreakerView }) {
  const client = useTRPCClient();
  const [reason, setReason] = useState("");
  const obstacle = useObstacle(breaker, reason);
  const act = () => {
    const input = { commandId: newCommandId(), breaker: breaker.id, reason };
    const ask = { kind: "rearm" as const, breaker: breaker.id };
    void runOrRequest(
      `Re-arm ${breaker.label}`,
      () => client.breakers.rearm.mutate(input),
      () => client.approvals.request.mutate({ commandId: newCommandId(), ask, reason }),
    );
  };
  return (
    <ReasonedAct
      reason={reason}
      type={setReason}
      needsReason={breaker.rearm?.needsReason === true}
      verb="Re-arm"
      presets={GIVEN_REASONS.breaker}
      accessibleName={`Re-arm ${breaker.label}`}
      obstacle={obstacle}
      act={act}
    />
  );
}

function useObstacle({ rearm }: BreakerView, reason: string): string | null {
  const alive = useEngineAlive();
  const refusal = useRefusal("breakers.rearm");
  const missing = REASON_MIN - reason.trim().length;
  if (refusal !== null) return refusal;
  if (!alive) return "The engine does not answer: nothing can be re-armed now.";
  if (rearm === null) return "It has not tripped.";
  if (rearm.obstacle !== "") return rearm.obstacle;
  return rearm.needsReason && missing > 0
    ? `Re-arming needs a reason: ${missing} more characters.`
    : null;
}
