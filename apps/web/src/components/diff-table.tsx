import { StateChip } from "./state-chip.tsx";

/** One changed value, ready to show. */
export interface DiffRow {
  readonly key: string;
  readonly label: string;
  readonly from: string;
  readonly to: string;
  readonly delta: string;
  readonly direction: "tighter" | "looser" | "same";
}

const TONES = { tighter: "ok", looser: "warn", same: "neutral" } as const;
const WORDS = { tighter: "tighter", looser: "looser", same: "unchanged" } as const;

/** Old and new values side by side, with the difference and whether it tightens or loosens. */
export function DiffTable(props: { label: string; rows: readonly DiffRow[] }) {
  return (
    <div className="diff-frame">
      <table className="plain-table diff-table" aria-label={props.label}>
        <thead>
          <tr>
            <th scope="col">Limit</th>
            <th scope="col">Now</th>
            <th scope="col">New</th>
            <th scope="col" className="diff-delta">
              Change
            </th>
            <th scope="col">Direction</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.key} data-direction={row.direction}>
              <th scope="row">{row.label}</th>
              <td className="num diff-from">{row.from}</td>
              <td className="num diff-to">{row.to}</td>
              <td className="num diff-delta">{row.delta}</td>
              <td>
                <StateChip tone={TONES[row.direction]}>{WORDS[row.direction]}</StateChip>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
