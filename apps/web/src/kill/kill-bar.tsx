"use client";
import type { KillMode } from "@interlock/api/view/kill-view";
import { useCallback, useEffect, useId, useRef, useState } from "react";
import { HoldButton } from "../components/gesture/hold-button.tsx";
import type { KillPart } from "./call/kill-call.ts";
import { KillBarNote } from "./parts/kill-bar-note.tsx";
import { ScopeMenu, useForgottenScope } from "./parts/scope-menu.tsx";
import { KillFlyout } from "./kill-flyout.tsx";
import { KILL_MODES } from "./kill-modes.ts";
import { FOCUS_KILL_EVENT, takeAim } from "./kill-aim.ts";
import { fireKill } from "./kill-store.ts";
import { useKillToken } from "./use-kill-token.ts";

/** The emergency bar of every page: three modes, each held to fire, with what it would do shown beside the finger. */
export function KillBar() {
  useKillToken();
  const bar = useRef<HTMLElement>(null);
  const [shown, setShown] = useState<KillMode | null>(null);
  const [scope, setScope] = useState<KillPart | undefined>(undefined);
  const id = useId();
  const widen = useCallback(() => setScope(undefined), []);
  useForgottenScope(scope, widen);
  useEffect(() => {
    const focus = () => {
      const aim = takeAim();
      const mode = aim?.mode ?? "halt";
      const button = bar.current?.querySelector<HTMLElement>(`button[data-mode="${mode}"]`);
      if (button == null || button.offsetParent === null) return;
      if (aim !== null) setScope(aim.scope);
      button.focus();
    };
    window.addEventListener(FOCUS_KILL_EVENT, focus);
    return () => window.removeEventListener(FOCUS_KILL_EVENT, focus);
  }, []);
  const hide = () => setShown(null);
  return (
    <section
      ref={bar}
      className="kill-bar"
      aria-label="Kill switch"
      onPointerLeave={hide}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) hide();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") hide();
      }}
    >
      <div className="kill-aside">
        <label className="kill-scope" htmlFor={id}>
          <span>Stop</span>
          <ScopeMenu id={id} value={scope} change={setScope} />
        </label>
        <KillBarNote />
      </div>
      <div className="kill-buttons" data-scope={scope === undefined ? "all" : "part"}>
        {KILL_MODES.map((words) => (
          <span key={words.mode} onPointerEnter={() => setShown(words.mode)}>
            <HoldButton
              className="kill-button"
              dataMode={words.mode}
              holdMs={words.holdMs}
              description={`${words.does} ${words.leaves}`}
              fire={() => {
                fireKill(words.mode, { scope });
                widen();
              }}
              onFocus={() => setShown(words.mode)}
            >
              {words.label}
            </HoldButton>
          </span>
        ))}
      </div>
      <KillFlyout shown={shown} scope={scope} />
    </section>
  );
}
