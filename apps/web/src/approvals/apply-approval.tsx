"use client";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand } from "../commands/command-notices.ts";
import { ObstructedArm } from "../components/gesture/obstructed-arm.tsx";
import { useEngineAlive } from "../live/use-freshness.ts";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import type { ApprovalProps } from "./approval-props.ts";

/** Carries out what was approved; while that cannot be, says why beside the button. */
export function ApplyApproval({ approval, done }: ApprovalProps) {
  const client = useTRPCClient();
  const alive = useEngineAlive();
  const { id: approvalId, proposedHash: seenHash, obstacles, title } = approval;
  const dead = alive ? null : "The engine does not answer: nothing can be applied now.";
  const act = () => {
    const input = { commandId: newCommandId(), approvalId, seenHash };
    void runCommand("Apply", () => client.approvals.carryOut.mutate(input)).then(done);
  };
  return (
    <div className="approval-apply">
      <ObstructedArm
        label="Apply"
        armedLabel="Confirm: apply"
        accessibleName={`Apply ${title}`}
        obstacle={dead ?? (obstacles.apply === "" ? null : obstacles.apply)}
        act={act}
      />
    </div>
  );
}

/** Takes one's own request back. */
export function TakeBack({ approval, done }: ApprovalProps) {
  const client = useTRPCClient();
  if (approval.obstacles.cancel !== "") return null;
  const act = () => {
    const input = { commandId: newCommandId(), approvalId: approval.id };
    void runCommand("Take back", () => client.approvals.cancel.mutate(input)).then(done);
  };
  return (
    <ObstructedArm
      label="Take back"
      armedLabel="Confirm: take back"
      accessibleName={`Take back ${approval.title}`}
      obstacle={null}
      act={act}
    />
  );
}
