"use client";
import type { KillMode } from "@interlock/api/view/kill-view";
import { EtTime } from "../components/et-time.tsx";
import { useSection } from "../live/use-live.ts";
import { OwnCommand } from "../session/own-command.tsx";
import { useViewer } from "../session/viewer-provider.tsx";
import { deskSentence } from "./parts/desk-sentence.ts";

const BROKER_PAGES = {
  paper: "https://app.alpaca.markets/paper/dashboard/overview",
  live: "https://app.alpaca.markets/dashboard/overview",
} as const;

/** Where the broker lists how to reach its people. A number printed here would one day be an old one. */
const BROKER_SUPPORT = "https://alpaca.markets/support";

/** What to do by hand when neither engine nor watchdog answers. */
export function BrokerSteps({ mode, misses }: { mode: KillMode; misses: readonly string[] }) {
  const engine = useSection("engine");
  const viewer = useViewer();
  const environment = engine?.environment ?? viewer?.environment ?? null;
  return (
    <div className="broker-steps" data-testid="broker-steps">
      <p className="broker-title">Act at broker</p>
      <ol>
        <li>
          On the machine of the engine, run <OwnCommand words={`kill --mode ${mode}`} />
        </li>
        <li>
          Without this page's scripts: <a href="/kill/plain">the plain kill page</a>
        </li>
        {environment === "paper" || environment === "live" ? (
          <>
            <li>
              At Alpaca, cancel all orders and liquidate:{" "}
              <a href={BROKER_PAGES[environment]} target="_blank" rel="noreferrer">
                open the dashboard
              </a>
            </li>
            <li>
              By phone: call the trade desk (
              <a href={BROKER_SUPPORT} target="_blank" rel="noreferrer">
                how to reach it
              </a>
              ), prove who you are, and say:
              <DeskWords mode={mode} />
            </li>
          </>
        ) : (
          <li>
            The venue is simulated: stopping it ends every order. At a real one this is where the
            trade desk is called, with these words:
            <DeskWords mode={mode} />
          </li>
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

/** What to say on the phone, from the last figures that arrived, with their time: they may be old. */
function DeskWords({ mode }: { mode: KillMode }) {
  const engine = useSection("engine");
  const positions = useSection("positions");
  const counts = useSection("counts");
  if (engine === null || positions === null || counts === null)
    return <p>Account, orders and positions are not known here: ask the desk to read them out.</p>;
  const openOrders = counts.workingOrders + counts.otherOrders;
  return (
    <>
      <blockquote>
        {deskSentence({ mode, account: engine.accountNumber, openOrders, positions })}
      </blockquote>
      <p className="text-muted">
        As of <EtTime at={engine.venueTime} />. Have them read back what is open now, and note the
        name, the time and what was agreed.
      </p>
    </>
  );
}
