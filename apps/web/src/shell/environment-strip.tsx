"use client";
import { EtTime } from "../components/et-time.tsx";
import { useKillView } from "../kill/use-kill.ts";
import { useSection } from "../live/use-live.ts";
import { useViewer } from "../session/viewer-provider.tsx";
import { ConnectionState } from "./connection-state.tsx";
import { stripWords } from "./environment-words.ts";

/** Says on every page, always, which account this is and whether its money is real. It cannot be dismissed. */
export function EnvironmentStrip() {
  const engine = useSection("engine");
  const viewer = useViewer();
  const words = stripWords(engine, viewer?.environment ?? null, useKillView());
  return (
    <section
      className="strip"
      data-look={words.look}
      aria-label="Environment"
      data-testid="environment-strip"
    >
      <p className="strip-words">
        <strong className="strip-name">{words.name}</strong>
        <span className="strip-detail">{words.detail}</span>
        {words.restriction === "" ? null : (
          <span className="strip-restriction">
            {words.restriction}
            {engine?.tradingStateSince == null ? null : (
              <>
                {" "}
                since <EtTime at={engine.tradingStateSince} />
              </>
            )}
          </span>
        )}
      </p>
      <p className="strip-end">
        <ConnectionState />
        {viewer === null ? null : <span className="strip-user">{viewer.name}</span>}
      </p>
    </section>
  );
}
