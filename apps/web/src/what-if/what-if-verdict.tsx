"use client";
import type { WhatIfVerdict } from "@interlock/api/view/what-if-view";
import { EtTime } from "../components/et-time.tsx";
import { StateChip } from "../components/state-chip.tsx";

/** What the gate would say: verdict, levels before and after, every check, and what it was judged on. */
export function WhatIfVerdictView({ verdict }: { verdict: WhatIfVerdict }) {
  return (
    <div data-testid="what-if-verdict">
      <p className="what-if-verdict">
        <StateChip tone={verdict.approved ? "ok" : "critical"}>
          {verdict.approved ? "approved" : "denied"}
        </StateChip>
        <span>{verdict.sentence}</span>
      </p>
      <Basis basis={verdict.basis} />
      <div className="what-if-tables">
        <Levels levels={verdict.levels} />
        <Checks checks={verdict.checks} />
      </div>
    </div>
  );
}

function Basis({ basis }: { basis: WhatIfVerdict["basis"] }) {
  return (
    <p className="what-if-basis">
      Judged at <EtTime at={basis.venueTime} milliseconds={true} /> by limits version{" "}
      <span className="num">{basis.limitVersion}</span>, on the books after journal entry{" "}
      <span className="num">{basis.journalSeq}</span>
      {basis.quoteAt === null ? (
        ", without a quote"
      ) : (
        <>
          {" "}
          and the quote of <EtTime at={basis.quoteAt} milliseconds={true} />
        </>
      )}
      . It may be otherwise a moment later.
    </p>
  );
}

function Levels({ levels }: { levels: WhatIfVerdict["levels"] }) {
  return (
    <table className="plain-table" aria-label="Levels before and after">
      <thead>
        <tr>
          <th scope="col">Level, open orders at their worst</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
          <th scope="col">Limit</th>
          <th scope="col">Headroom</th>
        </tr>
      </thead>
      <tbody>
        {levels.map((level) => (
          <tr key={level.label} data-tone={level.headroom.startsWith("-") ? "critical" : undefined}>
            <th scope="row">{level.label}</th>
            <td className="num">{level.before}</td>
            <td className="num">{level.after}</td>
            <td className="num">{level.limit}</td>
            <td className="num">{level.headroom === "" ? "n/a" : level.headroom}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Checks({ checks }: { checks: WhatIfVerdict["checks"] }) {
  return (
    <table className="plain-table check-table" aria-label="Checks">
      <thead>
        <tr>
          <th scope="col">Check</th>
          <th scope="col">Value</th>
          <th scope="col">Limit</th>
          <th scope="col">Headroom</th>
          <th scope="col">Result</th>
        </tr>
      </thead>
      <tbody>
        {failedFirst(checks).map((check) => (
          <tr key={check.check} data-tone={check.passed ? undefined : "critical"}>
            <th scope="row">
              {check.label}
              {check.passed ? null : <span className="check-sentence">{check.sentence}</span>}
            </th>
            <td className="num">{check.value}</td>
            <td className="num">{check.limit}</td>
            <td className="num">{check.headroom === "" ? "n/a" : check.headroom}</td>
            <td className="check-result" data-passed={check.passed}>
              {resultWord(check)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What refuses the order is read first; the others keep the order in which they are made. */
function failedFirst(checks: WhatIfVerdict["checks"]): WhatIfVerdict["checks"] {
  const failed = checks.filter(({ passed }) => !passed);
  return [...failed, ...checks.filter(({ passed }) => passed)];
}

function resultWord({ applied, passed, sentence }: WhatIfVerdict["checks"][number]): string {
  if (!passed) return "■ failed";
  return applied ? "● passed" : sentence;
}
