import type { RiskCheckView } from "@interlock/api/view/order-view";

/** Each check that an order went through, with its value against its limit; what failed says why. */
export function RiskCheckTable({ checks }: { checks: readonly RiskCheckView[] }) {
  if (checks.length === 0)
    return <p className="text-muted">No checks were recorded for this order.</p>;
  return (
    <table className="plain-table check-table card-table">
      <thead>
        <tr>
          <th scope="col">Check</th>
          <th scope="col">Value</th>
          <th scope="col">Limit</th>
          <th scope="col">Result</th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <tr key={check.check} data-tone={check.passed ? undefined : "critical"}>
            <th scope="row" title={check.sentence}>
              {check.label}
              {check.passed ? null : <span className="check-sentence">{check.sentence}</span>}
            </th>
            <td className="num" data-label="Value">
              {check.value}
            </td>
            <td className="num" data-label="Limit">
              {check.limit}
            </td>
            <td className="check-result" data-passed={check.passed}>
              <CheckResult check={check} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CheckResult({ check }: { check: RiskCheckView }) {
  if (!check.applied) return <span className="text-muted">{check.sentence}</span>;
  return (
    <>
      <span aria-hidden="true">{check.passed ? "●" : "■"}</span>{" "}
      {check.passed ? "passed" : "failed"}
    </>
  );
}
