import type { SignalSummary } from "@interlock/api/view/signals-view";

type Step = "signals" | "eligible" | "approved" | "sent" | "filled";

const STEPS: readonly { readonly id: Step; readonly label: string; readonly hint: string }[] = [
  { id: "signals", label: "Signals", hint: "Everything that strategies wanted" },
  { id: "eligible", label: "Eligible", hint: "Asked for an order" },
  { id: "approved", label: "Risk passed", hint: "Every check passed" },
  { id: "sent", label: "Sent", hint: "Left for the venue" },
  { id: "filled", label: "Filled", hint: "Filled at least in part" },
];

/** How far the signals of the filter came: one bar each step, its number beside it. */
export function SignalFunnel({ summary }: { summary: SignalSummary }) {
  const all = summary.signals;
  return (
    <ol className="funnel" aria-label="How far these signals came">
      {STEPS.map(({ id, label, hint }) => (
        <li key={id} title={hint}>
          <span className="funnel-label">{label}</span>
          <span className="funnel-count num" data-testid={`funnel-${id}`}>
            {summary[id].toLocaleString("en-US")}
          </span>
          <span className="funnel-track" aria-hidden="true">
            <span
              className="funnel-fill"
              style={{ width: `${all === 0 ? 0 : (summary[id] / all) * 100}%` }}
            />
          </span>
          <span className="funnel-share num">{shareText(summary[id], all)}</span>
        </li>
      ))}
    </ol>
  );
}

function shareText(part: number, all: number): string {
  return all === 0 ? "n/a" : `${((part / all) * 100).toFixed(0)}%`;
}
