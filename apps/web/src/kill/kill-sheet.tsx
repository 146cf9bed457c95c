"use client";
import { OctagonX, X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useEffect, useId, useRef, useState } from "react";
import { HoldButton } from "../components/gesture/hold-button.tsx";
import { FOCUS_KILL_EVENT } from "./kill-aim.ts";
import type { KillPart } from "./call/kill-call.ts";
import { KillBarNote } from "./parts/kill-bar-note.tsx";
import { ScopeMenu } from "./parts/scope-menu.tsx";
import { KILL_MODES } from "./kill-modes.ts";
import { KillOutcome } from "./kill-outcome.tsx";
import { KillProgressList } from "./kill-progress-list.tsx";
import { isKillActive } from "./kill-stage.ts";
import { dismissGesture, fireKill, useKillKnowledge } from "./kill-store.ts";
import { useKillView } from "./use-kill.ts";

/** The kill switch of a phone: one button at the same place on every page, opening a sheet with the three modes. */
export function KillSheet() {
  const [open, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const focus = () => {
      if (trigger.current?.offsetParent !== null) setOpen(true);
    };
    window.addEventListener(FOCUS_KILL_EVENT, focus);
    return () => window.removeEventListener(FOCUS_KILL_EVENT, focus);
  }, []);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen} modal={false}>
      <Dialog.Trigger ref={trigger} className="kill-fab" aria-label="Kill switch">
        <OctagonX size={22} aria-hidden="true" />
        <span>Kill</span>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Content className="sheet kill-sheet" aria-describedby={undefined}>
          <div className="sheet-head">
            <Dialog.Title className="sheet-title">Kill switch</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label="Close">
              <X size={18} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <KillSheetBody />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function KillSheetBody() {
  const { gesture } = useKillKnowledge();
  const view = useKillView();
  if (gesture !== null) return <KillOutcome gesture={gesture} close={dismissGesture} />;
  return (
    <>
      {view !== null && isKillActive(view.stage) ? (
        <div className="kill-outcome">
          <KillProgressList view={view} />
        </div>
      ) : null}
      <KillChoices />
    </>
  );
}

function KillChoices() {
  const [scope, setScope] = useState<KillPart | undefined>(undefined);
  const id = useId();
  return (
    <ul className="kill-choices">
      <li className="kill-choices-head">
        <label className="field" htmlFor={id}>
          What to stop
          <ScopeMenu id={id} value={scope} change={setScope} />
        </label>
        <KillBarNote />
      </li>
      {KILL_MODES.map((words) => (
        <li key={words.mode}>
          <HoldButton
            className="kill-button kill-button-wide"
            dataMode={words.mode}
            holdMs={words.holdMs}
            description={`${words.does} ${words.leaves}`}
            fire={() => fireKill(words.mode, { scope })}
          >
            {words.label}
          </HoldButton>
          <p>
            {words.does} <span className="text-muted">{words.leaves}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
