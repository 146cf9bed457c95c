"use client";
import type { ApprovalView } from "@interlock/api/view/approval-view";
import { useId } from "react";
import { EtTime } from "../components/et-time.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { Countdown, Instant } from "../limits/expiry/expiry-note.tsx";
import { LimitImpactView } from "../limits/limit-impact-view.tsx";
import { ApplyApproval, TakeBack } from "./apply-approval.tsx";
import { ApprovalDiff } from "./approval-diff.tsx";
import type { ApprovalProps } from "./approval-props.ts";
import { progressWords, STATE_CHIPS } from "./approval-words.ts";
import { DecideApproval } from "./decide-approval.tsx";
import { EditApproval } from "./edit-approval.tsx";

/** One request: what it changes and causes, who asks and who has said what, and what whoever looks may do. */
export function ApprovalCard({ approval, done }: ApprovalProps) {
  const id = useId();
  const { tone, word } = STATE_CHIPS[approval.state];
  return (
    <article
      className="approval-card"
      aria-labelledby={id}
      data-state={approval.state}
      data-testid={`approval-${approval.id}`}
    >
      <header className="approval-head">
        <h3 id={id}>{approval.title}</h3>
        <StateChip tone={tone}>{word}</StateChip>
      </header>
      <Asked approval={approval} />
      <ApprovalDiff label={`What ${approval.title} changes`} lines={approval.diff} />
      <Conflict ending={approval.state === "conflicted" ? approval.ending : null} />
      <Impact approval={approval} />
      <Words approval={approval} />
      <Meanwhile approval={approval} />
      <Acts approval={approval} done={done} />
    </article>
  );
}

function Asked({ approval }: { approval: ApprovalView }) {
  const { kind, requester, mine, reason, createdAt, expiresAt, coolsUntil, baseVersion } = approval;
  return (
    <>
      <p className="approval-reason">{reason}</p>
      <dl className="approval-facts">
        <div>
          <dt>Asked by</dt>
          <dd>
            {mine ? "you" : requester.name} ({requester.role}) at <EtTime at={createdAt} />
          </dd>
        </div>
        <div>
          <dt>Expires</dt>
          <dd>
            <Countdown at={expiresAt} /> · <Instant at={expiresAt} />
          </dd>
        </div>
        <div>
          <dt>Made on</dt>
          <dd className="num">{kind === "limits" ? `version ${baseVersion}` : baseVersion}</dd>
        </div>
        {coolsUntil === null ? null : (
          <div>
            <dt>Alone from</dt>
            <dd>
              <Instant at={coolsUntil} />
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}

/** What it would change now, beside what it was made for. */
function Conflict({ ending }: { ending: ApprovalView["ending"] }) {
  if (ending === null) return null;
  return (
    <div className="approval-conflict" role="alert">
      <p>
        <strong>Conflicted.</strong> {ending.why} Nobody can decide or apply it until it is asked
        for anew.
      </p>
      <ApprovalDiff label="What it would change now" lines={ending.diff} />
    </div>
  );
}

function Impact({ approval }: { approval: ApprovalView }) {
  const { impact, ask, state } = approval;
  const level = ask?.kind === "limits" ? (ask.level ?? ({ kind: "account" } as const)) : null;
  return (
    <>
      {impact.length === 0 ? null : (
        <ul className="approval-impact">
          {impact.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {ask?.kind !== "limits" || level === null || state === "conflicted" ? null : (
        <LimitImpactView
          change={{ baseVersion: ask.baseVersion, level, values: ask.values }}
          ready={true}
        />
      )}
    </>
  );
}

function Words({ approval }: { approval: ApprovalView }) {
  const { decisions } = approval;
  return (
    <div className="approval-words">
      <p className="text-muted">Approvals: {progressWords(approval).join("; ")}.</p>
      <ul>
        {decisions.map(({ by, verdict, reason, at, tied }) => (
          <li key={`${by.name}-${at}`}>
            <StateChip tone={verdict === "approve" ? "ok" : "critical"}>
              {verdict === "approve" ? "approved" : "declined"}
            </StateChip>{" "}
            {by.name} ({by.role}) at <EtTime at={at} />: {reason}
            {tied ? (
              <span className="text-muted"> One of the two alone gave the other their role.</span>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What passes meanwhile, so that nobody thinks that they are locked in; and who does not count yet. */
function Meanwhile({ approval: { kind, state, later } }: { approval: ApprovalView }) {
  if (state !== "waiting") return null;
  return (
    <>
      {kind === "resume" ? (
        <p className="text-muted">
          While it waits, everything that stops and reduces works: kill, cancel, close, flatten,
          exits and stop-losses.
        </p>
      ) : null}
      {later.map((sentence) => (
        <p className="text-muted" key={sentence} data-testid="counts-later">
          {sentence}
        </p>
      ))}
    </>
  );
}

function Acts({ approval, done }: ApprovalProps) {
  return (
    <div className="approval-bottom">
      <DecideApproval key={approval.proposedHash} approval={approval} done={done} />
      <div className="approval-acts">
        <ApplyApproval approval={approval} done={done} />
        <div>
          <TakeBack approval={approval} done={done} />
        </div>
      </div>
      <EditApproval approval={approval} done={done} />
    </div>
  );
}
