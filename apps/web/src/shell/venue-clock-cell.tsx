"use client";
import { dateText, timeOfDay, zoneTag } from "../format/time-text.ts";
import { useTicking } from "../live/use-live.ts";
import { clockNote, venueTimeAt } from "../live/venue-clock.ts";
import { usePreferences } from "../preferences/preferences-provider.tsx";

const OFFSET_SHOWN_MS = 250;

/** The venue's clock, under a label that says when it shows another day or runs faster. */
export function VenueClockCell() {
  const { zone } = usePreferences().preferences;
  const time = useTicking(({ venueClock }, now) =>
    venueClock === null
      ? "—"
      : `${timeOfDay(venueTimeAt(venueClock, now), zone)} ${zone === "local" ? "" : zone}`,
  );
  const note = useTicking(({ venueClock, clockOffsetMs }, now) => {
    if (venueClock === null) return "";
    const words = clockNote(venueClock, Date.now() + (clockOffsetMs ?? 0));
    if (words === "") return "";
    if (words === "replay") return `Replay ${dateText(venueTimeAt(venueClock, now), zone)}`;
    return `Venue ${dateText(venueTimeAt(venueClock, now), zone)} ${words.replace("replay ", "")}`;
  });
  const detail = useTicking(({ venueClock, clockOffsetMs }) => {
    const tag = venueClock === null ? "" : zoneTag(venueClock.venueTime, zone);
    const offset = Math.round(clockOffsetMs ?? 0);
    const said = [tag, venueClock === null ? "" : clockNote(venueClock, Date.now() + offset)];
    const known = said.filter((text) => text !== "").join(", ");
    return Math.abs(offset) > OFFSET_SHOWN_MS
      ? `${known}; this computer's clock is ${-offset} ms off`
      : known;
  });
  return (
    <div className="status-cell status-clock" data-from="lg" title={detail}>
      <span className="status-label num" data-noted={note !== ""}>
        {note === "" ? "Venue time" : note}
      </span>
      <span className="status-value num" data-testid="venue-clock">
        {time}
      </span>
    </div>
  );
}
