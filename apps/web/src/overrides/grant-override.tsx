"use client";
import { GIVEN_REASONS } from "../components/gesture/given-reasons.ts";
import { REASON_MIN } from "../components/gesture/reason-field.tsx";
import type { OverrideOffer } from "@interlock/api/view/override-view";
import type { OrderView } from "@interlock/api/view/order-view";
import { useState } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { runOrRequest } from "../commands/command-notices.ts";
import { PendingRequests } from "../approvals/pending-requests.tsx";
import { Countdown } from "../limits/expiry/expiry-note.tsx";
import { useEngineAlive } from "../live/use-freshness.ts";
import { ReasonedAct } from "../overview/reasoned-act.tsx";
import { useRefusal } from "../session/viewer-provider.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { restatedText } from "./override-words.ts";

interface GrantOverrideProps {
  readonly offer: OverrideOffer;
  readonly order: OrderView;
  readonly done: () => void;
}

/** Grants the override, with a reason and a second press. Nothing is sent by it. */
export function GrantOverride({ offer, order, done }: GrantOverrideProps) {
  const client = useTRPCClient();
  const [reason, setReason] = useState("");
  const obstacle = useObstacle(reason);
  const act = () => {
    const input = { commandId: newCommandId(), clientOrderId: order.clientOrderId, reason };
    const ask = { kind: "override" as const, clientOrderId: order.clientOrderId };
    void runOrRequest(
      "Grant override",
      () => client.overrides.grant.mutate(input),
      () => client.approvals.request.mutate({ commandId: newCommandId(), ask, reason }),
    ).then(done);
  };
  return (
    <div className="override-grant">
      <PendingRequests kind="override" />
      <p>
        Lets exactly <strong className="num">{restatedText(order)}</strong> pass once, within five
        minutes. Every other check stays as it is, and none exceeds its ceiling.
        {offer.until === null ? null : (
          <>
            {" "}
            The denial can be overridden until its five minutes are over,{" "}
            <Countdown at={offer.until} />.
          </>
        )}
      </p>
      <ReasonedAct
        reason={reason}
        type={setReason}
        needsReason={true}
        presets={GIVEN_REASONS.override}
        verb="Grant override"
        accessibleName="Grant override"
        obstacle={obstacle}
        act={act}
      />
    </div>
  );
}

function useObstacle(reason: string): string | null {
  const alive = useEngineAlive();
  const refusal = useRefusal("overrides.grant");
  const missing = REASON_MIN - reason.trim().length;
  if (refusal !== null) return refusal;
  if (!alive) return "The engine does not answer: nothing can be overridden now.";
  return missing > 0 ? `An override needs a reason: ${missing} more characters.` : null;
}
