"use client";
import { useState } from "react";
import { Button } from "../components/button.tsx";
import { REASON_MIN, ReasonField } from "../components/gesture/reason-field.tsx";
import type { Asking } from "./use-act.ts";

/** Asks others to agree to what one may not do alone; nothing where nothing of that kind was wanted. */
export function AskOthers({ asking }: { asking: Asking | null }) {
  return asking === null ? null : <AskForm key={asking.title} {...asking} />;
}

function AskForm({ title, alone, ask, leave }: Asking) {
  const [reason, setReason] = useState("");
  const missing = REASON_MIN - reason.trim().length;
  return (
    <fieldset className="ask-others">
      <legend className="choice-legend">
        {alone ? "Ask for approval" : "Ask others"}: {title}
      </legend>
      <p className="text-muted">
        {alone
          ? "Nobody else on the desk could agree to it: you approve it yourself on the page Approvals, after the cooling-off and with another passkey than you ask with. It happens once it is applied there."
          : "Another person must agree to it. It waits on the page Approvals, and happens once it is applied there."}
      </p>
      <ReasonField label="Reason of the request" reason={reason} type={setReason} />
      <div className="button-row">
        <Button size="small" look="primary" disabled={missing > 0} onClick={() => ask(reason)}>
          Ask for approval
        </Button>
        <Button size="small" onClick={leave}>
          Leave it
        </Button>
      </div>
    </fieldset>
  );
}
