"use client";
import type { PolicyView } from "@interlock/api/approvals/policy-view";
import { useState } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand } from "../commands/command-notices.ts";
import { Button } from "../components/button.tsx";
import { REASON_MIN, ReasonField } from "../components/gesture/reason-field.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { ApprovalDiff } from "./approval-diff.tsx";
import { PendingRequests } from "./pending-requests.tsx";

/** A configured policy that is weaker than what counts, and asking others to agree to it; nothing where it counts. */
export function WaitingPolicy({ waiting }: Pick<PolicyView, "waiting">) {
  const client = useTRPCClient();
  const [reason, setReason] = useState("");
  if (waiting.length === 0) return null;
  const missing = REASON_MIN - reason.trim().length;
  const ask = () => {
    const input = { commandId: newCommandId(), ask: { kind: "policy" as const }, reason };
    void runCommand("Ask for the configured policy", () =>
      client.approvals.request.mutate(input),
    ).then((done) => {
      if (done) setReason("");
    });
  };
  return (
    <div className="approval-edit">
      <p role="status">
        <strong>The configuration is weaker than what counts.</strong> Until another person has
        agreed to it, the stricter of both holds, line by line.
      </p>
      <ApprovalDiff label="What the configuration would change" lines={[...waiting]} />
      <PendingRequests kind="policy" />
      <ReasonField label="Reason of the request" reason={reason} type={setReason} />
      <Button size="small" disabled={missing > 0} onClick={ask}>
        Ask for approval
      </Button>
    </div>
  );
}
