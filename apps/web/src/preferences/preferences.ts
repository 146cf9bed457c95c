/**
 * What a person chose about the look and the handling of the console. Kept in a cookie, so that the
 * first paint is right.
 */
export interface Preferences {
  readonly theme: "system" | "dark" | "light";
  readonly palette: "classic" | "cvd" | "red-up";
  readonly zone: "ET" | "UTC" | "local";
  /** How an emergency control fires: held down, or armed and then confirmed. */
  readonly fire: "hold" | "two-step";
  readonly shortcuts: "on" | "off";
  readonly nav: "full" | "icons";
  readonly rows: "default" | "compact";
}

/** Every choice with its values; the first is the default. */
const PREFERENCE_CHOICES = {
  theme: ["system", "dark", "light"],
  palette: ["classic", "cvd", "red-up"],
  zone: ["ET", "UTC", "local"],
  fire: ["hold", "two-step"],
  shortcuts: ["on", "off"],
  nav: ["full", "icons"],
  rows: ["default", "compact"],
} as const satisfies { readonly [K in keyof Preferences]: readonly Preferences[K][] };

export const PREFERENCES_COOKIE = "interlock_prefs";

export const defaultPreferences: Preferences = {
  theme: "system",
  palette: "classic",
  zone: "ET",
  fire: "hold",
  shortcuts: "on",
  nav: "full",
  rows: "default",
};

/** Writes preferences as a cookie-safe text: "theme:dark.palette:cvd.…". */
export function writePreferences(preferences: Preferences): string {
  return Object.entries(preferences)
    .map(([key, value]) => `${key}:${value}`)
    .join(".");
}

/** Reads preferences; whatever is missing or not a known choice takes its default. */
export function readPreferences(text: string | null | undefined): Preferences {
  const pairs = new Map((text ?? "").split(".").map((pair) => splitPair(pair)));
  const choose = <T extends string>(key: string, choices: readonly [T, ...T[]]): T =>
    choices.find((choice) => choice === pairs.get(key)) ?? choices[0];
  return {
    theme: choose("theme", PREFERENCE_CHOICES.theme),
    palette: choose("palette", PREFERENCE_CHOICES.palette),
    zone: choose("zone", PREFERENCE_CHOICES.zone),
    fire: choose("fire", PREFERENCE_CHOICES.fire),
    shortcuts: choose("shortcuts", PREFERENCE_CHOICES.shortcuts),
    nav: choose("nav", PREFERENCE_CHOICES.nav),
    rows: choose("rows", PREFERENCE_CHOICES.rows),
  };
}

function splitPair(pair: string): readonly [string, string] {
  const at = pair.indexOf(":");
  return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
}
