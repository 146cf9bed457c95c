"use client";
import type { LimitLine, LimitsView } from "@interlock/api/view/limits-view";
import { useState } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { runCommand, runOrRequest } from "../commands/command-notices.ts";
import { Button } from "../components/button.tsx";
import { DiffTable } from "../components/diff-table.tsx";
import { ErrorNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { failureSentence, useTRPCClient } from "../trpc/trpc-client.ts";
import { ApplyLimits } from "./apply-limits.tsx";
import { diffRows } from "./diff-rows.ts";
import { faultSentence } from "./fault-sentence.ts";
import { changedSince, editLines, type LimitEdit, partOfEdit, valuesToSend } from "./limit-edit.ts";
import { ExpiryField, type ExpiryText } from "./expiry/expiry-field.tsx";
import { readField } from "./expiry/expiry-time.ts";
import { LimitImpactView } from "./limit-impact-view.tsx";
import { useLimitPreview } from "./use-limit-preview.ts";

export interface LimitReviewProps {
  readonly edit: LimitEdit;
  readonly current: LimitsView;
  readonly setEdit: (edit: LimitEdit | null) => void;
  readonly applied: () => void;
  /** Reads the limits anew and returns them; undefined where they could not be read. */
  readonly refresh: () => Promise<LimitsView | undefined>;
}

/** What an edit would change and cause, by the engine's own preview on the present book, and the way to apply it. */
export function LimitReview(props: LimitReviewProps) {
  const { edit, current } = props;
  const conflict = current.version !== edit.base.version;
  return (
    <Panel title="Review the change" className="limit-review">
      {conflict ? <Conflict {...props} /> : <Preview {...props} />}
    </Panel>
  );
}

/** Somebody else changed the limits meanwhile: shown before anything is applied. */
function Conflict({ edit, current, setEdit }: LimitReviewProps) {
  return (
    <div role="alert">
      <p>
        <strong>
          The limits are at version {current.version} now, changed by {current.changedBy}; you
          edited version {edit.base.version}.
        </strong>
      </p>
      <Meanwhile edit={edit} current={current} />
      <div className="button-row">
        <Button look="primary" onClick={() => setEdit({ ...edit, base: current })}>
          Keep my edit on version {current.version}
        </Button>
        <Button onClick={() => setEdit(null)}>Drop my edit</Button>
      </div>
    </div>
  );
}

function Meanwhile({ edit, current }: { edit: LimitEdit; current: LimitsView }) {
  const changes = changedSince(edit, current);
  if (changes.length === 0) return <p>Every value is as it was when you began.</p>;
  return <DiffTable label="What was changed meanwhile" rows={diffRows(changes)} />;
}

/** When an edit goes back by itself; zero, which no engine takes, where what was typed is no time. */
function expiryOf(text: ExpiryText): number | undefined {
  return text === null ? undefined : (readField(text) ?? 0);
}

function NoPreview({ preview }: { preview: ReturnType<typeof useLimitPreview>["preview"] }) {
  if (!preview.isError) return null;
  return (
    <ErrorNotice
      title="No preview"
      detail={failureSentence(preview.error)}
      retry={() => void preview.refetch()}
    />
  );
}

type Change = ReturnType<typeof useLimitPreview>["change"];

/** The ways to apply an edit: whole, or of a mixed one the tighter values first. */
function useApplying({ edit, setEdit, applied, refresh }: LimitReviewProps, change: Change) {
  const client = useTRPCClient();
  const apply = async (reason: string) => {
    const input = { commandId: newCommandId(), ...change, reason };
    const ask = { kind: "limits" as const, ...change };
    const done = await runOrRequest(
      "Change limits",
      () => client.limits.change.mutate(input),
      () => client.approvals.request.mutate({ commandId: newCommandId(), ask, reason }),
    );
    if (done) applied();
    else void refresh();
  };
  const tightenFirst = async () => {
    const { baseVersion, level } = change;
    const tighter = partOfEdit(edit, "tighter");
    const terms = { values: valuesToSend(tighter), keep: [...tighter.keep] };
    const input = { commandId: newCommandId(), baseVersion, level, ...terms };
    const done = await runCommand("Tighten limits", () => client.limits.change.mutate(input));
    const next = await refresh();
    // A version between was another person's: then the edit stays over its own base, and the difference is shown.
    if (done && next?.version === baseVersion + 1)
      setEdit({ ...partOfEdit(edit, "looser"), base: next });
  };
  return { apply, tightenFirst };
}

function Preview(props: LimitReviewProps) {
  const { edit, setEdit } = props;
  const [reason, setReason] = useState("");
  const [expiry, setExpiry] = useState<ExpiryText>(null);
  const { preview, rows, change, ownFaults, ready } = useLimitPreview(edit, expiryOf(expiry));
  const { apply, tightenFirst } = useApplying(props, change);
  const faults = preview.data?.faults ?? [];
  // An answer that names faults compares nothing: what was typed stays in sight beside them.
  const lines = preview.data === undefined || faults.length > 0 ? rows : preview.data.lines;
  const goes = (way: string) => [...rows, ...lines].some(({ direction }) => direction === way);
  const looser = goes("looser");
  const splits = looser && goes("tighter") && expiry === null;
  return (
    <>
      <DiffTable label="What the edit changes" rows={diffRows(lines)} />
      <NoPreview preview={preview} />
      <LimitImpactView change={change} ready={ready} />
      <Faults faults={faults} lines={editLines(edit)} />
      <ExpiryField
        text={expiry}
        change={setExpiry}
        atExpiry={ready ? (preview.data?.atExpiry ?? []) : []}
      />
      <ApplyLimits
        looser={looser}
        ends={expiry !== null}
        ready={ready}
        ownFaults={ownFaults}
        reason={reason}
        setReason={setReason}
        apply={() => void apply(reason)}
        tightenFirst={splits ? () => void tightenFirst() : null}
        discard={() => setEdit(null)}
      />
    </>
  );
}

interface FaultsProps {
  readonly faults: readonly { readonly key: string; readonly sentence: string }[];
  readonly lines: readonly LimitLine[];
}

function Faults({ faults, lines }: FaultsProps) {
  if (faults.length === 0) return null;
  return (
    <ul className="fault-list" role="alert">
      {faults.map(({ key, sentence }) => (
        <li key={`${key}:${sentence}`}>{faultSentence(sentence, lines)}</li>
      ))}
    </ul>
  );
}
