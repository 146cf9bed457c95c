"use client";
import type { KillMode } from "@interlock/api/view/kill-view";
import { useSection } from "../live/use-live.ts";
import { OwnCommand } from "../session/own-command.tsx";
import { useViewer } from "../session/viewer-provider.tsx";

const BROKER_PAGES = {
  paper: "https://app.alpaca.markets/paper/dashboard/overview",
  live: "https://app.alpaca.markets/dashboard/overview",
} as const;

/** What to do by hand when neither engine nor watchdog answers. */
export function BrokerSteps({ mode, misses }: { mode: KillMode; misses: readonly string[] }) {
  const engine = useSection("engine");
  const viewer = useViewer();
  const environment = engine?.environment ?? viewer?.environment ?? null;
  return (
    <div className="broker-steps">
      <p className="broker-title">Act at broker</p>
      <ol>
        <li>
          On the machine of the engine, run <OwnCommand words={`kill --mode ${mode}`} />
        </li>
        <li>
          Without this page's scripts: <a href="/kill/plain">the plain kill page</a>
        </li>
        {environment === "paper" || environment === "live" ? (
          <li>
            At Alpaca, cancel all orders and liquidate:{" "}
            <a href={BROKER_PAGES[environment]} target="_blank" rel="noreferrer">
              open the dashboard
            </a>
          </li>
        ) : (
          <li>The venue is simulated: stopping it ends every order.</li>
        )}
      </ol>
      {misses.length === 0 ? null : (
        <details>
          <summary>Attempts without an answer</summary>
          <ul>
            {[...new Set(misses)].map((miss) => (
              <li key={miss}>{miss}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
