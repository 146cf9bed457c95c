import type { ApprovalView } from "@interlock/api/view/approval-view";
import { StateChip } from "../components/state-chip.tsx";

import { diffValue } from "./diff-value.ts";

const TONES = { tighter: "ok", looser: "warn", same: "neutral" } as const;

/** What a request changes, line by line. */
export function ApprovalDiff(props: { label: string; lines: ApprovalView["diff"] }) {
  if (props.lines.length === 0) return null;
  return (
    <table className="plain-table approval-diff" aria-label={props.label}>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {props.lines.map(({ what, before, after, direction }) => (
          <tr key={what} data-direction={direction}>
            <th scope="row">
              {what}
              {direction === undefined ? null : (
                <StateChip tone={TONES[direction]}>{direction}</StateChip>
              )}
            </th>
            <td className="num">{diffValue(what, before)}</td>
            <td className="num">{diffValue(what, after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
