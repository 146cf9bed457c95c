"use client";
import { GIVEN_REASONS } from "../components/gesture/given-reasons.ts";
import { REASON_MIN, ReasonField } from "../components/gesture/reason-field.tsx";
import type { BreakView } from "@interlock/api/view/reconciliation-view";
import { useState } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand } from "../commands/command-notices.ts";
import { Button } from "../components/button.tsx";
import { ArmButton } from "../components/gesture/arm-button.tsx";
import { useEngineAlive } from "../live/use-freshness.ts";
import { useRefusal } from "../session/viewer-provider.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";

export interface BreakProps {
  readonly found: BreakView;
  /** The last question for it failed: it is shown, and nothing may be done on it. */
  readonly stale: boolean;
  readonly refresh: () => void;
}

/**
 * Adopting a break: said in figures before it is done, with a reason and a second press. What was seen when the form
 * was opened is what is adopted: when a side changes meanwhile, the person looks again first.
 */
export function AdoptBreak({ found, stale, refresh }: BreakProps) {
  const [seen, setSeen] = useState<string | null>(null);
  const { obstacle } = found.adoption;
  if (seen === null) {
    return (
      <div className="break-adopt">
        {obstacle === null ? (
          <Button size="small" onClick={() => setSeen(found.evidenceId)}>
            Adopt the venue's side …
          </Button>
        ) : (
          <p className="text-muted">{obstacle}</p>
        )}
      </div>
    );
  }
  return (
    <div className="break-adopt" data-open="true">
      <AdoptionPreview found={found} />
      {seen === found.evidenceId ? (
        <AdoptForm found={found} stale={stale} refresh={refresh} close={() => setSeen(null)} />
      ) : (
        <div role="alert">
          <p>
            <strong>
              A side has changed since you began: ours {found.ours}, venue {found.venue}.
            </strong>
          </p>
          <div className="button-row">
            <Button size="small" onClick={() => setSeen(found.evidenceId)}>
              I have looked at the new figures
            </Button>
            <Button size="small" onClick={() => setSeen(null)}>
              Close
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

function AdoptionPreview({ found }: { found: BreakView }) {
  const { words, changes } = found.adoption;
  return (
    <>
      <h4>What adopting does</h4>
      <p>{words}</p>
      {changes.length === 0 ? null : (
        <table className="plain-table" aria-label="What adopting changes">
          <thead>
            <tr>
              <th scope="col">Figure</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ what, before, after }) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td className="num">{before}</td>
                <td className="num">{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function AdoptForm({ found, stale, refresh, close }: BreakProps & { close: () => void }) {
  const client = useTRPCClient();
  const [reason, setReason] = useState("");
  const obstacle = useObstacle(found, stale, reason);
  const adopt = async () => {
    const { breakId, evidenceId } = found;
    const input = { commandId: newCommandId(), breakId, evidenceId, reason };
    await runCommand("Adopt a break", () => client.reconciliation.adopt.mutate(input));
    refresh();
  };
  return (
    <>
      <ReasonField
        label="Reason"
        reason={reason}
        type={setReason}
        presets={GIVEN_REASONS.adoption}
      />
      <div className="button-row">
        <ArmButton
          label="Adopt"
          armedLabel="Confirm: adopt"
          accessibleName={`Adopt ${found.title}`}
          act={() => void adopt()}
          disabled={obstacle !== null}
        />
        <Button size="small" onClick={close}>
          Close
        </Button>
      </div>
      <p className="obstacle" role="status">
        {obstacle ?? "\u00a0"}
      </p>
    </>
  );
}

function useObstacle(found: BreakView, stale: boolean, reason: string): string | null {
  const alive = useEngineAlive();
  const refusal = useRefusal("reconciliation.adopt");
  const missing = REASON_MIN - reason.trim().length;
  if (refusal !== null) return refusal;
  if (!alive || stale) return "The engine does not answer: nothing may be adopted now.";
  if (found.adoption.obstacle !== null) return found.adoption.obstacle;
  return missing > 0 ? `Adopting needs a reason: ${missing} more characters.` : null;
}
