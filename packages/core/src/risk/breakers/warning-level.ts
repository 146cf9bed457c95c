/** How much of a limit was used when people were last warned of it, in percent. */
export type WarningLevel = 0 | 50 | 80;

/** The level falls back only when so many percent points less are used: at the threshold nothing flaps. */
const HYSTERESIS = 10;

/**
 * Returns the warning level at a confirmed use of a limit. It rises at 50 % and 80 %, and falls only 10 points below
 * the one that stands, so that a figure that moves about a threshold warns once.
 */
export function nextWarning(standing: WarningLevel, usedPercent: number): WarningLevel {
  const kept = Math.min(standing, levelAt(usedPercent + HYSTERESIS));
  return Math.max(levelAt(usedPercent), kept) as WarningLevel;
}

function levelAt(usedPercent: number): WarningLevel {
  if (usedPercent >= 80) return 80;
  return usedPercent >= 50 ? 50 : 0;
}
