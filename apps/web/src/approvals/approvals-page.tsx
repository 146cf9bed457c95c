"use client";
import type { ApprovalView } from "@interlock/api/view/approval-view";
import { EtTime } from "../components/et-time.tsx";
import { EmptyNotice, ErrorNotice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Panel } from "../components/panel.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { sentenceText } from "../format/sentence-text.ts";
import { usePreferences } from "../preferences/preferences-provider.tsx";
import { failureSentence } from "../trpc/trpc-client.ts";
import { ApprovalCard } from "./approval-card.tsx";
import { approverWords, endedWord, STATE_CHIPS, waitsForMe } from "./approval-words.ts";
import { PolicyPanel } from "./policy-panel.tsx";
import { useApprovals } from "./use-approvals.ts";

/** The inbox: what waits for whoever looks, what waits for others, and what became of the rest. */
export function ApprovalsPage() {
  const query = useApprovals();
  const again = () => void query.refetch();
  const { data } = query;
  return (
    <>
      <PageHead title="Approvals" />
      {query.isPending ? <Skeleton lines={6} label="Loading the requests" /> : null}
      {query.isError ? (
        <ErrorNotice
          title="The requests could not be read"
          detail={failureSentence(query.error)}
          keepsLast={data !== undefined}
          retry={again}
        />
      ) : null}
      {data === undefined ? null : (
        <div className="approvals-layout">
          <Open title="Waiting for you" found={data.live.filter(waitsForMe)} done={again}>
            {query.isError
              ? "Nothing waited for you when this was last read."
              : "Nothing waits for you. A request that needs your role comes here by itself."}
          </Open>
          <Open
            title="Waiting for others"
            found={data.live.filter((one) => !waitsForMe(one))}
            done={again}
          >
            {query.isError
              ? "Nobody waited for anybody else when this was last read."
              : "Nobody waits for anybody else."}
          </Open>
          <Ended found={data.ended} />
          <PolicyPanel />
        </div>
      )}
    </>
  );
}

interface OpenProps {
  readonly title: string;
  readonly found: readonly ApprovalView[];
  readonly done: () => void;
  readonly children: string;
}

function Open({ title, found, done, children }: OpenProps) {
  return (
    <Panel title={title} note={found.length === 0 ? undefined : String(found.length)}>
      {found.length === 0 ? (
        <EmptyNotice title={children} />
      ) : (
        <div className="approval-list">
          {found.map((approval) => (
            <ApprovalCard key={approval.id} approval={approval} done={done} />
          ))}
        </div>
      )}
    </Panel>
  );
}

function Ended({ found }: { found: readonly ApprovalView[] }) {
  const { zone } = usePreferences().preferences;
  if (found.length === 0) return null;
  return (
    <Panel title="Ended">
      <ul className="approval-ended">
        {found.map(({ id, title, state, requester, ending, decisions }) => (
          <li key={id} data-testid={`ended-${id}`}>
            <StateChip tone={STATE_CHIPS[state].tone}>{endedWord({ state, ending })}</StateChip>{" "}
            <strong>{title}</strong>, asked by {requester.name}
            {approverWords(decisions)}
            {ending === null ? null : (
              <>
                : {ending.by === null ? "" : `${ending.by.name}, `}
                <EtTime at={ending.at} date={true} />. {sentenceText(ending.why, zone)}
                {ending.fourEyes === false ? " Approved by its requester alone." : ""}
                {ending.carried === null ? "" : ` ${ending.carried.sentence}`}
              </>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
