import type { OverrideOffer } from "@interlock/api/view/override-view";
import type { RiskCheckView } from "@interlock/api/view/order-view";
import { limitValueText } from "../limits/limit-value-text.ts";

interface OverrideLinesProps {
  readonly lines: OverrideOffer["lines"];
  readonly checks: readonly RiskCheckView[];
}

/** What refused the order: what it would come to, the limit that this is beyond, and the ceiling that stays. */
export function OverrideLines({ lines, checks }: OverrideLinesProps) {
  return (
    <table className="plain-table override-lines">
      <thead>
        <tr>
          <th scope="col">Denied for</th>
          <th scope="col">It would be</th>
          <th scope="col">Limit</th>
          <th scope="col">Ceiling, kept</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const check = checks.find((one) => one.check === line.code);
          return (
            <tr key={line.code}>
              <th scope="row" title={line.why}>
                {line.label}
              </th>
              <td className="num">{check?.value ?? "—"}</td>
              <td className="num">{check?.limit ?? "—"}</td>
              <td className="num">{limitValueText(line.ceiling, line.unit)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
