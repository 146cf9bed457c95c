"use client";
import { EtTime } from "../components/et-time.tsx";
import { Panel } from "../components/panel.tsx";
import { StateChip } from "../components/state-chip.tsx";
import type { PartProps } from "./part-props.ts";
import { GateEvidence } from "./gate-evidence.tsx";
import { type GateRow, VERDICTS } from "./golive-words.ts";

/** Every gate with what was measured, what is asked for, and until when it holds. */
export function GatesPanel(part: PartProps) {
  const { gates } = part.view;
  const open = gates.filter(({ verdict }) => verdict === "red" || verdict === "unknown").length;
  const tone = open === 0 ? "ok" : "critical";
  return (
    <Panel
      title="Gates"
      flush={true}
      tools={
        <StateChip tone={tone}>
          {gates.length - open} of {gates.length} pass
        </StateChip>
      }
    >
      <div className="golive-scroll">
        <table className="plain-table golive-gates card-table" aria-label="Gates">
          <thead>
            <tr>
              <th scope="col">Gate</th>
              <th scope="col">Verdict</th>
              <th scope="col">Measured</th>
              <th scope="col">Asked for</th>
              <th scope="col">At</th>
              <th scope="col">Valid until</th>
              <th scope="col">Owner</th>
            </tr>
          </thead>
          <tbody>
            {gates.map((gate) => (
              <Row key={gate.id} {...part} gate={gate} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Row(part: PartProps & { gate: GateRow }) {
  const { gate } = part;
  const { word, tone } = VERDICTS[gate.verdict];
  return (
    <tr data-testid={`gate-${gate.id}`} data-verdict={gate.verdict}>
      <th scope="row">
        <span className="num">{gate.id}</span> {gate.name}
      </th>
      <td>
        <StateChip tone={tone}>{word}</StateChip>
      </td>
      <td data-label="Measured">
        <GateEvidence {...part} />
      </td>
      <td data-label="Asked for" data-wide>
        {gate.threshold}
      </td>
      <td data-label="At">
        <EtTime at={gate.measuredAt} date={true} />
      </td>
      <td data-label="Valid until">
        {gate.measuredAt !== null && gate.validUntil === null ? (
          "until it changes"
        ) : (
          <EtTime at={gate.validUntil} date={true} />
        )}
      </td>
      <td data-label="Owner">
        {gate.owner}
        {gate.waivable ? ", waivable" : ""}
      </td>
    </tr>
  );
}
