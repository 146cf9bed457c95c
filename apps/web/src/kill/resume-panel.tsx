"use client";
import { useId, useState } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand } from "../commands/command-notices.ts";
import { Button } from "../components/button.tsx";
import { Panel } from "../components/panel.tsx";
import { useEngineAlive } from "../live/use-freshness.ts";
import { useSection } from "../live/use-live.ts";
import { useRefusal } from "../session/viewer-provider.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { ResumeCountdown } from "./resume-countdown.tsx";
import { isKillActive } from "./kill-stage.ts";
import { useKillView, useTradingState } from "./use-kill.ts";

const REASON_MIN = 10;

/** Opens the gate again: with a reason, ten seconds in which it can be called off, and what stays as it is in words. */
export function ResumePanel() {
  const trading = useTradingState();
  const resumable = useSection("engine")?.resumable ?? false;
  if (trading === null || trading.state === "active") return null;
  if (!resumable) return <EndsByItself cause={trading.cause} />;
  return (
    <Panel title="Resume trading">
      <p>
        Restricted because of{" "}
        <strong>{trading.cause === "" ? "a cause that was not given" : trading.cause}</strong>
      </p>
      <ResumeFacts />
      <ResumeForm />
    </Panel>
  );
}

/** A restriction that rests on a fact ends with the fact: a form that is always refused would only cost time. */
function EndsByItself({ cause }: { cause: string }) {
  return (
    <Panel title="Trading is restricted">
      <p>
        Because of <strong>{cause}</strong>
      </p>
      <p>It ends by itself when the cause does: a resume cannot shorten it.</p>
    </Panel>
  );
}

function ResumeFacts() {
  const engine = useSection("engine");
  const counts = useSection("counts");
  const reconciliation = useSection("reconciliation");
  const view = useKillView();
  const breaks = reconciliation?.openBreaks ?? null;
  return (
    <ul className="resume-facts">
      <li>
        Scope: the whole account{engine === null ? "" : ` (${engine.environment})`}. All strategies
        may trade again.
      </li>
      <li>
        Working orders at present: <span className="num">{counts?.workingOrders ?? "—"}</span>.
        Canceled orders stay canceled; closed positions stay closed.
      </li>
      <li>
        Open breaks with the venue: <span className="num">{breaks ?? "—"}</span>.
      </li>
      <li>The limits in force stay in force.</li>
      {view !== null && view.residual.length > 0 ? (
        <li>The last kill left something open: see its progress.</li>
      ) : null}
    </ul>
  );
}

function ResumeForm() {
  const client = useTRPCClient();
  const [reason, setReason] = useState("");
  const [counting, setCounting] = useState(false);
  const obstacle = useObstacle(reason);
  const id = useId();
  const send = () => {
    setCounting(false);
    const input = { commandId: newCommandId(), reason };
    void runCommand("Resume trading", () => client.kill.resume.mutate(input)).then((done) => {
      if (done) setReason("");
    });
  };
  return (
    <div className="resume-form">
      <label className="field" htmlFor={id}>
        Reason, at least {REASON_MIN} characters
        <textarea
          id={id}
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {counting ? (
        <ResumeCountdown send={send} abort={() => setCounting(false)} />
      ) : (
        <Button look="primary" disabled={obstacle !== null} onClick={() => setCounting(true)}>
          Resume in 10 s
        </Button>
      )}
      <p className="obstacle" role="status">
        {obstacle ?? "\u00a0"}
      </p>
    </div>
  );
}

function useObstacle(reason: string): string | null {
  const alive = useEngineAlive();
  const refusal = useRefusal("risk", "owner");
  const view = useKillView();
  if (refusal !== null) return refusal;
  if (!alive) return "The engine does not answer: nothing may be resumed now.";
  if (view !== null && isKillActive(view.stage))
    return "A kill is still under way: wait until the venue shows its result. What the venue does not cancel, cancel at the broker.";
  const missing = REASON_MIN - reason.trim().length;
  return missing > 0 ? `Give a reason: ${missing} more characters.` : null;
}
