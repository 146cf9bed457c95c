"use client";
import { X } from "lucide-react";
import Link from "next/link";
import { latencyText } from "../format/time-text.ts";
import { useTicking } from "../live/use-live.ts";
import { BrokerSteps } from "./broker-steps.tsx";
import { type KillGesture, urgencyOf } from "./kill-gesture.ts";
import { killModeWords } from "./kill-modes.ts";
import { ConfirmUnsigned } from "./parts/confirm-unsigned.tsx";
import { KillProgressList } from "./kill-progress-list.tsx";
import { useKillView } from "./use-kill.ts";

/**
 * What became of a gesture: sent, taken by whom and how fast, refused, or unanswered with what to do instead. `alone`
 * leaves out the progress, for a place that shows it beside.
 */
export function KillOutcome(props: { gesture: KillGesture; close: () => void; alone?: boolean }) {
  const { gesture, close, alone } = props;
  const view = useKillView();
  const words = killModeWords(gesture.order.mode);
  const urgency = useTicking((_, now) => urgencyOf(gesture, now));
  return (
    <div className="kill-outcome" data-outcome={gesture.outcome} data-testid="kill-outcome">
      <div className="kill-outcome-head">
        <p className="kill-preview-title">{words.label}</p>
        {gesture.outcome === "pending" ? null : (
          <button type="button" className="icon-button" onClick={close} aria-label="Close">
            <X size={16} aria-hidden="true" />
          </button>
        )}
      </div>
      <div role="alert" className="kill-outcome-words">
        <OutcomeWords gesture={gesture} urgency={urgency} />
      </div>
      {gesture.outcome === "unconfirmed" ? <ConfirmUnsigned order={gesture.order} /> : null}
      {urgency === "act_at_broker" ? (
        <BrokerSteps mode={gesture.order.mode} misses={gesture.misses} />
      ) : null}
      {alone !== true && gesture.outcome === "accepted" && view !== null ? (
        <KillProgressList view={view} />
      ) : null}
      {alone === true ? null : (
        <Link href="/kill" className="kill-link" prefetch={false}>
          Open the kill switch page
        </Link>
      )}
    </div>
  );
}

function OutcomeWords({ gesture, urgency }: { gesture: KillGesture; urgency: string | null }) {
  const took = gesture.settledAt === null ? null : gesture.settledAt - gesture.firedAt;
  const by = gesture.route === "watchdog" ? "watchdog" : "engine";
  if (gesture.outcome === "accepted") {
    return (
      <p>
        Taken by the {by} after <span className="num">{latencyText(took)}</span>. {gesture.sentence}
      </p>
    );
  }
  if (gesture.outcome === "refused") {
    return (
      <p>
        Refused by the {by}: {gesture.sentence}
      </p>
    );
  }
  if (gesture.outcome === "unconfirmed")
    return <p>Your session has ended: nothing was closed yet.</p>;
  if (urgency === "sent") return <p>Sent. Waiting for the engine.</p>;
  if (urgency === "direct_path") return <p>No ack from engine — trying direct path.</p>;
  return <p>Nobody has taken it yet. Act at broker; attempts go on.</p>;
}
