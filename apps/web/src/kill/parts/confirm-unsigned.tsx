"use client";
import { startAuthentication } from "@simplewebauthn/browser";
import { useState } from "react";
import { z } from "zod";
import { Button } from "../../components/button.tsx";
import { OwnCommand } from "../../session/own-command.tsx";
import { authCall } from "../../sign-in/auth-call.ts";
import { readCeremony } from "../../sign-in/read-ceremony.ts";
import { passkeyFault } from "../../step-up/passkey-words.ts";
import type { KillOrder } from "../call/kill-call.ts";
import { fireKill } from "../kill-store.ts";

/** A flatten without a session: it trades, so it takes one tap of a passkey. Halting and canceling need none. */
export function ConfirmUnsigned({ order }: { order: KillOrder }) {
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { reason, includeStops, scope, drill } = order;
  const flatten = async (): Promise<void> => {
    setBusy(true);
    const tapped = await tapPasskey();
    setBusy(false);
    if (!tapped.ok) return setFault(tapped.fault);
    fireKill("flatten", { reason, includeStops, scope, drill, tap: tapped.tap });
  };
  return (
    <div className="confirm-unsigned">
      <p>
        Halt new and Cancel all work without a session. Flatten trades: use your passkey, or{" "}
        <a href="/sign-in">sign in</a> first.
      </p>
      <Button look="danger" disabled={busy} onClick={() => void flatten()}>
        {busy ? "Waiting for the passkey" : "Flatten with your passkey"}
      </Button>
      {fault === null ? null : (
        <div role="alert">
          <p>{fault}</p>
          <p className="button-row">
            <Button
              size="small"
              onClick={() => fireKill("cancel", { reason, includeStops, scope })}
            >
              Cancel all instead
            </Button>
            <OwnCommand words="kill --mode flatten" />
          </p>
        </div>
      )}
    </div>
  );
}

type Tapped =
  | { readonly ok: true; readonly tap: string }
  | { readonly ok: false; readonly fault: string };

const tapBody = z.object({ tap: z.string() });

async function tapPasskey(): Promise<Tapped> {
  const begun = await authCall("/flatten/begin", {});
  if (begun.kind === "refused") return { ok: false, fault: begun.sentence };
  try {
    const { challengeId, options } = readCeremony(begun.body);
    const response = await startAuthentication({ optionsJSON: options });
    const answer = await authCall("/flatten/finish", { challengeId, response });
    if (answer.kind === "refused") return { ok: false, fault: answer.sentence };
    return { ok: true, tap: tapBody.parse(answer.body).tap };
  } catch (error) {
    return { ok: false, fault: passkeyFault(error) };
  }
}
