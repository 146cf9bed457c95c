"use client";
import { UNKNOWN } from "../format/amount-text.ts";
import { dateText, fullTime, timeOfDay, zoneTag } from "../format/time-text.ts";
import { usePreferences } from "../preferences/preferences-provider.tsx";

/** An instant in the chosen zone, New York by default; the tooltip has the date, UTC and local time. */
export function EtTime(props: { at: number | null; date?: boolean; milliseconds?: boolean }) {
  const { zone } = usePreferences().preferences;
  if (props.at === null) return <span className="num">{UNKNOWN}</span>;
  const time = timeOfDay(props.at, zone, props.milliseconds === true);
  return (
    <time
      className="num"
      dateTime={new Date(props.at).toISOString()}
      title={`${fullTime(props.at, "ET")} · ${fullTime(props.at, "UTC")} · ${fullTime(props.at, "local")}`}
      suppressHydrationWarning={true}
    >
      {props.date === true ? `${dateText(props.at, zone)} ` : ""}
      {time} <span className="zone-tag">{zone === "ET" ? "ET" : zoneTag(props.at, zone)}</span>
    </time>
  );
}
