"use client";
import { Panel } from "../components/panel.tsx";
import { useSection } from "../live/use-live.ts";
import { ResumeForm } from "./resume-form.tsx";
import { useKillParts } from "./parts/use-kill-parts.ts";
import { scopeWords } from "./parts/kill-scope-words.ts";
import { useKillView, useTradingState } from "./use-kill.ts";

/** Opens the gate again: with a reason, ten seconds in which it can be called off, and what stays as it is in words. */
export function ResumePanel() {
  const trading = useTradingState();
  const resumable = useSection("engine")?.resumable ?? false;
  const view = useKillView();
  if (trading === null || trading.state === "active") return null;
  if (!resumable) return <EndsByItself cause={trading.cause} />;
  return (
    <Panel title="Resume trading">
      <p>
        Restricted because of{" "}
        <strong>{trading.cause === "" ? "a cause that was not given" : trading.cause}</strong>
      </p>
      <ResumeFacts />
      <ResumeForm view={view} />
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
  const parts = useKillParts()?.kills ?? [];
  return (
    <ul className="resume-facts">
      <li>
        Scope: the whole account{engine === null ? "" : ` (${engine.environment})`}. All strategies
        may trade again, but those that are disabled.
      </li>
      {parts.length === 0 ? null : (
        <li>Stays stopped by a kill of its own: {parts.map(scopeWords).join(", ")}.</li>
      )}
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
