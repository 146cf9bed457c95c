"use client";
import type { ToggleEvent } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { EtTime } from "../components/et-time.tsx";
import { useRefusal, useViewer } from "../session/viewer-provider.tsx";
import { useTRPCClient } from "../trpc/trpc-client.ts";
import { type GateRow, openedWord } from "./golive-words.ts";
import type { PartProps } from "./part-props.ts";
import { useAct } from "./use-act.ts";

/** What a gate rests on. Opening it is noted, once for what it shows: alone, no launch is asked for before. */
export function GateEvidence(part: PartProps & { gate: GateRow }) {
  const { gate, view } = part;
  const viewer = useViewer();
  const refusal = useRefusal("golive.openEvidence");
  const { obstacle } = useAct(part);
  const client = useTRPCClient();
  const opened = viewer !== null && gate.openedBy.includes(viewer.userId);
  const note = ({ newState }: ToggleEvent<HTMLDetailsElement>): void => {
    if (newState !== "open" || opened || refusal !== null || obstacle !== null) return;
    const seen = { commandId: newCommandId(), gate: gate.id, evidence: gate.evidenceHash };
    // Whether it was noted is what the page says next: no notice for each of the gates.
    void client.golive.openEvidence.mutate(seen).then(part.again, part.again);
  };
  return (
    <details onToggle={note}>
      <summary>
        {gate.value} <span className="text-muted">{openedWord(view, opened)}</span>
      </summary>
      <p>{gate.sentence}</p>
      <ul>
        {gate.evidence.map(({ name, by, source, measuredAt }) => (
          <li key={name}>
            {name}: by {by}, {source}, <EtTime at={measuredAt} date={true} />
          </li>
        ))}
      </ul>
    </details>
  );
}
