"use client";
import type { LimitLine } from "@interlock/api/view/limits-view";
import { EtTime } from "../../components/et-time.tsx";
import { durationText, timeOfDay } from "../../format/time-text.ts";
import { limitValueText } from "../limit-value-text.ts";
import { useVenueTime } from "./use-venue-time.ts";

/** When and to what a limit goes back by itself, counted down on the venue's clock. */
export function ExpiryNote({ line }: { line: LimitLine }) {
  if (line.expiry === null) return null;
  const { at, backTo, version, by } = line.expiry;
  const back = backTo === "" ? "none of its own" : limitValueText(backTo, line.unit);
  return (
    <p className="expiry-note" title={`Said by ${by} in version ${version}`}>
      Back to <span className="num">{back}</span> <Countdown at={at} />
      <span className="expiry-at">
        <Instant at={at} />
      </span>
    </p>
  );
}

/** An end in both zones: New York's, or the chosen one, and UTC. */
export function Instant({ at }: { at: number }) {
  return (
    <>
      <EtTime at={at} date={true} /> · <span className="num">{timeOfDay(at, "UTC")}</span>{" "}
      <span className="zone-tag">UTC</span>
    </>
  );
}

/** How long it is until then: "in 12 m 05 s"; "—" while the venue's time is not known. */
export function Countdown({ at }: { at: number }) {
  const now = useVenueTime();
  if (now === null) return <span title="The venue's time is not known yet">in —</span>;
  const left = at - now;
  return <span className="num">{left > 0 ? `in ${durationText(left)}` : "now"}</span>;
}
