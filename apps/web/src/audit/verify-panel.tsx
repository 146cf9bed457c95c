"use client";
import type { AuditState, VerificationView } from "@interlock/api/view/audit-view";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../components/button.tsx";
import { EtTime } from "../components/et-time.tsx";
import { ErrorNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";

const WATCH_MS = 500;
const REST_MS = 10_000;

/** Whether the trail is whole: what is known all the time, and the three verdicts of a check that somebody asks for. */
export function VerifyPanel() {
  const trpc = useTRPC();
  const state = useQuery(trpc.audit.heads.queryOptions(undefined, { refetchInterval: REST_MS }));
  const run = useQuery(
    trpc.audit.verification.queryOptions(undefined, {
      refetchInterval: ({ state: { data } }) => (data?.state === "running" ? WATCH_MS : REST_MS),
    }),
  );
  const begin = useMutation(
    trpc.audit.verify.mutationOptions({ onSuccess: () => void run.refetch() }),
  );
  const [range, setRange] = useState({ from: "", to: "" });
  const asked = rangeOf(range);
  const running = run.data?.state === "running";
  return (
    <Panel
      title="Proof"
      tools={
        <div className="audit-verify-tools">
          <RangeField
            label="From entry"
            value={range.from}
            set={(from) => setRange({ ...range, from })}
          />
          <RangeField label="to" value={range.to} set={(to) => setRange({ ...range, to })} />
          <Button
            look="primary"
            size="small"
            disabled={running || asked === "wrong"}
            onClick={() =>
              begin.mutate(asked === "wrong" || asked === null ? {} : { range: asked })
            }
          >
            {running ? "Verifying" : asked === null ? "Verify all" : "Verify the range"}
          </Button>
        </div>
      }
    >
      {begin.isError ? (
        <ErrorNotice title="The check was not begun" detail={failureSentence(begin.error)} />
      ) : null}
      {state.data === undefined ? (
        <Skeleton lines={3} label="Loading the anchors" />
      ) : (
        <Standing state={state.data} />
      )}
      {run.data === undefined || run.data.state === "none" ? null : <Verdicts run={run.data} />}
    </Panel>
  );
}

type Range = { readonly from: number; readonly to: number };

/** Both fields empty: everything. Anything else must be two entries in order. */
function rangeOf({ from, to }: { from: string; to: string }): Range | null | "wrong" {
  if (from === "" && to === "") return null;
  const [first, last] = [Number(from), Number(to)];
  const good = Number.isInteger(first) && Number.isInteger(last) && first >= 1 && last >= first;
  return good ? { from: first, to: last } : "wrong";
}

function RangeField(props: { label: string; value: string; set: (value: string) => void }) {
  return (
    <label className="field field-inline">
      {props.label}
      <input
        inputMode="numeric"
        maxLength={15}
        value={props.value}
        onChange={(event) => props.set(event.target.value.trim())}
      />
    </label>
  );
}

function Standing({ state }: { state: AuditState }) {
  const failing = state.places.filter(({ error }) => error !== "");
  return (
    <ul className="audit-proof" data-testid="audit-standing">
      <li>
        <StateChip tone={state.rowsFault === "" ? "ok" : "critical"}>Rows</StateChip>
        <span>
          {state.rowsFault === ""
            ? `${capital(state.rowsCompared)}.`
            : `The rows in Postgres are not what the journal says: ${state.rowsFault}.`}
        </span>
      </li>
      <li>
        <StateChip tone={failing.length > 0 || state.anchoredSeq === null ? "warn" : "ok"}>
          Anchors
        </StateChip>
        <span>
          {state.anchoredSeq === null ? (
            "No signed head is in two places yet: a cut tail could not be shown."
          ) : (
            <>
              Entry <span className="num">{state.anchoredSeq}</span> of{" "}
              <span className="num">{state.lastSeq}</span> was signed at{" "}
              <EtTime at={state.anchoredAt} date={true} /> and is kept outside the database:{" "}
            </>
          )}
          {state.places.map(({ name, seq, error }) => (
            <span key={name} className="audit-place">
              {name} ({error === "" ? `entry ${seq ?? "none yet"}` : error}){" "}
            </span>
          ))}
        </span>
      </li>
    </ul>
  );
}

function Verdicts({ run }: { run: VerificationView }) {
  if (run.state === "running") {
    return (
      <p role="status">
        <progress max={Math.max(1, run.total)} value={run.checked} /> {run.checked} of {run.total}{" "}
        entries checked.
      </p>
    );
  }
  return (
    <div data-testid="audit-verdicts" role={run.state === "faulty" ? "alert" : "status"}>
      <p>
        <strong>{run.state === "sound" ? "Sound." : "Not sound."}</strong>{" "}
        {run.firstBadSeq === null ? "" : `First bad entry: ${run.firstBadSeq}. `}
        Entries <span className="num">{run.from}</span> to <span className="num">{run.to}</span>,
        checked for {run.by} at <EtTime at={run.endedAt} date={true} />.
      </p>
      <ul className="audit-proof">
        <Line name="Links" verdict={run.links} />
        <Line name="Content" verdict={run.content} />
        <Line name="Anchored" verdict={run.anchored} />
      </ul>
      {run.notes.map((note) => (
        <p key={note} className="text-muted">
          {note}
        </p>
      ))}
    </div>
  );
}

function Line({ name, verdict }: { name: string; verdict: VerificationView["links"] }) {
  if (verdict === null) return null;
  return (
    <li>
      <StateChip tone={verdict.ok ? "ok" : "critical"}>{name}</StateChip>
      <span>{capital(verdict.sentence)}</span>
    </li>
  );
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
