"use client";
import type { ReconciliationView } from "@interlock/api/view/account-view";
import Link from "next/link";
import { EtTime } from "../components/et-time.tsx";
import { EmptyNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { Pnl } from "../components/money.tsx";
import { type ChipTone, StateChip } from "../components/state-chip.tsx";
import { groupDigits } from "../format/decimal-text.ts";
import { useSection } from "../live/use-live.ts";

const STATUS: Readonly<Record<ReconciliationView["status"], { tone: ChipTone; words: string }>> = {
  clean: { tone: "ok", words: "Agrees" },
  break: { tone: "critical", words: "Break" },
  never: { tone: "neutral", words: "Not compared yet" },
  stale: { tone: "stale", words: "Old comparison" },
};

/** Our books beside the venue's, and what of the difference nobody can explain. */
export function ReconciliationPanel() {
  const reconciliation = useSection("reconciliation");
  if (reconciliation === null) return null;
  const { tone, words } = STATUS[reconciliation.status];
  return (
    <Panel
      title="Reconciliation with the venue"
      className="area-reconciliation"
      tools={<StateChip tone={tone}>{words}</StateChip>}
    >
      {reconciliation.rows.length === 0 ? (
        <EmptyNotice title="Nothing compared yet">
          The engine compares its books with the venue before it trades, and then again and again.
        </EmptyNotice>
      ) : (
        <ReconciliationTable reconciliation={reconciliation} />
      )}
      <dl className="reconciliation-foot">
        <div>
          <dt>Unexplained</dt>
          <dd data-testid="unexplained">
            <Pnl value={reconciliation.unexplained} />
          </dd>
        </div>
        <div>
          <dt>Open breaks</dt>
          <dd className="num">{reconciliation.openBreaks}</dd>
        </div>
        <div>
          <dt>Compared</dt>
          <dd>
            <EtTime at={reconciliation.checkedAt} />
          </dd>
        </div>
        <div>
          <dt>Evidence, adopting</dt>
          <dd>
            <Link href="/reconciliation" prefetch={false}>
              Reconciliation
            </Link>
          </dd>
        </div>
      </dl>
    </Panel>
  );
}

const figure = (text: string) => (/^-?\d/.test(text) ? groupDigits(text) : text);

function ReconciliationTable({ reconciliation }: { reconciliation: ReconciliationView }) {
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Ours</th>
          <th scope="col">Venue</th>
          <th scope="col">
            <abbr title="Difference">Diff.</abbr>
          </th>
        </tr>
      </thead>
      <tbody>
        {reconciliation.rows.map((row) => (
          <tr key={row.what} data-tone={row.explained ? undefined : "critical"}>
            <th scope="row">
              {row.what}
              {row.note === "" ? null : <span className="check-sentence">{row.note}</span>}
            </th>
            <td className="num">{figure(row.ours)}</td>
            <td className="num">{figure(row.venue)}</td>
            <td className="num">{figure(row.difference)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
