"use client";
import { REASON_MIN, ReasonField } from "../components/gesture/reason-field.tsx";
import { useState } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand } from "../commands/command-notices.ts";
import { ObstructedArm } from "../components/gesture/obstructed-arm.tsx";
import { useEngineAlive } from "../live/use-freshness.ts";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import type { ApprovalProps } from "./approval-props.ts";
import { APPROVE_REASONS, DECLINE_REASONS } from "./approval-words.ts";

/** Yes and no, each with a reason and a second press; who may say neither reads why. */
export function DecideApproval({ approval, done }: ApprovalProps) {
  const client = useTRPCClient();
  const [reason, setReason] = useState("");
  const waiting = useWanting(reason);
  const { approve, decline } = approval.obstacles;
  if (approve !== "" && decline !== "") return <p className="obstacle">{approve}</p>;
  const input = () => ({
    commandId: newCommandId(),
    approvalId: approval.id,
    seenHash: approval.proposedHash,
    reason,
  });
  const run = (title: string, verb: "approve" | "decline") =>
    void runCommand(title, () => client.approvals[verb].mutate(input())).then(done);
  return (
    <div className="approval-decide">
      <ReasonField
        label="Reason of your decision"
        reason={reason}
        type={setReason}
        presets={[...APPROVE_REASONS, ...DECLINE_REASONS]}
      />
      <div className="approval-acts">
        {approve === "" ? (
          <div>
            <ObstructedArm
              label="Approve"
              armedLabel="Confirm: approve"
              accessibleName={`Approve ${approval.title}`}
              obstacle={waiting}
              act={() => run("Approve", "approve")}
            />
          </div>
        ) : (
          <p className="obstacle">{approve}</p>
        )}
        {decline === "" ? (
          <div>
            <ObstructedArm
              label="Decline"
              armedLabel="Confirm: decline"
              accessibleName={`Decline ${approval.title}`}
              obstacle={waiting}
              act={() => run("Decline", "decline")}
            />
          </div>
        ) : null}
      </div>
    </div>
  );
}

function useWanting(reason: string): string | null {
  const alive = useEngineAlive();
  if (!alive) return "The engine does not answer: nothing can be decided now.";
  const missing = REASON_MIN - reason.trim().length;
  return missing > 0 ? `${missing} more characters of a reason.` : null;
}
