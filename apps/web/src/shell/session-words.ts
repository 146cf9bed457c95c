import type { EngineView } from "@interlock/api/view/engine-view";
import { timerText } from "../format/time-text.ts";

const NAMES: Readonly<Record<EngineView["session"], string>> = {
  overnight: "OVERNIGHT",
  pre: "PRE",
  regular: "OPEN",
  post: "POST",
  closed: "CLOSED",
};

/** Names the session as traders do, with the day's peculiarity: "OPEN", "CLOSED · HOLIDAY". */
export function sessionName(engine: EngineView): string {
  const note = engine.dayNote === "" ? "" : ` · ${engine.dayNote.toUpperCase()}`;
  return `${NAMES[engine.session]}${note}`;
}

const NEXT: Readonly<Record<EngineView["session"], string>> = {
  overnight: "pre in",
  pre: "opens in",
  regular: "closes in",
  post: "ends in",
  closed: "next in",
};

/** Says how long the session still lasts by the venue's clock; empty when that is not known. */
export function sessionCountdown(engine: EngineView, venueNow: number): string {
  if (engine.sessionEndsAt === null) return "";
  return `${NEXT[engine.session]} ${timerText(engine.sessionEndsAt - venueNow)}`;
}
