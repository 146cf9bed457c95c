"use client";
import { Panel } from "../components/panel.tsx";
import { StateChip } from "../components/state-chip.tsx";
import type { PartProps } from "./part-props.ts";

/** What all gates come to: computed, never typed, with what no gate looks at. */
export function ReadinessPanel({ view }: PartProps) {
  const { ready, score, categories, formula, notCovered } = view.readiness;
  return (
    <Panel
      title="Readiness"
      tools={
        <StateChip tone={ready ? "ok" : "critical"}>{ready ? "READY" : "NOT READY"}</StateChip>
      }
      note={<span className="num">{score} of 100</span>}
    >
      <table className="plain-table" aria-label="Scores">
        <thead>
          <tr>
            <th scope="col">Station</th>
            <th scope="col">Score</th>
            <th scope="col">Go</th>
            <th scope="col">Waived</th>
            <th scope="col">No-go</th>
            <th scope="col">Unknown</th>
          </tr>
        </thead>
        <tbody>
          {categories.map((one) => (
            <tr key={one.station}>
              <th scope="row">{one.station}</th>
              <td className="num">{one.score}</td>
              <td className="num">{one.green}</td>
              <td className="num">{one.amber}</td>
              <td className="num">{one.red}</td>
              <td className="num">{one.unknown}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-muted">{formula}</p>
      <h3 className="golive-sub">What no gate looks at</h3>
      <ul className="golive-list">
        {notCovered.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Panel>
  );
}
