"use client";
import { Settings2 } from "lucide-react";
import { Popover } from "../components/popover.tsx";
import { Button } from "../components/button.tsx";
import { Choice } from "../components/choice.tsx";
import { signOut } from "../session/sign-out.ts";
import { useViewer } from "../session/viewer-provider.tsx";
import { usePreferences } from "./preferences-provider.tsx";

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
