import type { EngineView } from "@interlock/api/view/engine-view";
import type { KillParts } from "@interlock/api/view/kill-view";
import { durationText, latencyText, timerText } from "../../format/time-text.ts";
import { scopeWords } from "./kill-scope-words.ts";

/** Says what only reduces after a resume and for how long, by the venue's time; empty where nothing does. */
export function reduceOnlyWords(
  reduceOnly: EngineView["reduceOnly"] | undefined,
  venueNow: number,
): string {
  const [first, ...others] = (reduceOnly ?? []).filter(({ until }) => until > venueNow);
  if (first === undefined) return "";
  const what = first.scope === "all" ? "" : `${scopeWords(first)} `;
  // A second that has begun counts whole: "0:00" would look like the end.
  const left = timerText(first.until - venueNow + 999);
  const more = others.length === 0 ? "" : ` +${others.length}`;
  return `${what}reduce-only ${left}${more}`;
}

type Drill = KillParts["drills"][number];

/** Returns the drill that was made last; undefined where none was. */
function lastDrill(drills: readonly Drill[]): Drill | undefined {
  return drills.reduce<Drill | undefined>(
    (latest, one) => (latest === undefined || one.at > latest.at ? one : latest),
    undefined,
  );
}

/** Says when the kill switch was rehearsed last and how long its gate took, e.g. "drill 3 d 4 h ago, 180 ms". */
export function drillWords(drills: readonly Drill[] | undefined, venueNow: number): string {
  if (drills === undefined) return "drills unknown";
  const drill = lastDrill(drills);
  if (drill === undefined) return "never drilled";
  const ago = durationText(Math.max(0, venueNow - drill.at)).replace(/^\d\.\d s$/, "just now");
  const when = ago === "just now" ? ago : `${ago} ago`;
  return drill.gateMs === null ? `drill ${when}` : `drill ${when}, ${latencyText(drill.gateMs)}`;
}
