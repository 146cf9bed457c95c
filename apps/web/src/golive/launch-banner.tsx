"use client";
import { EtTime } from "../components/et-time.tsx";
import { useSection } from "../live/use-live.ts";
import { bannerText } from "./golive-words.ts";

/** Says on every page that a launch counts down, was rolled back, or lapsed; it stays until there is another one. */
export function LaunchBanner() {
  const launch = useSection("golive");
  const said = launch === null ? null : bannerText(launch);
  if (launch === null || said === null) return null;
  return (
    <p className="banner" data-level="alert" data-testid="launch-banner" role="status">
      <span className="banner-mark" aria-hidden="true">
        ■
      </span>
      <span>
        {launch.rehearsal ? "Rehearsal: " : ""}
        {said.before} <EtTime at={launch.at} />
        {said.after} <a href="/go-live">Go-live</a>
      </span>
    </p>
  );
}
