"use client";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import {
  defaultPreferences,
  PREFERENCES_COOKIE,
  type Preferences,
  writePreferences,
} from "./preferences.ts";

interface PreferencesAccess {
  readonly preferences: Preferences;
  readonly change: (part: Partial<Preferences>) => void;
}

const PreferencesContext = createContext<PreferencesAccess>({
  preferences: defaultPreferences,
  change: () => undefined,
});

const YEAR_SECONDS = 31_536_000;

function store(preferences: Preferences): void {
  const text = writePreferences(preferences);
  document.cookie = `${PREFERENCES_COOKIE}=${text}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  const root = document.documentElement;
  root.dataset.theme = preferences.theme;
  root.dataset.palette = preferences.palette;
  root.dataset.nav = preferences.nav;
  root.dataset.rows = preferences.rows;
}

/** Offers the preferences that the server read from the cookie, and changes them at once on the page. */
export function PreferencesProvider(props: { initial: Preferences; children: ReactNode }) {
  const [preferences, setPreferences] = useState(props.initial);
  const change = useCallback((part: Partial<Preferences>) => {
    setPreferences((before) => {
      const next = { ...before, ...part };
      store(next);
      return next;
    });
  }, []);
  const access = useMemo(() => ({ preferences, change }), [preferences, change]);
  return <PreferencesContext value={access}>{props.children}</PreferencesContext>;
}

export function usePreferences(): PreferencesAccess {
  return useContext(PreferencesContext);
}
