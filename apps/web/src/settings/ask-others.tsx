"use client";
import { useState } from "react";
import { Button } from "../components/button.tsx";
import { REASON_MIN, ReasonField } from "../components/gesture/reason-field.tsx";
import type { Asking } from "./use-act.ts";

/** Asks others to agree to what one may not do alone; nothing where nothing of that kind was wanted. */
export function AskOthers({ asking }: { asking: Asking | null }) {
  return asking === null ? null : <AskForm key={asking.title} {...asking} />;
}

function AskForm({ title, ask, leave }: Asking) {
  const [reason, setReason] = useState("");
  const missing = REASON_MIN - reason.trim().length;
  return (
    <fieldset className="ask-others">
      <legend className="choice-legend">Ask others: {title}</legend>
      <p className="text-muted">
        Another person must agree to it. It waits on the page Approvals, and happens once it is
        applied there.
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
