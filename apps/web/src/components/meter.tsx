import { usedPercentText } from "../format/amount-text.ts";

/** How much of a limit is used: a bar with marks at 80 and 100 %, and the number beside it. */
export function Meter(props: { percent: number; label: string }) {
  const { percent } = props;
  const tone = percent >= 100 ? "critical" : percent >= 80 ? "warn" : "neutral";
  const shown = Number.isFinite(percent) ? Math.min(100, Math.max(0, percent)) : 0;
  return (
    <span className="meter" data-tone={tone}>
      <svg
        className="meter-bar"
        viewBox="0 0 110 8"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${props.label}: ${usedPercentText(percent)} used`}
      >
        <rect className="meter-track" x="0" y="1" width="110" height="6" rx="1" />
        <rect className="meter-fill" x="0" y="1" width={shown} height="6" rx="1" />
        <rect className="meter-tick" x="79.5" y="0" width="1" height="8" />
        <rect className="meter-tick" x="99.5" y="0" width="1" height="8" />
      </svg>
      <span className="meter-text num" aria-hidden="true">
        {usedPercentText(percent)}
      </span>
    </span>
  );
}
