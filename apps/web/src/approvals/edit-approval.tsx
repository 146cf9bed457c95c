"use client";
import { REASON_MIN, ReasonField } from "../components/gesture/reason-field.tsx";
import { isLimitKey, limitField } from "@interlock/core/risk/limit-fields";
import { useId, useState } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand } from "../commands/command-notices.ts";
import { Button } from "../components/button.tsx";
import { ObstructedArm } from "../components/gesture/obstructed-arm.tsx";
import { useEngineAlive } from "../live/use-freshness.ts";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import type { ApprovalProps } from "./approval-props.ts";

/** Changes what one asks for, or asks for it anew after a conflict. Everything that was decided on it is void then. */
export function EditApproval({ approval, done }: ApprovalProps) {
  const [open, setOpen] = useState(false);
  if (approval.obstacles.edit !== "" || approval.ask === null) return null;
  const verb = approval.state === "conflicted" ? "Ask anew…" : "Edit…";
  if (!open)
    return (
      <Button size="small" onClick={() => setOpen(true)}>
        {verb}
      </Button>
    );
  const close = () => {
    setOpen(false);
    done();
  };
  return <EditForm key={approval.proposedHash} approval={approval} done={close} />;
}

/** A limit by the name that it has on every page. */
function fieldLabel(key: string): string {
  return isLimitKey(key) ? limitField(key).label : key;
}

function EditForm({ approval, done }: ApprovalProps) {
  const client = useTRPCClient();
  const alive = useEngineAlive();
  const { ask } = approval;
  const [reason, setReason] = useState(approval.reason);
  const [values, setValues] = useState(ask?.kind === "limits" ? ask.values : {});
  const id = useId();
  if (ask === null) return null;
  const send = () => {
    const input = {
      commandId: newCommandId(),
      approvalId: approval.id,
      seenHash: approval.proposedHash,
      ask: ask.kind === "limits" ? { ...ask, values } : ask,
      reason,
    };
    void runCommand("Edit the request", () => client.approvals.edit.mutate(input)).then(done);
  };
  const short = reason.trim().length < REASON_MIN;
  const dead = alive ? null : "The engine does not answer: nothing can be edited now.";
  return (
    <div className="approval-edit">
      {Object.entries(values).map(([key, value]) => (
        <label className="field" key={key} htmlFor={`${id}-${key}`}>
          {fieldLabel(key)}
          <input
            id={`${id}-${key}`}
            value={value}
            onChange={(event) => setValues({ ...values, [key]: event.target.value })}
          />
        </label>
      ))}
      <ReasonField label="Reason of the request" reason={reason} type={setReason} />
      <p className="text-muted">Approvals that were given are void once this is saved.</p>
      <div className="button-row">
        <ObstructedArm
          label="Save the edit"
          armedLabel="Confirm: save, and void approvals"
          accessibleName={`Save the edit of ${approval.title}`}
          obstacle={dead ?? (short ? "Give a reason first." : null)}
          act={send}
        />
        <Button size="small" onClick={done}>
          Leave it as it is
        </Button>
      </div>
    </div>
  );
}
