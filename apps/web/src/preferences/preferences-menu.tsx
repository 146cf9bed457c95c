"use client";
import { Settings2 } from "lucide-react";
import { Popover } from "../components/popover.tsx";
import { Button } from "../components/button.tsx";
import { Choice } from "../components/choice.tsx";
import { runCommand } from "../commands/command-notices.ts";
import { useViewer } from "../session/viewer-provider.tsx";
import { usePreferences } from "./preferences-provider.tsx";

const STILL_SIGNED_IN =
  "You are still signed in: the engine could not end the session. Try again in a moment.";

async function signOut(): Promise<void> {
  const ended = await runCommand("Sign out", async () => {
    const { ok } = await fetch("/api/auth/sign-out", {
      method: "POST",
      headers: { "content-type": "application/json", "x-interlock-client": "console" },
      body: "{}",
    });
    return { accepted: ok, sentence: ok ? "You are signed out." : STILL_SIGNED_IN };
  });
  if (ended) window.location.assign("/sign-in");
}

/** Look and handling of the console, changed at once and kept in this browser. */
export function PreferencesMenu() {
  const viewer = useViewer();
  return (
    <Popover
      title="Preferences"
      className="preferences"
      side="top"
      trigger={
        <button type="button" className="nav-link preferences-trigger" aria-label="Preferences">
          <Settings2 size={18} aria-hidden="true" />
          <span className="nav-label">Preferences</span>
        </button>
      }
    >
      <PreferenceChoices />
      {viewer === null ? null : (
        <div className="preferences-foot">
          <span className="text-muted">
            {viewer.email}
            {viewer.role === null ? "" : ` · ${viewer.role}`}
          </span>
          <Button size="small" onClick={() => void signOut()}>
            Sign out
          </Button>
        </div>
      )}
    </Popover>
  );
}

function PreferenceChoices() {
  const { preferences, change } = usePreferences();
  return (
    <div className="preferences-choices">
      <Choice
        label="Theme"
        value={preferences.theme}
        options={{ system: "System", dark: "Dark", light: "Light" }}
        onChange={(theme) => change({ theme })}
      />
      <Choice
        label="Gain and loss colors"
        value={preferences.palette}
        options={{ classic: "Teal, red", cvd: "Blue, orange", "red-up": "Red up" }}
        onChange={(palette) => change({ palette })}
      />
      <Choice
        label="Times in"
        value={preferences.zone}
        options={{ ET: "New York", UTC: "UTC", local: "Local" }}
        onChange={(zone) => change({ zone })}
      />
      <Choice
        label="Rows"
        value={preferences.rows}
        options={{ default: "Default", compact: "Compact" }}
        onChange={(rows) => change({ rows })}
      />
      <Choice
        label="Emergency controls fire when"
        value={preferences.fire}
        options={{ hold: "Held down", "two-step": "Armed, confirmed" }}
        onChange={(fire) => change({ fire })}
      />
      <Choice
        label="Keyboard shortcuts"
        value={preferences.shortcuts}
        options={{ on: "On", off: "Off" }}
        onChange={(shortcuts) => change({ shortcuts })}
      />
    </div>
  );
}
