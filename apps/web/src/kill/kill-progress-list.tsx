"use client";
import type { KillView } from "@interlock/api/view/kill-view";
import { EtTime } from "../components/et-time.tsx";
import { latencyText, timerText } from "../format/time-text.ts";
import { useTicking } from "../live/use-live.ts";
import { venueTimeAt } from "../live/venue-clock.ts";
import { KillReceipt } from "./parts/kill-receipt.tsx";
import { countdownWords, scopeWords } from "./parts/kill-scope-words.ts";
import { isKillActive, killResult, type KillStep, killSteps, pendingSince } from "./kill-stage.ts";

const MARKS: Readonly<Record<KillStep["state"], string>> = {
  waiting: "○",
  running: "◐",
  done: "●",
  trouble: "■",
};

/** The stages of a kill with their latencies and evidence, up to what the venue itself shows. */
export function KillProgressList({ view }: { view: KillView }) {
  const isHostTime = view.clock === "host";
  const elapsed = useElapsed(isKillActive(view.stage) ? view.requestedAt : null, isHostTime);
  return (
    <div className="kill-progress" data-stage={view.stage} data-testid="kill-progress">
      <p className="kill-result" role="alert" data-stage={view.stage}>
        {view.scope === undefined ? null : `${scopeWords(view)}: `}
        {killResult(view)}
        {view.drill === true ? " (drill)" : null}
      </p>
      <p className="kill-when">
        <EtTime at={view.requestedAt} milliseconds={true} />
        {isHostTime ? " real time" : null}
        {elapsed === "" ? null : <span className="num"> · running {elapsed}</span>}
      </p>
      <ol className="kill-steps" aria-live="polite">
        {killSteps(view).map((step) => (
          <li key={step.key} className="kill-step" data-state={step.state} data-step={step.key}>
            <span className="kill-step-mark" aria-hidden="true">
              {MARKS[step.state]}
            </span>
            <span className="kill-step-label">{step.label}</span>
            <span className="kill-step-detail num">
              {step.detail}
              {step.key === "cancels" ? <PendingTimer view={view} /> : null}
            </span>
            <span className="kill-step-latency num">
              {step.latencyMs === null ? "" : latencyText(step.latencyMs)}
            </span>
          </li>
        ))}
      </ol>
      {view.countdown === undefined ? null : <p role="status">{countdownWords(view.countdown)}</p>}
      <Residual view={view} />
      {view.receipt === undefined ? null : (
        <KillReceipt receipt={view.receipt} closed={view.closes.filled} clock={view.clock} />
      )}
    </div>
  );
}

/** The time since an instant by the clock that noted it, e.g. "0:12"; empty for none. */
function useElapsed(since: number | null, isHostTime: boolean): string {
  return useTicking(({ venueClock, clockOffsetMs }, now) => {
    if (since === null) return "";
    if (isHostTime) return timerText(Date.now() + (clockOffsetMs ?? 0) - since);
    return venueClock === null ? "" : timerText(venueTimeAt(venueClock, now) - since);
  });
}

/** How long the oldest cancel has waited. Not spoken: the list around it tells every change already. */
function PendingTimer({ view }: { view: KillView }) {
  const since = pendingSince(view);
  const waited = useElapsed(since, view.clock === "host");
  if (waited === "") return null;
  return (
    <span aria-hidden="true" data-testid="pending-timer">
      {" "}
      for {waited}
    </span>
  );
}

function Residual({ view }: { view: KillView }) {
  if (view.residual.length === 0) return null;
  return (
    <div className="kill-residual">
      <h3>What is left</h3>
      <ul>
        {view.residual.map(({ what, why }) => (
          <li key={`${what}:${why}`}>
            <strong>{what}</strong> {why}
          </li>
        ))}
      </ul>
    </div>
  );
}
