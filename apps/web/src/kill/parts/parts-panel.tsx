"use client";
import { Panel } from "../../components/panel.tsx";
import { partOfKey, scopeWords } from "./kill-scope-words.ts";
import { KillProgressList } from "../kill-progress-list.tsx";
import { ResumeForm } from "../resume-form.tsx";
import { useKillParts } from "./use-kill-parts.ts";

/** Parts of the account that are killed by themselves: how far each is, and how it goes on. */
export function PartsPanel() {
  const kills = useKillParts()?.kills ?? [];
  if (kills.length === 0) return null;
  return (
    <Panel title="Stopped by itself">
      {kills.map((view) => (
        <section key={view.killId} aria-label={scopeWords(view)}>
          <h3>{scopeWords(view)}</h3>
          <p>Everything else goes on trading. It stays stopped until it is resumed here.</p>
          <KillProgressList view={view} />
          <ResumeForm view={view} part={partOfKey(view.scope ?? "")} />
        </section>
      ))}
    </Panel>
  );
}
