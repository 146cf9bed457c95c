"use client";
import { GIVEN_REASONS } from "../components/gesture/given-reasons.ts";
import { REASON_MIN, ReasonField } from "../components/gesture/reason-field.tsx";
import type { KillView } from "@interlock/api/view/kill-view";
import { useState } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { runOrRequest } from "../commands/command-notices.ts";
import { useAsksOthers } from "../approvals/use-approvals.ts";
import { PendingRequests } from "../approvals/pending-requests.tsx";
import { Button } from "../components/button.tsx";
import { useEngineAlive } from "../live/use-freshness.ts";
import { useRefusal } from "../session/viewer-provider.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import type { KillPart } from "./call/kill-call.ts";
import { isKillActive } from "./kill-stage.ts";
import { ResumeCountdown } from "./resume-countdown.tsx";

interface ResumeFormProps {
  /** The kill that it would end; null where none was. */
  readonly view: KillView | null;
  /** Absent: everything. */
  readonly part?: KillPart | undefined;
}

/**
 * Asks for a reason and resumes everything, or a part, after ten seconds in which it can be called off. Where others
 * must agree, the press asks them at once: nothing resumes by it that could be called off.
 */
export function ResumeForm({ view, part }: ResumeFormProps) {
  const client = useTRPCClient();
  const [reason, setReason] = useState("");
  const [counting, setCounting] = useState(false);
  const obstacle = useObstacle(reason, view);
  const asks = useAsksOthers();
  const send = () => {
    setCounting(false);
    // The watchdog names a kill by its command: only the engine's own name can be compared by it.
    const seenKillId = view?.clock === "host" ? undefined : view?.killId;
    const input = { commandId: newCommandId(), reason, scope: part, seenKillId };
    const ask = { kind: "resume" as const, scope: part, seenKillId };
    void runOrRequest(
      part === undefined ? "Resume trading" : "Resume a part",
      () => client.kill.resume.mutate(input),
      () => client.approvals.request.mutate({ commandId: newCommandId(), ask, reason }),
    ).then((done) => {
      if (done) setReason("");
    });
  };
  return (
    <div className="resume-form">
      <PendingRequests kind="resume" />
      <ReasonField label="Reason" reason={reason} type={setReason} presets={GIVEN_REASONS.resume} />
      {counting ? (
        <ResumeCountdown send={send} abort={() => setCounting(false)} />
      ) : (
        <Button
          look="primary"
          disabled={obstacle !== null}
          onClick={asks ? send : () => setCounting(true)}
        >
          {asks ? "Ask for approval to resume" : "Resume, after a 10 s wait"}
        </Button>
      )}
      <p className="obstacle" role="status">
        {obstacle ?? "\u00a0"}
      </p>
    </div>
  );
}

function useObstacle(reason: string, view: KillView | null): string | null {
  const alive = useEngineAlive();
  const refusal = useRefusal("kill.resume");
  if (refusal !== null) return refusal;
  if (!alive) return "The engine does not answer: nothing may be resumed now.";
  if (view !== null && isKillActive(view.stage))
    return "A kill is still under way: wait until the venue shows its result. What the venue does not cancel, cancel at the broker.";
  const missing = REASON_MIN - reason.trim().length;
  return missing > 0 ? `Give a reason: ${missing} more characters.` : null;
}
