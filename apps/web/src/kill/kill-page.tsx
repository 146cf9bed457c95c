"use client";
import { useId, useState } from "react";
import { HoldButton } from "../components/gesture/hold-button.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Panel } from "../components/panel.tsx";
import { OwnCommand } from "../session/own-command.tsx";
import { useKillRefusal } from "../session/viewer-provider.tsx";
import type { KillPart } from "./call/kill-call.ts";
import { DrillPanel } from "./parts/drill-panel.tsx";
import { useReduceOnly } from "./parts/kill-bar-note.tsx";
import { PartsPanel } from "./parts/parts-panel.tsx";
import { PastKillsPanel } from "./parts/past-kills-panel.tsx";
import { ScopeMenu } from "./parts/scope-menu.tsx";
import { KILL_MODES, type KillModeWords } from "./kill-modes.ts";
import { KillOutcome } from "./kill-outcome.tsx";
import { KillFacts, KillModeText } from "./kill-preview-card.tsx";
import { KillProgressList } from "./kill-progress-list.tsx";
import { isKillActive } from "./kill-stage.ts";
import { dismissGesture, fireKill, useKillKnowledge } from "./kill-store.ts";
import { ResumePanel } from "./resume-panel.tsx";
import { TradingStateNote } from "./trading-state-note.tsx";
import { useKillView } from "./use-kill.ts";

/** The kill switch in full: what each mode would do now, how the last one goes, and how to resume. */
export function KillPage() {
  const { gesture } = useKillKnowledge();
  const stage = useKillView()?.stage ?? "none";
  const busy = gesture !== null || isKillActive(stage);
  return (
    <>
      <PageHead title="Kill switch">
        <TradingStateNote />
      </PageHead>
      <ReduceOnlyNotice />
      <div className="kill-layout" data-busy={busy}>
        <EngagePanel />
        <div className="kill-side">
          <ProgressPanel />
          <PartsPanel />
          <ResumePanel />
          <PastKillsPanel />
          <DrillPanel />
          <OtherWays />
        </div>
      </div>
    </>
  );
}

function EngagePanel() {
  const [reason, setReason] = useState("");
  const [includeStops, setIncludeStops] = useState(false);
  const [scope, setScope] = useState<KillPart | undefined>(undefined);
  return (
    <Panel title="Stop trading">
      <ScopeField value={scope} change={setScope} />
      <KillFacts scope={scope} />
      <div className="kill-options">
        <label className="field">
          Reason, if there is time for one
          <input
            type="text"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <label className="check">
          <input
            type="checkbox"
            checked={includeStops}
            onChange={(event) => setIncludeStops(event.target.checked)}
          />
          Cancel protective stops too. Without them positions are unprotected.
        </label>
      </div>
      <ul className="kill-modes">
        {KILL_MODES.map((words) => (
          <li key={words.mode}>
            <ModeRow
              words={words}
              fire={() => fireKill(words.mode, { reason, includeStops, scope })}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The first minute after a resume, in words. */
function ReduceOnlyNotice() {
  const left = useReduceOnly();
  if (left === "") return null;
  return (
    <p className="reduce-only num" role="status">
      Resumed: {left}. Only orders toward flat pass until then; what strategies want beyond that is
      refused and shown on the page Orders.
    </p>
  );
}

/** What to stop: everything, or a part while the rest trades on. */
function ScopeField({
  value,
  change,
}: {
  readonly value: KillPart | undefined;
  readonly change: (part: KillPart | undefined) => void;
}) {
  const id = useId();
  return (
    <label className="field" htmlFor={id}>
      What to stop
      <ScopeMenu id={id} value={value} change={change} />
    </label>
  );
}

/** Who may not kill sees why it will be refused; the switch itself is never switched off. */
function ModeRow({ words, fire }: { words: KillModeWords; fire: () => void }) {
  const refusal = useKillRefusal(words.mode);
  return (
    <div className="kill-mode">
      <HoldButton
        className="kill-button kill-button-wide"
        dataMode={words.mode}
        holdMs={words.holdMs}
        description={`${words.does} ${words.leaves}`}
        fire={fire}
      >
        {words.label}
      </HoldButton>
      <div className="kill-preview">
        <KillModeText words={words} />
      </div>
      {refusal !== null ? <p className="refusal">{refusal}</p> : null}
    </div>
  );
}

function ProgressPanel() {
  const view = useKillView();
  const { gesture } = useKillKnowledge();
  return (
    <Panel title="Progress">
      {gesture === null ? null : (
        <KillOutcome gesture={gesture} close={dismissGesture} alone={true} />
      )}
      {view === null || view.stage === "none" ? (
        <EmptyNotice title="No kill of everything is known">
          Kills of a part of the account stand below. The progress shows here to everybody, also
          after a reload, until the venue itself shows the result.
        </EmptyNotice>
      ) : (
        <KillProgressList view={view} />
      )}
    </Panel>
  );
}

function OtherWays() {
  return (
    <Panel title="Other ways to stop">
      <ul className="other-ways">
        <li>
          On the engine's machine: <OwnCommand words="kill --mode cancel" />. It works with console,
          engine and database down.
        </li>
        <li>
          Without scripts: <a href="/kill/plain">the plain kill page</a>, served by the watchdog.
        </li>
        <li>
          From any page: <kbd>Shift K</kbd>, then hold <kbd>Space</kbd>.
        </li>
      </ul>
    </Panel>
  );
}
